import { appendFileSync, chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig, type Settings } from '#lib/config.ts';
import { openRuntime, type Runtime } from '#lib/runtime.ts';
import { lead } from '#lib/store/contract.ts';
import type { Call } from '#lib/world.ts';
import { acceptHistory } from './accept-history.ts';
import { headLine, isSignedBy, keyIdOf, readHeadLine, signHead } from './head-line.ts';
import { appendHead, newestHead, publicKeyOf, readHeadsLog } from './heads-log.ts';
import { inForce, judgeHeads } from './judge-heads.ts';
import { beginWithNewKey, rotateKey } from './rotate-key.ts';
import { newestHeadProblem, refuseWithoutSignedHead, signJournal } from './sign-journal.ts';
import { keyIn, newKeyPem, openSigningKey, signingPlace } from './signing-key.ts';
import { verifyJournal } from './verify-journal.ts';

/** A history that was cut, written anew, or restored: told by a head that was signed before. */

const actor = { kind: 'worker', id: 'test', name: 'test' } as const;
const operator = { kind: 'operator', id: 'root', name: 'root' } as const;
const forReal = { RE_EMAIL_SMTP_URL: 'smtp://127.0.0.1:1', RE_EMAIL_FROM: 'team@example.com' };

function settingsIn(top: string, env: Record<string, string> = {}): Settings {
  const read = readConfig({ RE_DATA_DIR: join(top, 'data'), ...env });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.settings;
}

function place(): string {
  const top = mkdtempSync(join(tmpdir(), 're-heads-'));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  return top;
}

async function open(settings: Settings): Promise<Runtime> {
  const world = await openRuntime(settings);
  onTestFinished(() => world.close());
  return world;
}

const callIn = (world: Runtime): Call => ({ world, actor: operator, correlationId: 'cor_test' });
const add = (world: Runtime, id: string) => world.store.commit({ actor, cause: 'test', correlationId: 'cor', now: Date.now() }, async () => ({ events: lead(id), result: null }));
const journalOf = (settings: Settings) => join(settings.dataDir, 'journal', '000001.csv');
const accepted = { reason: 'restored on purpose', confirm: true };

async function signedAfter(settings: Settings, ...sizes: number[]): Promise<void> {
  const world = await openRuntime(settings);
  for (const [i, size] of sizes.entries()) {
    for (let n = (sizes[i - 1] ?? 0) + 1; n <= size; n++) await add(world, `lea_${n}`);
    expect((await signJournal(world))?.seq).toBe(size);
    expect(await signJournal(world)).toBeNull();
  }
  await world.close();
}

/** Takes the last records off. */
function cut(settings: Settings, records: number): void {
  const lines = readFileSync(journalOf(settings), 'utf8').split('\n');
  writeFileSync(journalOf(settings), [...lines.slice(0, -1 - records), ''].join('\n'));
}

/** What `audit verify` finds. */
async function problemsIn(settings: Settings): Promise<string[]> {
  const log = readHeadsLog(signingPlace(settings));
  const heads = inForce(log?.heads ?? []);
  const { hashes, roots, head, firstAt } = await verifyJournal(settings.dataDir, { hashesAt: [1, ...heads.map(({ seq }) => seq)], withRoots: true });
  const standing = { head, first: { hash: hashes.get(1) ?? '', at: firstAt ?? 0 }, hashAt: (seq: number) => hashes.get(seq) ?? null, rootAt: (seq: number) => roots.get(seq) ?? null };
  return [...(log?.broken ?? []).map(({ problem }) => problem), ...judgeHeads(heads, standing).map(({ kind }) => kind)];
}

test('an end that was cut off is told; the worker does not send, and nothing more is signed, until a person says that it is meant', async () => {
  const settings = settingsIn(place());
  await signedAfter(settings, 3, 5);
  cut(settings, 1);
  expect(await verifyJournal(settings.dataDir)).toMatchObject({ ok: true, head: { seq: 4 } });
  expect(await problemsIn(settings)).toEqual(['cut']);
  const world = await open(settings);
  await expect(refuseWithoutSignedHead(world)).rejects.toMatchObject({ code: 'store_damaged', message: expect.stringMatching(/ends with record 4.*had 5.*audit accept/s) });
  await add(world, 'lea_x');
  await add(world, 'lea_y');
  await expect(signJournal(world)).rejects.toMatchObject({ code: 'store_damaged', message: expect.stringMatching(/rewritten/) });
  await expect(acceptHistory(callIn(world), { reason: '', confirm: true })).rejects.toMatchObject({ refusal: { code: 'invalid_input' } });
  await expect(acceptHistory({ ...callIn(world), actor }, accepted)).rejects.toMatchObject({ refusal: { code: 'forbidden' } });
  expect(await acceptHistory(callIn(world), accepted)).toMatchObject({ kind: 're-restart-1', keeps: 3, seq: 7 });
  const { items } = await world.store.events({ types: ['HistoryAccepted'] }, { cursor: null, limit: 5 });
  expect(items).toMatchObject([{ reason: 'restored on purpose', found: 'rewritten', endsAt: 6, signedSeq: 5, keeps: 3, actor: 'operator:root' }]);
  expect(await refuseWithoutSignedHead(world)).toBeNull();
  expect(await acceptHistory(callIn(world), accepted)).toBeNull();
  await add(world, 'lea_z');
  expect(await signJournal(world)).toMatchObject({ seq: 8 });
  expect(await problemsIn(settings)).toEqual([]);
});

test('a whole journal written anew with correct hashes is told, however old it says it is', async () => {
  const [settings, forged] = [settingsIn(place()), settingsIn(place())];
  await signedAfter(settings, 5);
  const other = await openRuntime(forged);
  await other.store.commit({ actor, cause: 'test', correlationId: 'cor', now: 1 }, async () => ({ events: lead('lea_1'), result: null }));
  for (const n of [2, 3, 4, 5, 6]) await add(other, `lea_${n}`);
  await other.close();
  writeFileSync(journalOf(settings), readFileSync(journalOf(forged)));
  expect(await verifyJournal(settings.dataDir)).toMatchObject({ ok: true, head: { seq: 6 } });
  expect(await problemsIn(settings)).toEqual(['another_journal']);
  await expect(refuseWithoutSignedHead(await open(settings))).rejects.toMatchObject({ code: 'store_damaged' });
});

test('a history that was written anew from somewhere on is told, though its chain is whole', async () => {
  const settings = settingsIn(place());
  await signedAfter(settings, 2, 5);
  cut(settings, 3);
  const world = await open(settings);
  for (const id of ['lea_8', 'lea_9', 'lea_10', 'lea_11']) await add(world, id);
  expect(await verifyJournal(settings.dataDir)).toMatchObject({ ok: true, head: { seq: 6 } });
  expect(await problemsIn(settings)).toEqual(['rewritten']);
  await expect(refuseWithoutSignedHead(world)).rejects.toMatchObject({ code: 'store_damaged', message: expect.stringMatching(/Record 5 .*rewritten/) });
});

test('a journal that began anew stops who sends for real, and is only told where nothing leaves the machine', async () => {
  const top = place();
  const settings = settingsIn(top);
  await signedAfter(settings, 2);
  rmSync(settings.dataDir, { recursive: true });
  const world = await open(settings);
  expect(await refuseWithoutSignedHead(world)).toMatchObject({ kind: 'began_anew' });
  for (let i = 0; i < 3; i++) await add(world, `lea_${i}`);
  expect(await refuseWithoutSignedHead(world)).toMatchObject({ kind: 'began_anew' });
  const real = { ...world, settings: settingsIn(top, forReal) };
  await expect(refuseWithoutSignedHead(real)).rejects.toMatchObject({ code: 'store_damaged', message: expect.stringMatching(/began anew/) });
  expect(await acceptHistory(callIn(real), accepted)).toMatchObject({ keeps: 0 });
  expect(await refuseWithoutSignedHead(real)).toBeNull();
  expect(await problemsIn(settings)).toEqual([]);
});

test('the root of each head follows from the one before, and is worked out anew when what was noted is gone or changed', async () => {
  const settings = settingsIn(place());
  const { treeFile } = signingPlace(settings);
  await signedAfter(settings, 1, 4);
  const text = readFileSync(treeFile, 'utf8');
  for (const spoil of [() => rmSync(treeFile), () => writeFileSync(treeFile, '{"size":'), () => writeFileSync(treeFile, text.replace(/"([0-9a-f]{64})"/, `"${'f'.repeat(64)}"`)), () => undefined]) {
    spoil();
    const world = await openRuntime(settings);
    await add(world, `lea_${String(Math.random())}`);
    await signJournal(world);
    await world.close();
    expect(await problemsIn(settings)).toEqual([]);
  }
});

test('the key lies outside the data folder, for its owner alone', () => {
  const top = place();
  expect(() => openSigningKey(settingsIn(top, { RE_SIGNING_KEY_FILE: join(top, 'data', 'keys', 'head.pem') }))).toThrow(/lies in the data folder/);
  symlinkSync(join(top, 'data'), join(top, 'elsewhere'));
  expect(() => openSigningKey(settingsIn(top, { RE_SIGNING_KEY_FILE: join(top, 'elsewhere', 'head.pem') }))).toThrow(/lies in the data folder/);
  expect(readdirSync(join(top, 'data')).filter((name) => name.includes('pem'))).toEqual([]);
  const settings = settingsIn(top);
  const key = openSigningKey(settings);
  const { keyFile, publicFile } = signingPlace(settings);
  expect(statSync(keyFile).mode & 0o777).toBe(0o600);
  expect(openSigningKey(settings).equals(key)).toBe(true);
  expect(publicKeyOf(publicFile)?.asymmetricKeyType).toBe('ed25519');
  chmodSync(keyFile, 0o644);
  expect(() => openSigningKey(settings)).toThrow(/chmod 600/);
  chmodSync(keyFile, 0o600);
  writeFileSync(keyFile, 'nonsense');
  expect(() => openSigningKey(settings)).toThrow(/cannot be used/);
});

test('a key that is gone is not replaced in silence; another one begins when a person says so, with what was there put aside', async () => {
  const settings = settingsIn(place());
  await signedAfter(settings, 2);
  const where = signingPlace(settings);
  const publicBefore = readFileSync(where.publicFile, 'utf8');
  rmSync(where.keyFile);
  const world = await open(settings);
  await expect(signJournal(world)).rejects.toMatchObject({ code: 'config_invalid', message: expect.stringMatching(/is gone.*--lost/s) });
  expect(readFileSync(where.publicFile, 'utf8')).toBe(publicBefore);
  const { putAside } = await beginWithNewKey(callIn(world));
  expect(putAside.map((path) => existsSync(path))).toEqual([true, true, true]);
  expect(await problemsIn(settings)).toEqual([]);
  const { items } = await world.store.events({ types: ['SigningKeyReplaced'] }, { cursor: null, limit: 5 });
  expect(items).toMatchObject([{ before: null, isLinked: false, keyId: keyIdOf(openSigningKey(settings)) }]);
});

test('a head whose any character was changed is no longer one, and one of another key neither', async () => {
  const settings = settingsIn(place());
  await signedAfter(settings, 1);
  const where = signingPlace(settings);
  const [head] = readHeadsLog(where)?.heads ?? [];
  const key = publicKeyOf(where.publicFile);
  if (!head || !key) throw new Error('nothing was signed');
  const line = headLine(head);
  for (let i = 0; i < line.length; i++) {
    const changed = readHeadLine(line.slice(0, i) + (line[i] === '1' ? '2' : '1') + line.slice(i + 1));
    expect({ i, holds: changed !== null && isSignedBy(changed, key) }).toEqual({ i, holds: false });
  }
  const forger = keyIn(Buffer.from(newKeyPem()), 'forged');
  const forged = signHead({ ...head, kind: 're-head-1', seq: 9, keyId: keyIdOf(forger) }, forger);
  const claimed = signHead({ ...head, kind: 're-head-1', seq: 9 }, forger);
  writeFileSync(where.headsFile, [line.replace(head.hash, 'f'.repeat(64)), line, headLine(forged), headLine(claimed), 're-head-1 half !torn', line, 're-head-1 unfin'].join('\n'));
  expect(readHeadsLog(where)).toMatchObject({ heads: [head, head], broken: [{ line: 1 }, { line: 3 }, { line: 4 }] });
  expect(newestHead(where)).toEqual(head);
  writeFileSync(where.headsFile, `${line}\n${headLine(forged)}\n`);
  expect(() => newestHead(where)).toThrow(/not signed with the key beside it/);
});

test('a line that power cut off says nothing, and the next one is whole', async () => {
  const settings = settingsIn(place());
  await signedAfter(settings, 1);
  const where = signingPlace(settings);
  appendFileSync(where.headsFile, 're-head-1 5 abc');
  const world = await open(settings);
  await add(world, 'lea_2');
  expect(await signJournal(world)).toMatchObject({ seq: 2 });
  expect(readHeadsLog(where)).toMatchObject({ heads: [{ seq: 1 }, { seq: 2 }], broken: [] });
});

test('a new key takes over: what the old one signed stays valid, what it signs later says nothing', async () => {
  const settings = settingsIn(place());
  await signedAfter(settings, 2);
  const where = signingPlace(settings);
  const oldPem = readFileSync(where.keyFile);
  const [oldKey, world] = [openSigningKey(settings), await open(settings)];
  const change = await rotateKey(callIn(world));
  const newKey = openSigningKey(settings);
  expect(newKey.equals(oldKey)).toBe(false);
  expect([isSignedBy(change, oldKey), isSignedBy(change, newKey)]).toEqual([true, true]);
  expect(existsSync(`${where.keyFile}.next`)).toBe(false);
  await rotateKey(callIn(world));
  await add(world, 'lea_3');
  await signJournal(world);
  expect(readHeadsLog(where)?.heads.map(({ kind }) => kind)).toEqual(['re-head-1', 're-key-1', 're-head-1', 're-key-1', 're-head-1']);
  expect(await problemsIn(settings)).toEqual([]);
  const newest = newestHead(where);
  if (!newest || newest.kind !== 're-head-1') throw new Error('nothing was signed');
  const { signatures: _, ...statement } = newest;
  appendHead(where, signHead({ ...statement, seq: 99, keyId: keyIdOf(oldKey) }, keyIn(oldPem, 'old')));
  expect(newestHead(where)).toEqual(newest);
  expect(readHeadsLog(where)).toMatchObject({ heads: { length: 5 }, broken: [] });
});

test('a change of keys that was cut off is finished, or was never one', async () => {
  const settings = settingsIn(place());
  await signedAfter(settings, 2);
  const where = signingPlace(settings);
  const [oldPem, oldPublic] = [readFileSync(where.keyFile), readFileSync(where.publicFile)];
  const world = await open(settings);
  writeFileSync(`${where.keyFile}.next`, newKeyPem(), { mode: 0o600 });
  const change = await rotateKey(callIn(world));
  const newPem = readFileSync(where.keyFile);
  // As it was right behind the signed line.
  writeFileSync(`${where.keyFile}.next`, newPem, { mode: 0o600 });
  writeFileSync(where.keyFile, oldPem);
  writeFileSync(where.publicFile, oldPublic);
  expect(newestHead(where)).toEqual(change);
  expect(await refuseWithoutSignedHead(world)).toBeNull();
  expect(await rotateKey(callIn(world))).toEqual(change);
  expect(readFileSync(where.keyFile).equals(newPem)).toBe(true);
  expect(await newestHeadProblem(world)).toBeNull();
  expect(await problemsIn(settings)).toEqual([]);
});
