import { AxeBuilder } from '@axe-core/playwright';
import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { openInbox, statusOf, test } from './inbox-world.ts';

const run = promisify(execFile);

async function makeDeadLetters(dataDir: string, count: number): Promise<string[]> {
  const { stdout } = await run(process.execPath, ['e2e/make-dead-letters.ts', String(count)], { cwd: resolve(import.meta.dirname, '..'), env: { ...process.env, RE_DATA_DIR: dataDir } });
  return JSON.parse(stdout) as string[];
}

test('the desk: several are chosen, tried again with an exact count, one is discarded with its reason, an uncertain one is settled', async ({ browser, world }) => {
  const ids = await makeDeadLetters(world.dataDir, 4);
  const page = await openInbox(browser, world, { role: 'manager' });
  await page.goto('/dead-letters');
  const failed = page.getByRole('region', { name: 'Sending failed' });
  await expect(failed.getByRole('article')).toHaveCount(4);
  await expect(failed.getByText('None chosen')).toBeVisible();
  await failed.getByRole('button', { name: 'Choose all 4 shown' }).click();
  await failed.getByRole('checkbox').first().click();
  await expect(failed.getByText('3 messages chosen')).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']).analyze();
  expect(violations.map(({ id, nodes }) => `${id} ${nodes[0]?.html ?? ''}`)).toEqual([]);
  await failed.getByRole('group', { name: 'With the chosen ones' }).getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Try again' }).click();
  await expect(failed.getByText('3 messages tried again.')).toBeVisible();
  await expect(failed.getByRole('article')).toHaveCount(1);
  const statuses = await Promise.all(ids.map((id) => statusOf(page, id)));
  expect(statuses.toSorted()).toEqual(['approved', 'approved', 'approved', 'dead_letter', 'uncertain']);
  await failed.getByRole('button', { name: 'Back to review' }).click();
  await expect(page.getByText(/^Back in review: /)).toBeVisible();
  const uncertain = page.getByRole('region', { name: 'Uncertain' });
  await uncertain.getByRole('button', { name: 'It was sent' }).click();
  await uncertain.getByLabel('What you found out').fill('It is in the Sent folder.');
  await uncertain.getByRole('button', { name: 'It was sent' }).click();
  await expect(page.getByText('Everything that was approved went out')).toBeVisible();
});

test('what does not fit the search is not shown, and an agent decides nothing', async ({ browser, world }) => {
  await makeDeadLetters(world.dataDir, 2);
  const page = await openInbox(browser, world, { role: 'agent' });
  await page.goto('/dead-letters');
  await expect(page.getByRole('article')).not.toHaveCount(0);
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await page.getByLabel('Search recipient, subject, text').fill('nobody has this');
  await expect(page.getByText('Nothing fits')).toBeVisible();
});
