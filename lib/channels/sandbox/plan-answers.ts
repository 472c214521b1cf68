import { z } from 'zod';
import { mayDo } from '#lib/accounts/permissions.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { channelNames, channels, nameInText } from '../channel.ts';
import { modeOf } from '../mode.ts';
import { answersOf } from './folders.ts';
import { plannedAnswer, plannedAnswers, waitSecondsMax } from './next-answer.ts';
import { mayNameWait, outcomeInSandbox } from './possible-answers.ts';
import { putInOrder } from './put-in-order.ts';

const plannedMax = 100;

export const planAnswersInput = z.object({
  channel: z.enum(channels),
  /** By the platform's own name, or `no_answer`. */
  name: z.string().max(100),
  /** For how long the channel wants to be left alone. */
  retryAfterSeconds: z.number('is no number').int('is no whole number').min(1, 'is at least 1 s').max(waitSecondsMax, 'is at most 7 days').nullish(),
  /** To how many messages, one after the other. */
  times: z.number('is no number').int('is no whole number').min(1, 'is at least 1').max(plannedMax, `is at most ${plannedMax}`).default(1),
});

/** What a channel was told and has not answered yet, the next first. */
export const plannedSchema = z.object({ next: z.array(plannedAnswer) });
export type Planned = z.infer<typeof plannedSchema>;

/** Tells a channel of the sandbox what to answer to its next messages, in place of delivering them: to see what comes of it before a platform does it. */
export async function planAnswers(call: Call, input: unknown): Promise<Planned> {
  const forbidden = mayDo(call.actor, 'sandbox.play');
  if (forbidden) throw new Refused(forbidden);
  const { channel, name, retryAfterSeconds = null, times } = parse(planAnswersInput, input);
  const { settings, ids } = call.world;
  if (modeOf(settings, channel) !== 'sandbox') throw new Refused(refusal('wrong_status', `${channelNames[channel]} is not in the sandbox.`, { lift: 'A real channel answers for itself.' }));
  if (!outcomeInSandbox(channel, name, null))
    throw new Refused(refusal('invalid_input', `There is no answer “${name}” on ${nameInText(channel)}.`, { lift: 'GET /api/sandbox/answers lists them.', details: { field: 'name' } }));
  if (retryAfterSeconds !== null && !mayNameWait(channel, name))
    throw new Refused(refusal('invalid_input', `With ${name} ${nameInText(channel)} asks for no wait.`, { lift: 'Leave it out.', details: { field: 'retryAfterSeconds' } }));
  const waiting = (await plannedAnswers(settings.dataDir, channel)).length;
  if (waiting + times > plannedMax) throw new Refused(refusal('invalid_input', `${waiting} answers wait already; ${plannedMax} may.`, { lift: 'Let some messages go, or deliver again.', details: { field: 'times' } }));
  for (let i = 0; i < times; i++) await putInOrder(answersOf(settings.dataDir, channel), () => `${ids.next('job')}.json`, JSON.stringify({ name, retryAfterSeconds }));
  return { next: [...(await plannedAnswers(settings.dataDir, channel))] };
}
