import { existsSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { mayDo } from '#lib/accounts/permissions.ts';
import { iso } from '#lib/clock.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { nodeFiles, readFileIfThere, syncFolder } from '#lib/store/journal/files.ts';
import { replaceFile } from '#lib/store/journal/replace-file.ts';
import { on } from '#lib/store/event.ts';
import { workspaceId, type WorkspaceEvent } from '#lib/workspace/workspace.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { headLine, keyFrom, keyIdOf, rawKey, signHead, type SignedHead } from './head-line.ts';
import { appendHead, newestHead } from './heads-log.ts';
import { newestSigned, signNow } from './sign-journal.ts';
import { keyIn, newKeyPem, openSigningKey, prepareKeyFolder, publish, signingPlace, type SigningPlace } from './signing-key.ts';

/**
 * Puts a new signing key in the place of the old one, which signs that it is so and is removed. Cut off at any point, the old key is still there or
 * calling it again finishes it.
 */
export async function rotateKey(call: Call): Promise<SignedHead> {
  await allow(call);
  const { world } = call;
  const place = signingPlace(world.settings);
  const half = finishRotation(place);
  if (half) return half;
  const { signatures: _, ...last } = await newestSigned(world);
  const pem = newKeyPem();
  replaceFile(nextOf(place), pem, { mode: 0o600 });
  const [oldKey, newKey] = [openSigningKey(world.settings), keyIn(Buffer.from(pem), nextOf(place))];
  const { seq, hash, root, journal } = last;
  const change = signHead({ kind: 're-key-1', seq, hash, root, journal, at: iso(world.clock.now()), keyId: keyIdOf(oldKey), oldKey: rawKey(oldKey), newKey: rawKey(newKey) }, oldKey, newKey);
  appendHead(place, change);
  finishRotation(place);
  await note(call, { keyId: keyIdOf(newKey), before: keyIdOf(oldKey), isLinked: true });
  return change;
}

async function note(call: Call, replaced: Omit<Extract<WorkspaceEvent, { type: 'SigningKeyReplaced' }>, 'type'>): Promise<void> {
  await call.world.store.commit(metaOf(call, 'rotate-key'), async () => ({ events: on('workspace', workspaceId, [{ type: 'SigningKeyReplaced', ...replaced }]), result: null }));
}

async function allow(call: Call): Promise<void> {
  const forbidden = mayDo(call.actor, 'history.vouch');
  if (forbidden) throw new Refused(forbidden);
  if (call.world.settings.storeKind !== 'csv') throw new Refused(refusal('wrong_status', `Nothing is signed: RE_STORE is ${call.world.settings.storeKind}.`));
  if ((await call.world.store.head()).seq === 0) throw new Refused(refusal('not_found', 'There is no record in the journal to sign.'));
}

const nextOf = ({ keyFile }: SigningPlace) => `${keyFile}.next`;

/** A new key that the last signed line names takes its place; one that no line names was never used. */
function finishRotation(place: SigningPlace): SignedHead | null {
  const next = readFileIfThere(nextOf(place));
  if (!next) return null;
  const key = keyIn(next, nextOf(place));
  const last = newestHead(place);
  const isNamed = last?.kind === 're-key-1' && keyFrom(last.newKey).equals(keyFrom(rawKey(key)));
  if (isNamed) {
    replaceFile(place.keyFile, next, { mode: 0o600 });
    publish(place, key);
  }
  rmSync(nextOf(place));
  return isNamed ? last : null;
}

export interface BegunAnew {
  readonly head: SignedHead;
  readonly line: string;
  /** Names of the files that were put aside. */
  readonly putAside: readonly string[];
}

/** The key is lost, or what it signed was changed: both are put aside, and another key begins. Nothing links the two. */
export async function beginWithNewKey(call: Call): Promise<BegunAnew> {
  await allow(call);
  const { settings, clock } = call.world;
  const place = signingPlace(settings);
  prepareKeyFolder(settings);
  const mark = iso(clock.now()).replaceAll(/[-:]|\.\d+/g, '');
  const putAside = [nextOf(place), place.publicFile, place.keyFile, place.headsFile, place.treeFile].flatMap((path) => {
    if (!existsSync(path)) return [];
    renameSync(path, `${path}.before-${mark}`);
    return [`${path}.before-${mark}`];
  });
  syncFolder(nodeFiles, dirname(place.keyFile));
  await note(call, { keyId: keyIdOf(openSigningKey(settings)), before: null, isLinked: false });
  const head = await signNow(call.world, (base) => ({ ...base, kind: 're-head-1' }));
  if (!head) throw new Error('the journal was emptied a moment ago');
  return { head, line: headLine(head), putAside };
}
