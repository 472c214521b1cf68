import { z } from 'zod';
import { mayDo } from '#lib/accounts/permissions.ts';
import { Refused } from '#lib/errors.ts';
import type { Call } from '#lib/world.ts';
import { isChannelTrouble } from '../breaker.ts';
import { channels, type Channel } from '../channel.ts';
import { modeOf } from '../mode.ts';
import { plannedAnswer, plannedAnswers } from './next-answer.ts';
import { outcomeOfAnswer, possibleAnswers } from './possible-answers.ts';

/** What comes of an answer: `again`: this message is tried again. `rests`: the whole channel waits. `desk`: a dead letter. `listed`: that, and the address is not written to again. `uncertain`: a person says. */
const effects = ['again', 'rests', 'desk', 'listed', 'uncertain'] as const;
export type Effect = (typeof effects)[number];

export const answersSchema = z.object({
  items: z.array(z.object({
    channel: z.enum(channels),
    possible: z.array(z.object({ name: z.string(), says: z.string(), effect: z.enum(effects) })),
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
  return { items: await Promise.all(open.map(async (channel) => ({
    channel, next: [...(await plannedAnswers(settings.dataDir, channel))],
    possible: possibleAnswers(channel).map(({ name, says }) => ({ name, says, effect: effectOf(channel, name) })),
  }))) };
}

function effectOf(channel: Channel, name: string): Effect {
  const outcome = outcomeOfAnswer(channel, name, null);
  if (outcome?.kind !== 'refused') return 'uncertain';
  if (isChannelTrouble(outcome.code)) return 'rests';
  if (outcome.transient) return 'again';
  return outcome.nobodyThere ? 'listed' : 'desk';
}
