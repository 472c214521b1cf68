import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '#lib/config.ts';
import { openRuntime } from '#lib/runtime.ts';
import { inboxOf } from './folders.ts';
import { playLead } from './play-lead.ts';

test('what leads write at the same time appears in the order in which it is fetched', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 're-play-'));
  const config = readConfig({ RE_DATA_DIR: dataDir });
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  const world = await openRuntime(config.settings);
  onTestFinished(async () => {
    await world.close();
    rmSync(dataDir, { recursive: true });
  });
  const inbox = inboxOf(dataDir, 'email');
  mkdirSync(inbox, { recursive: true });
  const call = { world, actor: { kind: 'person', id: 'usr_1', name: 'Ana', role: 'admin' } as const, correlationId: 'cor_1' };
  const all = Promise.all(Array.from({ length: 150 }, (_, i) => playLead(call, { address: `lead${i}@example.com`, channel: 'email', text: 'x'.repeat((i * 7919) % 20_000 || 1) })));
  let seen: string[] = [];
  const late: string[] = [];
  while (seen.length < 150) {
    const now = readdirSync(inbox).filter((name) => name.endsWith('.json')).sort();
    late.push(...now.filter((name) => !seen.includes(name) && name < (seen.at(-1) ?? '')));
    seen = now;
    await nextTurn();
  }
  await all;
  expect(late).toEqual([]);
});
