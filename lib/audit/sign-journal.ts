import { iso } from '#lib/clock.ts';
import { Fault, refusal, Refused } from '#lib/errors.ts';
import type { World } from '#lib/world.ts';
import { keyIdOf, signHead, type SignedHead, type Statement } from './head-line.ts';
import { appendHead, newestHead } from './heads-log.ts';
import { saveTree, treeUpTo } from './heads-tree.ts';
import { judge, type HeadProblem, type Standing } from './judge-heads.ts';
import { openSigningKey, signingPlace } from './signing-key.ts';

/** Signs where the journal ends and notes it beside the key; null when nothing was added since the last time, or there is nothing yet. */
export async function signJournal(world: World, signal?: AbortSignal): Promise<SignedHead | null> {
  if (world.settings.storeKind !== 'csv' || (await world.store.head()).seq === 0) return null;
  openSigningKey(world.settings);
  await refuseWithoutSignedHead(world);
  const newest = newestHead(signingPlace(world.settings));
  return (await world.store.head()).hash === newest?.hash ? null : signNow(world, (base) => ({ ...base, kind: 're-head-1' }), signal);
}

/** Of a journal that does hold the newest head: that one, or one more. */
export async function newestSigned(world: World): Promise<SignedHead> {
  const signed = (await signJournal(world)) ?? newestHead(signingPlace(world.settings));
  if (!signed) throw new Refused(refusal('not_found', 'There is no record in the journal to sign.'));
  return signed;
}

/** Signs the end of the journal as it is, whatever was signed before; null when it is empty. */
export async function signNow(world: World, statementOf: (base: Omit<Statement & { kind: 're-head-1' }, 'kind'>) => Statement, signal?: AbortSignal): Promise<SignedHead | null> {
  const { store, settings, clock } = world;
  const place = signingPlace(settings);
  const head = await store.head();
  const [journal = null] = await store.hashesAt([1]);
  if (journal === null) return null;
  const tree = await treeUpTo(store, head, place, newestHead(place), signal);
  // From here on nothing waits, so that a key that is being replaced signs nothing more.
  const key = openSigningKey(settings);
  const signed = signHead(statementOf({ ...head, root: tree.root, at: iso(clock.now()), journal, keyId: keyIdOf(key) }), key);
  appendHead(place, signed);
  saveTree(place, tree);
  return signed;
}

/** What a journal says of a head that was signed earlier. */
export async function standingAt({ store }: World, seq: number): Promise<Standing> {
  const [[first = null, at = null], head] = [await store.hashesAt([1, seq]), await store.head()];
  const { items } = await store.events({ oldestFirst: true }, { cursor: null, limit: 1 });
  return { head, first: first === null ? null : { hash: first, at: items[0]?.at ?? 0 }, hashAt: () => at };
}

/** What the newest head that was signed here says against the journal as it is; null when it agrees, or there is none. */
export async function newestHeadProblem(world: World): Promise<HeadProblem | null> {
  if (world.settings.storeKind !== 'csv') return null;
  const newest = newestHead(signingPlace(world.settings));
  return newest && judge(newest, await standingAt(world, newest.seq));
}

/** Somebody who tries things out deletes the data folder and starts again: nothing leaves the machine there, so nothing needs to stop. */
export function isHarmless({ settings }: Pick<World, 'settings'>, problem: HeadProblem): boolean {
  return problem.kind === 'began_anew' && settings.email === null;
}

const steps =
  'Nothing is sent until a person has looked. Unless somebody restored an older history or started over on purpose, keep the data folder as it is and restore the newest backup whose verification is clean. If somebody did, say so: npm run -s re -- audit accept --reason "why" --yes';

/** Why nothing may be sent, and what a person can do; null when the history holds what was signed. */
export function stopReason(world: World, problem: HeadProblem | null): string | null {
  return problem === null || isHarmless(world, problem) ? null : `${problem.problem} ${steps}`;
}

/**
 * Throws `store_damaged` when the newest head that was signed here is not in the journal: its end was cut off, or it was rewritten. Gives
 * what is worth telling all the same.
 */
export async function refuseWithoutSignedHead(world: World): Promise<HeadProblem | null> {
  const problem = await newestHeadProblem(world);
  const reason = stopReason(world, problem);
  if (reason !== null) throw new Fault('store_damaged', reason, { retryable: false });
  return problem;
}
