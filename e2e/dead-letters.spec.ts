import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page } from '@playwright/test';
import { expectNoViolations, openInbox, statusOf, test } from './inbox-world.ts';

const run = promisify(execFile);

/** So many are refused for good, and one more is left uncertain. Fewer than five in all: the fifth of a day pauses the channel, and nothing more could be refused. */
async function makeDeadLetters(dataDir: string, count: number): Promise<string[]> {
  const { stdout } = await run(process.execPath, ['e2e/make-dead-letters.ts', String(count)], { cwd: resolve(import.meta.dirname, '..'), env: { ...process.env, RE_DATA_DIR: dataDir } });
  return JSON.parse(stdout) as string[];
}

/** What makes an approval of this lead grow stale. */
async function changeStage(page: Page, approvalId: string): Promise<string> {
  const { leadId, leadName } = (await (await page.request.get(`/api/approvals/${approvalId}`)).json()) as { leadId: string; leadName: string };
  const { version, stage } = (await (await page.request.get(`/api/leads/${leadId}`)).json()) as { version: number; stage: string };
  const answer = await page.request.patch(`/api/leads/${leadId}`, { data: { version, stage: stage === 'offer' ? 'viewing' : 'offer' }, headers: { origin: new URL(page.url()).origin } });
  expect(answer.status()).toBe(200);
  return leadName;
}

test('the desk: several are chosen, tried again with an exact count, one is discarded with its reason, an uncertain one is settled', async ({ browser, world }) => {
  const ids = await makeDeadLetters(world.dataDir, 3);
  const page = await openInbox(browser, world, { role: 'manager' });
  await page.goto('/dead-letters');
  const failed = page.getByRole('region', { name: 'Sending failed' });
  await expect(failed.getByRole('article')).toHaveCount(3);
  await expect(failed.getByText('None chosen')).toBeVisible();
  await failed.getByRole('button', { name: 'Choose all 3 shown' }).click();
  await failed.getByRole('checkbox').first().click();
  await expect(failed.getByText('2 messages chosen')).toBeVisible();
  await expectNoViolations(page);
  await failed.getByRole('group', { name: 'With the chosen ones' }).getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Try 2 again' }).click();
  await expect(failed.getByText('2 messages tried again.')).toBeVisible();
  await expect(failed.getByRole('article')).toHaveCount(1);
  const statuses = await Promise.all(ids.map((id) => statusOf(page, id)));
  expect(statuses.toSorted()).toEqual(['approved', 'approved', 'dead_letter', 'uncertain']);
  await failed.getByRole('button', { name: 'Take back to review' }).click();
  await expect(page.getByText(/^Back in review: /)).toBeVisible();
  const uncertain = page.getByRole('region', { name: 'Uncertain' });
  await uncertain.getByRole('button', { name: 'It was sent' }).click();
  await uncertain.getByLabel('What you found out').fill('It is in the Sent folder.');
  await uncertain.getByRole('button', { name: 'It was sent' }).click();
  await expect(page.getByText('Nothing is stuck')).toBeVisible();
});

test('what does not fit the search is not shown, and an agent decides nothing', async ({ browser, world }) => {
  await makeDeadLetters(world.dataDir, 0);
  const page = await openInbox(browser, world, { role: 'agent' });
  await page.goto('/dead-letters');
  await expect(page.getByRole('article')).not.toHaveCount(0);
  await expect(page.getByRole('checkbox')).toHaveCount(0);
  await page.getByLabel('Search recipient, subject, text').fill('nobody has this');
  await expect(page.getByText('Nothing fits')).toBeVisible();
});

test('what grew stale is not tried again unread: the desk offers review, and an uncertain one goes there first, asked for the same way in the inbox', async ({ browser, world }) => {
  const page = await openInbox(browser, world, { role: 'manager' });
  const [uncertain] = (await makeDeadLetters(world.dataDir, 0)) as [string];
  const [dead] = (await makeDeadLetters(world.dataDir, 1)) as [string];
  await page.goto(`/inbox?status=uncertain&id=${uncertain}`);
  const panel = page.getByTestId('state-panel');
  await expect(panel.getByRole('listitem').last()).toContainText(/Attempt \d\s*No clear answer: it may have gone out\s*No answer came\./);
  await panel.getByRole('button', { name: 'Send again' }).click();
  await expect(panel.getByText(/the lead receives it twice/)).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Send again' })).toBeDisabled();
  await page.keyboard.press('Escape');
  await expect(panel.getByRole('button', { name: 'Send again' })).toBeFocused();
  await changeStage(page, uncertain);
  await expect(panel.getByText('The lead’s stage changed. It is read again before it goes out.')).toBeVisible();
  await page.keyboard.press('Enter');
  await page.keyboard.type('They never got it.');
  await expectNoViolations(page);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^Back in review: /)).toBeVisible();
  await expect(page.getByText('The lead’s stage changed: it is read again before it is sent.')).toBeVisible();
  expect(await statusOf(page, uncertain)).toBe('pending');

  const card = page.getByRole('article', { name: `To ${await changeStage(page, dead)}` }).filter({ hasText: 'stage changed' });
  await page.goto('/dead-letters');
  await expect(card).toContainText(/Attempt \d\s*Refused for good smtp_550\s*mail\.test answered 550 5\.1\.1 nobody here/);
  await expect(card.getByRole('button', { name: 'Try again' })).toHaveCount(0);
  await expectNoViolations(page);
  await card.getByRole('button', { name: 'Take back to review' }).press('Enter');
  await expect(card).toHaveCount(0);
  expect(await statusOf(page, dead)).toBe('pending');
});
