import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig, type Settings } from '#lib/config.ts';
import { lead } from '#lib/store/contract.ts';
import { openRuntime, type Runtime } from '#lib/runtime.ts';
import { headLine, isSignedBy, readHeadLine } from './head-line.ts';
import { publicKeyOf, readHeadsLog } from './heads-log.ts';
import { acceptHistory, newestHeadProblem, refuseWithoutSignedHead, signJournal } from './sign-journal.ts';
import { openSigningKey, signingPlace } from './signing-key.ts';
import { verifyJournal } from './verify-journal.ts';

/** A history that was cut, written anew, or restored: told by a head that was signed before. */

const actor = { kind: 'worker', id: 'test', name: 'test' } as const;

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

const add = (world: Runtime, id: string) => world.store.commit({ actor, cause: 'test', correlationId: 'cor', now: 1 }, async () => ({ events: lead(id), result: null }));
const journalOf = (settings: Settings) => join(settings.dataDir, 'journal', '000001.csv');

async function signedAfter(settings: Settings, leads: number): Promise<void> {
  const world = await openRuntime(settings);
  for (let i = 1; i <= leads; i++) await add(world, `lea_${i}`);
  expect((await signJournal(world))?.seq).toBe(leads);
  expect(await signJournal(world)).toBeNull();
  await world.close();
}

test('an end that was cut off is told, and the worker does not send', async () => {
  const settings = settingsIn(place());
  await signedAfter(settings, 5);
  const lines = readFileSync(journalOf(settings), 'utf8').split('\n');
  writeFileSync(journalOf(settings), [...lines.slice(0, -2), ''].join('\n'));
  expect(await verifyJournal(settings.dataDir)).toMatchObject({ ok: true, head: { seq: 4 } });
  const world = await openRuntime(settings);
  onTestFinished(() => world.close());
  await expect(refuseWithoutSignedHead(world)).rejects.toMatchObject({ code: 'store_damaged', message: expect.stringMatching(/ends with record 4.*had 5.*audit accept/s) });
  await acceptHistory(world);
  expect(await refuseWithoutSignedHead(world)).toBeNull();
  await add(world, 'lea_6');
  await add(world, 'lea_7');
  expect(await newestHeadProblem(world)).toBeNull();
});

test('a history that was written anew from somewhere on is told, though its chain is whole', async () => {
  const settings = settingsIn(place());
  await signedAfter(settings, 5);
  const lines = readFileSync(journalOf(settings), 'utf8').split('\n');
  writeFileSync(journalOf(settings), [...lines.slice(0, 3), ''].join('\n'));
  const world = await openRuntime(settings);
  onTestFinished(() => world.close());
  for (const id of ['lea_8', 'lea_9', 'lea_10', 'lea_11']) await add(world, id);
  expect(await verifyJournal(settings.dataDir)).toMatchObject({ ok: true, head: { seq: 6 } });
  await expect(refuseWithoutSignedHead(world)).rejects.toMatchObject({ code: 'store_damaged', message: expect.stringMatching(/Record 5 .*rewritten/) });
});

test('a journal that began anew is told, and not held against somebody who started over', async () => {
  const settings = settingsIn(place());
  await signedAfter(settings, 2);
  rmSync(settings.dataDir, { recursive: true });
  const world = await openRuntime(settings);
  onTestFinished(() => world.close());
  for (let i = 0; i < 3; i++) await add(world, `lea_${i}`);
  expect(await refuseWithoutSignedHead(world)).toMatchObject({ kind: 'another_journal' });
});

test('the key lies outside the data folder, for its owner alone', () => {
  const top = place();
  expect(() => openSigningKey(settingsIn(top, { RE_SIGNING_KEY_FILE: join(top, 'data', 'keys', 'head.pem') }))).toThrow(/lies in the data folder/);
  const settings = settingsIn(top);
  const key = openSigningKey(settings);
  const { keyFile, publicFile } = signingPlace(settings);
  expect(openSigningKey(settings).equals(key)).toBe(true);
  expect(publicKeyOf(publicFile)?.asymmetricKeyType).toBe('ed25519');
  chmodSync(keyFile, 0o644);
  expect(() => openSigningKey(settings)).toThrow(/chmod 600/);
  chmodSync(keyFile, 0o600);
  writeFileSync(keyFile, 'nonsense');
  expect(() => openSigningKey(settings)).toThrow(/cannot be used/);
});

test('a head whose any character was changed is no longer one', async () => {
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
  writeFileSync(where.headsFile, line.replace(head.hash, 'f'.repeat(64)) + '\n' + line + '\nre-head-1 unfin');
  expect(readHeadsLog(where)).toMatchObject({ heads: [head], broken: [{ line: 1 }] });
});
