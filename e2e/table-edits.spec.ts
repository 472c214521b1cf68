import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from '@playwright/test';
import { expectNoViolations, openInbox, test } from './inbox-world.ts';

const root = resolve(import.meta.dirname, '..');

test('a table that was changed by hand is told to managers with what was left out, until one of them has seen it', async ({ browser, world }) => {
  const manager = await openInbox(browser, world, { role: 'manager' });
  const agent = await openInbox(browser, world);
  const worker = spawn(process.execPath, [join(root, 'workers/testing/tables-worker.ts')], { cwd: root, env: { ...process.env, RE_DATA_DIR: world.dataDir }, stdio: 'ignore' });
  try {
    const table = join(world.dataDir, 'approvals.csv');
    await expect.poll(() => existsSync(table)).toBe(true);
    writeFileSync(table, readFileSync(table, 'utf8').replace(',pending,', ',approved,'));
    const notice = manager.getByRole('note').filter({ hasText: 'approvals.csv was changed by hand' });
    await expect(notice).toContainText('One difference was not applied.');
    await notice.getByText('approvals.csv was changed by hand').click();
    await expect(notice.getByText('status: pending → approved')).toBeVisible();
    const [copy = ''] = readdirSync(world.dataDir).filter((name) => name.startsWith('approvals.edited-'));
    await expect(notice).toContainText(copy);
    await expectNoViolations(manager);
    await expect(agent.getByText('was changed by hand')).toHaveCount(0);
    await notice.getByRole('button', { name: 'Dismiss' }).click();
    await expect(notice).toHaveCount(0);
    await manager.goto('/activity');
    await expect(manager.getByText(/approvals\.csv was changed by hand: 0 rows taken in, 1 difference not applied/)).toBeVisible();
    await expect(manager.getByText('has seen what was left out of approvals.csv')).toBeVisible();
    await expect(notice).toHaveCount(0);
  } finally {
    worker.kill('SIGKILL');
    await once(worker, 'exit');
  }
});
