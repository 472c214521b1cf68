import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig, type Settings } from './config.ts';
import { openRuntime } from './runtime.ts';
import { on } from './store/event.ts';

function settings(env: Record<string, string> = {}): Settings {
  const dataDir = mkdtempSync(join(tmpdir(), 're-runtime-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const read = readConfig({ RE_DATA_DIR: join(dataDir, 'data'), ...env });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.settings;
}

const actor = { kind: 'worker', id: 'test', name: 'test' } as const;
const pausedEmail = on('channel', 'email', [{ type: 'ChannelPaused', reason: 'test' }]);

test('what is opened twice in one process is one store, closed by the last to leave', async () => {
  const given = settings();
  const [one, two] = await Promise.all([openRuntime(given), openRuntime(given)]);
  expect(one.store).toBe(two.store);
  await one.close();
  await one.close();
  await two.store.commit({ actor, cause: 'test', correlationId: 'cor', now: 1 }, async () => ({ events: pausedEmail, result: null }));
  await two.close();
  await expect(two.store.head()).rejects.toMatchObject({ code: 'store_closed' });
  const again = await openRuntime(given);
  expect((await again.store.channelStates.get('email'))?.paused?.reason).toBe('test');
  await again.close();
});

test('an opening that failed can be tried again', async () => {
  const given = { ...settings(), dataDir: '/dev/null/data' };
  await expect(openRuntime(given)).rejects.toMatchObject({ code: 'store_unwritable' });
  await expect(openRuntime(given)).rejects.toMatchObject({ code: 'store_unwritable' });
});

test.each(['csv', 'memory'])('vault and artifacts (%s)', async (kind) => {
  const world = await openRuntime(settings({ RE_STORE: kind }));
  onTestFinished(() => world.close());
  expect(await world.vault.get('crl_1')).toBeNull();
  await world.vault.put('crl_1', 'hash 1');
  await world.vault.put('crl_1', 'hash 2');
  expect(await world.vault.get('crl_1')).toBe('hash 2');
  await world.vault.remove('crl_1');
  await world.vault.remove('crl_1');
  expect(await world.vault.get('crl_1')).toBeNull();
  const bytes = Buffer.from('From: lee@example.org\r\n\r\nHello');
  const name = await world.artifacts.put('mail', 'eml', bytes);
  expect(name).toMatch(/^artifacts\/mail\/[0-9a-f]{2}\/[0-9a-f]{64}\.eml$/);
  expect(await world.artifacts.put('mail', 'eml', bytes)).toBe(name);
  expect(Buffer.from((await world.artifacts.get(name)) ?? []).equals(bytes)).toBe(true);
  expect(await world.artifacts.get(name.replace('.eml', '.bin'))).toBeNull();
  expect(await world.artifacts.get('artifacts/mail/../../secrets/x')).toBeNull();
  await expect(world.artifacts.put('mail', '../x', bytes)).rejects.toThrow();
});

test('everything in the data folder is for its owner only', async () => {
  const given = settings();
  const world = await openRuntime(given);
  await world.vault.put('crl_1', 'hash');
  await world.artifacts.put('mail', 'eml', Buffer.from('x'));
  await world.store.presence.beat('web', 'one', 1, {});
  await world.close();
  const entries = readdirSync(given.dataDir, { recursive: true, withFileTypes: true });
  expect(entries.length).toBeGreaterThan(8);
  for (const entry of entries) {
    const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777;
    expect([entry.name, mode.toString(8)]).toEqual([entry.name, entry.isDirectory() ? '700' : '600']);
  }
});
