import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page } from '@playwright/test';
import { expectNoViolations, openInbox, test as base } from './inbox-world.ts';

/**
 * The desk with more dead letters than it shows at once, in a workspace of its own: what is done here would fill the queue of other tests.
 * Nothing asks for the fixture: a worker, and with it a workspace, is only for tests that know the same fixtures of its scope.
 */
const test = base.extend<object, { own: string }>({ own: ['desk', { scope: 'worker', option: true }] });

const run = promisify(execFile);

async function makeMany(dataDir: string, count: number, name: string, kind: 'dead' | 'uncertain' = 'dead'): Promise<string[]> {
  const { stdout } = await run(process.execPath, ['e2e/make-many-dead-letters.ts', String(count), name, kind], { cwd: resolve(import.meta.dirname, '..'), env: { ...process.env, RE_DATA_DIR: dataDir } });
  return JSON.parse(stdout) as string[];
}

async function expectSound(page: Page): Promise<void> {
  await expectNoViolations(page);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
}

/** Something about the lead changes: the dead letter is not as it was counted. */
async function changeStage(page: Page, approvalId: string): Promise<void> {
  const { leadId } = (await (await page.request.get(`/api/approvals/${approvalId}`)).json()) as { leadId: string };
  const { version } = (await (await page.request.get(`/api/leads/${leadId}`)).json()) as { version: number };
  expect((await page.request.patch(`/api/leads/${leadId}`, { data: { version, stage: 'offer' }, headers: { origin: new URL(page.url()).origin } })).status()).toBe(200);
}

interface Listed {
  readonly total: number;
  readonly items: readonly { readonly id: string; readonly version: number; readonly attemptCount: number }[];
}
const listed = async (page: Page, status: string, q: string) => (await (await page.request.get(`/api/approvals?status=${status}&q=${q}&limit=200`)).json()) as Listed;

test('all that fit are counted first, tried again in portions, none twice though an answer is lost, what changed is left, and all is taken back', async ({ browser, world }) => {
  test.slow();
  const ids = await makeMany(world.dataDir, 132, 'Desk');
  const page = await openInbox(browser, world, { role: 'manager' });
  await page.goto('/dead-letters?q=Desk');
  const failed = page.getByRole('region', { name: 'Sending failed' });
  const bar = failed.getByRole('group', { name: 'With the chosen ones' });
  await expect(failed.getByRole('article')).toHaveCount(50);
  await expect(failed.getByText('50 of 132')).toBeVisible();

  await page.getByRole('combobox', { name: 'Failed with' }).click();
  await page.getByRole('option', { name: 'wa_131026 (12)' }).click();
  await expect(failed.getByRole('article')).toHaveCount(12);
  await expect(page).toHaveURL(/code=wa_131026/);
  await page.getByRole('combobox', { name: 'Last tried' }).click();
  await page.getByRole('option', { name: 'More than a day ago' }).click();
  await expect(page.getByText('Nothing fits')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await page.goto('/dead-letters?q=Desk');
  await expect(failed.getByRole('article')).toHaveCount(50);

  for (const id of ids.slice(0, 3)) await changeStage(page, id);
  // By keyboard: to a row, choose it, then all that fit but that one.
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await expect(bar.getByText('1 message chosen')).toBeVisible();
  await bar.getByRole('button', { name: 'Choose all 132 that fit' }).press('Enter');
  await expect(bar.getByText('All 132 that fit chosen')).toBeVisible();
  await failed.getByRole('checkbox').nth(9).press('Space');
  await expect(bar.getByText('131 messages chosen')).toBeVisible();
  await bar.getByRole('button', { name: 'Try again' }).press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/^128 of 131 messages: \d+ by e-mail, 1[12] by WhatsApp\.$/)).toBeVisible();
  await expect(dialog.getByText(/^3 messages left as they are: The lead’s stage changed: it cannot be tried again unread\./)).toBeVisible();
  await expectSound(page);
  await page.keyboard.press('Escape');
  await expect(bar.getByRole('button', { name: 'Try again' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('button', { name: 'Try 128 again' })).toBeEnabled();
  await changeStage(page, ids[60]!);

  // The first portion is done, and its answer is lost on the way.
  let asked = 0;
  await page.route('**/api/approvals/bulk', async (route) => {
    asked += 1;
    if (asked > 1) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await dialog.getByRole('button', { name: 'Try 128 again' }).click();
  await expect(failed.getByText('Whether 50 more messages were done is not known: the answer was lost.')).toBeVisible();
  await expect(failed.getByText('78 messages not begun.')).toBeVisible();
  await failed.getByRole('button', { name: 'Go on' }).click();
  await expect(failed.getByText('127 messages tried again.')).toBeVisible();
  await expect(failed.getByText(/^4 messages left as they are: The lead’s stage changed: it cannot be tried again unread\. \(.*Desk 060\)$/)).toBeVisible();
  await expect(failed.getByRole('article')).toHaveCount(5);
  expect(asked).toBe(4);
  const again = await listed(page, 'approved', 'Desk');
  expect([again.total, [...new Set(again.items.map(({ version, attemptCount }) => `${version} ${attemptCount}`))]]).toEqual([127, ['6 1']]);
  await expectSound(page);

  await failed.getByRole('button', { name: 'Take back', exact: true }).click();
  await expect(failed.getByText('127 messages taken back: to be read in review.')).toBeVisible();
  expect((await listed(page, 'pending', 'Desk')).total).toBe(127);
  await bar.getByRole('button', { name: 'Choose all 5 shown' }).click();
  await bar.getByRole('button', { name: 'Discard' }).click();
  await dialog.getByLabel('Reason').fill('They moved away.');
  await dialog.getByRole('button', { name: 'Discard 5' }).click();
  await expect(page.getByText('5 messages discarded.')).toBeVisible();
  await expect(page.getByText('Nothing fits')).toBeVisible();
  expect((await listed(page, 'cancelled', 'Desk')).total).toBe(5);
});

/** What is behind an open dialog is hidden from roles. */
const behind = (page: Page, leadName: string) => page.locator(`article[aria-label="To ${leadName}"]`);

test('with some chosen, what changes while the question is open is left, and never taken as it was shown', async ({ browser, world }) => {
  const ids = await makeMany(world.dataDir, 4, 'Held');
  const page = await openInbox(browser, world, { role: 'manager' });
  await page.goto('/dead-letters?q=Held');
  const failed = page.getByRole('region', { name: 'Sending failed' });
  const bar = failed.getByRole('group', { name: 'With the chosen ones' });
  const dialog = page.getByRole('dialog');
  const choose = (name: string) => failed.getByRole('checkbox', { name: `Choose the message to ${name}` }).click();

  await choose('Held 000');
  await choose('Held 001');
  await bar.getByRole('button', { name: 'Try again' }).click();
  await expect(dialog.getByText('2 by e-mail.')).toBeVisible();
  await changeStage(page, ids[1]!);
  await expect(behind(page, 'Held 001')).toContainText('stage changed');
  await dialog.getByRole('button', { name: 'Try 2 again' }).click();
  await expect(failed.getByText('1 message tried again.')).toBeVisible();
  await expect(failed.getByText(/^1 message left as it is: The lead’s stage changed: .*\(Held 001\)$/)).toBeVisible();

  await choose('Held 002');
  await choose('Held 003');
  await bar.getByRole('button', { name: 'Discard' }).click();
  await dialog.getByLabel('Reason').fill('They moved away.');
  await changeStage(page, ids[2]!);
  await expect(behind(page, 'Held 002')).toContainText('stage changed');
  await dialog.getByRole('button', { name: 'Discard 2' }).click();
  await expect(failed.getByText('1 message discarded.')).toBeVisible();
  await expect(failed.getByText(/^1 message left as it is: .*\(Held 002\)$/)).toBeVisible();
  expect((await listed(page, 'dead_letter', 'Held')).total).toBe(2);
});

test('the same of uncertain ones that are settled together', async ({ browser, world }) => {
  const ids = await makeMany(world.dataDir, 2, 'Lost', 'uncertain');
  const page = await openInbox(browser, world, { role: 'manager' });
  await page.goto('/dead-letters?q=Lost');
  const uncertain = page.getByRole('region', { name: 'Uncertain' });
  await uncertain.getByRole('button', { name: 'Choose all 2 shown' }).click();
  await uncertain.getByRole('group', { name: 'With the chosen ones' }).getByRole('button', { name: 'They were sent' }).click();
  const dialog = page.getByRole('dialog', { name: 'They were sent: 2 messages' });
  await expect(dialog.getByText('What changed since it was shown is left as it is, with the reason.')).toBeVisible();
  await dialog.getByLabel('What you found out').fill('They are in the Sent folder.');
  await changeStage(page, ids[0]!);
  await expect(behind(page, 'Lost 000')).toContainText('stage changed');
  await dialog.getByRole('button', { name: 'They were sent' }).click();
  await expect(uncertain.getByText('1 message recorded as sent.')).toBeVisible();
  await expect(uncertain.getByText(/^1 message left as it is: .*\(Lost 000\)$/)).toBeVisible();
  expect((await listed(page, 'uncertain', 'Lost')).total).toBe(1);
});

test('on a phone, in the dark: it is stopped between two portions, tells how far it was, and goes on', async ({ browser, world }) => {
  test.slow();
  await makeMany(world.dataDir, 70, 'Pocket');
  const page = await openInbox(browser, world, { role: 'manager', width: 390, dark: true });
  await page.goto('/dead-letters?q=Pocket');
  const failed = page.getByRole('region', { name: 'Sending failed' });
  await failed.getByRole('button', { name: 'Choose all 70 that fit' }).click();
  await expectSound(page);
  await failed.getByRole('group', { name: 'With the chosen ones' }).getByRole('button', { name: 'Discard' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Reason').fill('An old list.');
  await expect(dialog.getByText('64 by e-mail, 6 by WhatsApp.')).toBeVisible();
  await expectSound(page);
  let letGo = () => {};
  const held = new Promise<void>((done) => (letGo = done));
  await page.route('**/api/approvals/bulk', async (route) => {
    await held;
    await route.continue();
  });
  await dialog.getByRole('button', { name: 'Discard 70' }).click();
  await expect(failed.getByText('Discard: 0 of 70 gone through')).toBeVisible();
  await expect(failed.getByRole('group', { name: 'Under way: Discard' })).toBeFocused();
  await expectSound(page);
  await failed.getByRole('button', { name: 'Stop' }).click();
  letGo();
  await expect(failed.getByText('50 messages discarded.')).toBeVisible();
  await expect(failed.getByText('20 messages not begun.')).toBeVisible();
  await expect(failed.getByRole('article')).toHaveCount(20);
  expect((await listed(page, 'cancelled', 'Pocket')).total).toBe(50);
  await expectSound(page);
  await failed.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('70 messages discarded.')).toBeVisible();
  expect((await listed(page, 'cancelled', 'Pocket')).total).toBe(70);
});
