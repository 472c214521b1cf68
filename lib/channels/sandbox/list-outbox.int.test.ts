import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '#lib/config.ts';
import { openRuntime } from '#lib/runtime.ts';
import { outboxOf } from './folders.ts';
import { listOutbox } from './list-outbox.ts';

test('what was delivered when files still named the recipient is listed, without that name', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 're-outbox-'));
  const config = readConfig({ RE_DATA_DIR: dataDir });
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  const world = await openRuntime(config.settings);
  onTestFinished(async () => {
    await world.close();
    rmSync(dataDir, { recursive: true });
  });
  const outbox = outboxOf(dataDir, 'email');
  mkdirSync(outbox, { recursive: true });
  const sent = { idempotencyKey: 'apr_1.1', approvalId: 'apr_1', channel: 'email', sender: 'us@example.com', recipient: 'lee@example.net', subject: 'Visit', body: 'See you at 5.', references: [], deliveredAt: 1_777_000_000_000 };
  writeFileSync(join(outbox, 'apr_1.1.json'), JSON.stringify({ ...sent, recipientName: 'Lee Wong' }));
  const { items } = await listOutbox({ world, actor: { kind: 'person', id: 'usr_1', name: 'Ana', role: 'admin' }, correlationId: 'cor_1' });
  expect(items).toMatchObject([{ approvalId: 'apr_1', recipient: 'lee@example.net', body: 'See you at 5.' }]);
  expect(JSON.stringify(items)).not.toContain('Wong');
});
