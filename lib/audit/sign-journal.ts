import { iso } from '#lib/clock.ts';
import { Fault } from '#lib/errors.ts';
import type { World } from '#lib/world.ts';
import { signHead, type SignedHead } from './head-line.ts';
import { appendHead, newestHead } from './heads-log.ts';
import { judgeHeads, type HeadProblem } from './judge-heads.ts';
import { openSigningKey, signingPlace } from './signing-key.ts';

/** Signs where the journal ends and notes it beside the key; null when nothing was added since the last time, or there is nothing yet. */
export async function signJournal(world: World): Promise<SignedHead | null> {
  if (world.settings.storeKind !== 'csv') return null;
  const { store, settings, clock } = world;
  const key = openSigningKey(settings);
  const place = signingPlace(settings);
  const head = await store.head();
  const journal = await store.hashAt(1);
  if (journal === null || newestHead(place)?.hash === head.hash) return null;
  const signed = signHead({ ...head, at: iso(clock.now()), journal }, key);
  appendHead(place, signed);
  return signed;
}

/** What the newest head that was signed here says against the journal as it is; null when it agrees, or there is none. */
export async function newestHeadProblem(world: World): Promise<HeadProblem | null> {
  if (world.settings.storeKind !== 'csv') return null;
  const newest = newestHead(signingPlace(world.settings));
  if (!newest) return null;
  const { store } = world;
  const standing = { head: await store.head(), journal: await store.hashAt(1), at: await store.hashAt(newest.seq) };
  return judgeHeads([newest], { ...standing, hashAt: () => standing.at })[0] ?? null;
}

const steps =
  'Nothing is sent until a person has looked. If nobody restored a backup, keep the data folder as it is and put back the newest backup whose verification is clean. If somebody did, say so: npm run -s re -- audit accept --yes';

/**
 * Throws `store_damaged` when the newest head that was signed here is not in the journal: its end was cut off, or it was rewritten.
 * A journal that began anew is told instead: somebody may have started over.
 */
export async function refuseWithoutSignedHead(world: World): Promise<HeadProblem | null> {
  const problem = await newestHeadProblem(world);
  if (problem && problem.kind !== 'another_journal') throw new Fault('store_damaged', `${problem.problem} ${steps}`, { retryable: false });
  return problem;
}

/** A person says that an older history is there on purpose: it goes on from where it ends now. */
export async function acceptHistory(world: World): Promise<SignedHead> {
  const { store, settings, clock } = world;
  const journal = await store.hashAt(1);
  if (journal === null) throw new Fault('store_damaged', 'There is no record in the journal to go on from.', { retryable: false });
  const signed = signHead({ ...(await store.head()), at: iso(clock.now()), journal }, openSigningKey(settings), 're-restart-1');
  appendHead(signingPlace(settings), signed);
  return signed;
}
