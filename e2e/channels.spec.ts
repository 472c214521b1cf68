import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page } from '@playwright/test';
import { expectNoViolations, openInbox, test, type InboxWorld } from './inbox-world.ts';

const run = promisify(execFile);

async function makeTrouble({ dataDir }: InboxWorld, kind: 'resting' | 'trying' | 'working' | 'retry'): Promise<string> {
  const { stdout } = await run(process.execPath, ['e2e/make-trouble.ts', kind], { cwd: resolve(import.meta.dirname, '..'), env: { ...process.env, RE_DATA_DIR: dataDir } });
  return stdout.trim();
}

/** Approves one draft of a channel through the door that the inbox uses; gives its id. */
async function approveOne(page: Page, channel: string): Promise<string> {
  const { items } = (await (await page.request.get(`/api/approvals?status=pending&channel=${channel}&limit=1`)).json()) as { items: { id: string; contentHash: string; version: number }[] };
  const [first] = items;
  if (!first) throw new Error(`There is no draft on ${channel}`);
  const answer = await page.request.post(`/api/approvals/${first.id}/approve`, { data: { contentHash: first.contentHash, version: first.version }, headers: { origin: new URL(page.url()).origin } });
  expect(answer.status()).toBe(200);
  return first.id;
}

for (const dark of [false, true])
  test(`a channel that rests after trouble says until when and why, in every room, then that it is tried again, ${dark ? 'dark' : 'light'}`, async ({ browser, world }) => {
    const page = await openInbox(browser, world, { role: 'manager', dark });
    const notice = page.getByRole('region', { name: 'Notices' }).getByText(/^LinkedIn is /);
    await expect(notice).toHaveCount(0);
    await makeTrouble(world, 'resting');
    await expect(notice).toHaveText(/^LinkedIn is resting until \d+:\d\d .M: No answer came\./);
    await page.goto('/channels');
    const card = page.getByRole('region', { name: 'LinkedIn' });
    await expect(card.getByText('Resting', { exact: true })).toBeVisible();
    await expect(card).toContainText(/Resting until \d+:\d\d .M: No answer came\. Then one message tries whether it works again\./);
    await card.locator('time[tabindex]').focus();
    await expect(page.getByRole('tooltip')).toHaveText(/, \d{4}, \d+:\d\d .M/);
    await expectNoViolations(page);
    // Nobody is told of a try that nothing is there to make.
    const taken = await approveOne(page, 'linkedin');
    await makeTrouble(world, 'trying');
    await expect(card.getByText('Trying again', { exact: true })).toBeVisible();
    await expect(notice).toHaveText(/being tried again with one message/);
    await page.request.post(`/api/approvals/${taken}/undo`, { data: {}, headers: { origin: world.url } });
    await makeTrouble(world, 'working');
    await expect(notice).toHaveCount(0);
    await expect(card.getByText(/Resting|Trying again/)).toHaveCount(0);
  });

test('a manager ends the rest of a channel by keyboard, and an agent is not offered to', async ({ browser, world }) => {
  await makeTrouble(world, 'resting');
  const agent = await openInbox(browser, world);
  await agent.goto('/channels');
  await expect(agent.getByRole('region', { name: 'LinkedIn' })).toContainText('Resting until');
  await expect(agent.getByRole('button', { name: /^Try / })).toHaveCount(0);
  const page = await openInbox(browser, world, { role: 'manager' });
  await page.goto('/channels');
  const card = page.getByRole('region', { name: 'LinkedIn' });
  await card.getByRole('button', { name: 'Try LinkedIn now' }).focus();
  await page.keyboard.press('Enter');
  await expect(card).toContainText('Trying again with one message.');
  await expect(card).toBeFocused();
  await expect(agent.getByRole('region', { name: 'LinkedIn' })).toContainText('Trying again with one message.');
  await makeTrouble(world, 'working');
});

test('a message that was refused for now shows its try, the channel’s code and about when it is tried again', async ({ browser, world }) => {
  const id = await makeTrouble(world, 'retry');
  const page = await openInbox(browser, world, { role: 'manager' });
  await page.goto(`/inbox?status=scheduled&id=${id}`);
  const attempt = page.getByTestId('state-panel').getByRole('listitem');
  await expect(attempt).toContainText(/Attempt 1\s*Refused for now smtp_451\s*mail\.test answered 451 4\.7\.1 try again later/);
  await expect(page.getByTestId('state-panel')).toContainText(/Tries again about \d+:\d\d .M/);
  await expectNoViolations(page);
});
