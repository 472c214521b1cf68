import { z } from 'zod';
import { mayDo } from '#lib/accounts/permissions.ts';
import { Refused } from '#lib/errors.ts';
import type { Call } from '#lib/world.ts';
import { channels, type Channel } from '../channel.ts';
import { modeOf } from '../mode.ts';
import { plannedAnswer, plannedAnswers } from './next-answer.ts';
import { effectOf, effects, mayNameWait, outcomeInSandbox, possibleAnswers } from './possible-answers.ts';

const possibleSchema = z.object({ name: z.string(), says: z.string(), effect: z.enum(effects), mayNameWait: z.boolean() });

export const answersSchema = z.object({
  items: z.array(z.object({
    channel: z.enum(channels),
    possible: z.array(possibleSchema),
    /** Told and not given yet, the next first. */
    next: z.array(plannedAnswer),
  })),
});
export type Answers = z.infer<typeof answersSchema>;

/** What each channel of the sandbox can answer, what comes of it, and what it was told to answer next. */
export async function listAnswers(call: Call): Promise<Answers> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const { settings } = call.world;
  const open = channels.filter((channel) => modeOf(settings, channel) === 'sandbox');
  return { items: await Promise.all(open.map(async (channel) => ({ channel, possible: possibleOn(channel), next: [...(await plannedAnswers(settings.dataDir, channel))] }))) };
}

function possibleOn(channel: Channel): z.infer<typeof possibleSchema>[] {
  return possibleAnswers(channel).flatMap(({ name, says }) => {
    const outcome = outcomeInSandbox(channel, name, null);
    if (!outcome) return [];
    return [{ name, says, effect: effectOf(outcome), mayNameWait: mayNameWait(channel, name) }];
  });
}
