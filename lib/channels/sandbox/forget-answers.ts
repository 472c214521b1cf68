import { z } from 'zod';
import { mayDo } from '#lib/accounts/permissions.ts';
import { Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { channels } from '../channel.ts';
import { removeAnswers } from './next-answer.ts';
import type { Planned } from './plan-answers.ts';

/** What a channel of the sandbox was told to answer is taken back: its next messages are delivered. */
export async function forgetAnswers(call: Call, input: unknown): Promise<Planned> {
  const forbidden = mayDo(call.actor, 'sandbox.play');
  if (forbidden) throw new Refused(forbidden);
  const { channel } = parse(z.object({ channel: z.enum(channels) }), input);
  await removeAnswers(call.world.settings.dataDir, channel);
  return { next: [] };
}
