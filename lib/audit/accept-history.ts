import { z } from 'zod';
import { mayDo } from '#lib/accounts/permissions.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import { on } from '#lib/store/event.ts';
import { workspaceId } from '#lib/workspace/workspace.ts';
import { metaOf, type Call } from '#lib/world.ts';
import type { SignedHead } from './head-line.ts';
import { readHeadsLog } from './heads-log.ts';
import { inForce, judge } from './judge-heads.ts';
import { newestHeadProblem, signNow, standingAt } from './sign-journal.ts';
import { openSigningKey, signingPlace } from './signing-key.ts';

export const acceptHistoryInput = z.object({ reason: z.string().trim().min(1).max(500), confirm: z.literal(true) });

/**
 * A person says that a history which lacks signed records is there on purpose, after a restore or a new beginning. It becomes an event of the
 * journal, and a line of the signed heads that takes back those that are not in it. Null when there is nothing to accept.
 */
export async function acceptHistory(call: Call, input: unknown): Promise<SignedHead | null> {
  const forbidden = mayDo(call.actor, 'history.vouch');
  if (forbidden) throw new Refused(forbidden);
  const { reason } = parse(acceptHistoryInput, input);
  const { world } = call;
  if (world.settings.storeKind !== 'csv') return null;
  const { seq } = await world.store.head();
  if (seq === 0) throw new Refused(refusal('not_found', 'There is no record in the journal to go on from.', { lift: 'Prepare the data folder first: setup' }));
  const problem = await newestHeadProblem(world);
  if (!problem) return null;
  openSigningKey(world.settings);
  const keeps = await lastHeld(call);
  const { head } = problem;
  await world.store.commit(metaOf(call, 'accept-history'), async () => ({
    events: on('workspace', workspaceId, [{ type: 'HistoryAccepted', reason, found: problem.kind, endsAt: seq, signedSeq: head.seq, signedHash: head.hash, signedAt: head.at, keeps }]),
    result: null,
  }));
  const restart = await signNow(world, (base) => ({ ...base, kind: 're-restart-1', keeps }));
  if (!restart) throw new Error('the journal was emptied a moment ago');
  return restart;
}

/** Place of the last signed record that the journal does hold; 0 when it holds none. */
async function lastHeld({ world }: Call): Promise<number> {
  const heads = inForce(readHeadsLog(signingPlace(world.settings))?.heads ?? []);
  for (const head of heads.toReversed()) if (!judge(head, await standingAt(world, head.seq))) return head.seq;
  return 0;
}
