import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, type Page, type Route } from '@playwright/test';
import { expectNoViolations, openId, openInbox, statusOf, test, type InboxWorld } from './inbox-world.ts';

/** What the console says and does when an answer is lost, the session ends, or what was pressed is gone. */

const run = promisify(execFile);

async function makeDeadLetters(dataDir: string, count: number, name: string): Promise<string[]> {
  const { stdout } = await run(process.execPath, ['e2e/make-many-dead-letters.ts', String(count), name, 'dead'], { cwd: resolve(import.meta.dirname, '..'), env: { ...process.env, RE_DATA_DIR: dataDir } });
  return JSON.parse(stdout) as string[];
}

const notKnown = 'No answer came. Whether it was done is not known; look at it as it is now.';
const keyOf = (route: Route) => route.request().headerValue('idempotency-key');

/** The request arrives and is done; of its answer nothing is heard. Tells under which keys it was asked. */
async function loseAnswers(page: Page, url: string, count: number, how: 'lost' | 'bad gateway' = 'lost'): Promise<(string | null)[]> {
  const keys: (string | null)[] = [];
  await page.route(url, async (route) => {
    if (route.request().method() === 'GET') return route.continue();
    if (keys.push(await keyOf(route)) > count) return route.continue();
    await route.fetch();
    return how === 'lost' ? route.abort() : route.fulfill({ status: 502, contentType: 'text/html', body: '<h1>Bad Gateway</h1>' });
  });
  return keys;
}

const title = (page: Page) => page.locator('#review-title');

async function signInAgain(page: Page, world: InboxWorld, role: string): Promise<void> {
  const account = world.accounts.find((each) => each.role === role)!;
  await expect(page.locator('html')).toHaveClass(/light|dark/);
  await page.getByLabel('E-mail').fill(account.email);
  await page.getByLabel('Password').fill(account.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page).not.toHaveURL(/sign-in/);
}

test('the answer to an approval is lost: asked once more under its key it is done once, and told as done', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  const id = (await openId(page))!;
  const keys = await loseAnswers(page, '**/approve', 1);
  await page.keyboard.press('a');
  await expect(page.getByTestId('undo-toast')).toContainText('Approved: ');
  expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
  expect(await statusOf(page, id)).toBe('approved');
  await expect(page.getByRole('alert').filter({ hasText: 'No answer' })).toHaveCount(0);
});

for (const how of ['lost', 'bad gateway'] as const)
  test(`no answer at all (${how}): nobody says that nothing was decided, and it is shown as it is now`, async ({ browser, world }) => {
    const page = await openInbox(browser, world);
    const id = (await openId(page))!;
    await loseAnswers(page, '**/approve', 2, how);
    await page.keyboard.press('a');
    const alert = page.getByRole('alert').filter({ hasText: notKnown });
    await expect(alert).toBeVisible();
    await expect(alert).not.toContainText('Nothing was');
    await expect(page.getByTestId('reading-pane')).toHaveAttribute('data-approval', id);
    await expect(page.getByTestId('state-panel')).toContainText('Approved');
    await expectNoViolations(page, 'everything');
  });

test('a save whose answer is lost for good is known by the draft; one that never arrived keeps the text', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  await page.keyboard.press('e');
  await page.keyboard.type(' Bring the keys.');
  await loseAnswers(page, '**/api/approvals/apr_*', 2);
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('draft-body')).toContainText('Bring the keys.');
  await expect(page.getByRole('alert').filter({ hasText: 'No answer' })).toHaveCount(0);
  await page.unroute('**/api/approvals/apr_*');

  await page.keyboard.press('e');
  await page.keyboard.type(' And the map.');
  await page.route('**/api/approvals/apr_*', (route) => (route.request().method() === 'PATCH' ? route.abort() : route.continue()));
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText(`${notKnown} Your text is kept here.`)).toBeVisible();
  await page.unroute('**/api/approvals/apr_*');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByTestId('draft-body')).toContainText('Bring the keys. And the map.');
});

test('the toast counts down the undo window, and says when it goes', async ({ browser, world }) => {
  const page = await openInbox(browser, world, { role: 'manager' });
  await page.keyboard.press('l');
  await page.getByRole('dialog').getByRole('button', { name: /Tomorrow morning/ }).click();
  const toast = page.getByTestId('undo-toast');
  await expect(toast).toContainText(/Goes at 9:00\sAM tomorrow/);
  await expect(toast).toContainText(/undo for \d+ s/);

  const headers = { origin: world.url };
  await page.request.post('/api/channels/all/pause', { data: { reason: 'The phone is lost' }, headers });
  await expect(page.getByTestId('what-happens')).toContainText('Waits');
  await page.keyboard.press('a');
  await expect(toast).toContainText('Waits: ');
  await expect(toast).toContainText(/undo for \d+ s/);
  await page.request.post('/api/channels/all/resume', { data: {}, headers });
});

test('later than the server takes is said on the field, before the dialog closes over it', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  await page.keyboard.press('l');
  const dialog = page.getByRole('dialog', { name: 'Approve for later' });
  await dialog.getByLabel('Another time').fill('2099-01-01T09:00');
  await expect(dialog.getByText('At most 90 days from now.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Approve for then' })).toBeDisabled();
});

test('after a decision by keyboard the focus is with what is read next', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  const first = (await openId(page))!;
  await page.getByRole('button', { name: 'Approve & next' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('reading-pane')).not.toHaveAttribute('data-approval', first);
  await expect(title(page)).toBeFocused();
  const second = (await openId(page))!;
  await page.getByRole('button', { name: 'Reject' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('3');
  await expect(page.getByTestId('reading-pane')).not.toHaveAttribute('data-approval', second);
  await expect(title(page)).toBeFocused();
  await page.keyboard.press('u');
  await expect(page.getByTestId('reading-pane')).toHaveAttribute('data-approval', second);
  await expect(title(page)).toBeFocused();
});

test('whoever searches on meanwhile keeps the focus', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  const id = (await openId(page))!;
  let letGo = () => {};
  const held = new Promise<void>((done) => (letGo = done));
  await page.route('**/approve', async (route) => {
    await held;
    await route.abort();
  });
  await page.keyboard.press('a');
  await expect(title(page)).toBeFocused();
  await page.keyboard.press('/');
  await expect(page.getByLabel('Search drafts')).toBeFocused();
  letGo();
  await expect(page.getByTestId('reading-pane')).toHaveAttribute('data-approval', id);
  await expect(page.getByRole('alert').filter({ hasText: notKnown })).toBeVisible();
  await expect(page.getByLabel('Search drafts')).toBeFocused();
});

test('a card that was dealt with by keyboard hands the focus to the next one', async ({ browser, world }) => {
  await makeDeadLetters(world.dataDir, 2, 'Focus');
  const page = await openInbox(browser, world, { role: 'manager' });
  await page.goto('/dead-letters?q=Focus');
  const cards = page.getByRole('article');
  await expect(cards).toHaveCount(2);
  await cards.first().getByRole('button', { name: 'Try again' }).focus();
  await page.keyboard.press('Enter');
  await expect(cards).toHaveCount(1);
  await expect(cards.first()).toBeFocused();
});

test('the session ends between two portions: the counts stay, and it goes on once somebody signed in again elsewhere', async ({ browser, world }) => {
  test.slow();
  await makeDeadLetters(world.dataDir, 60, 'Gone');
  const page = await openInbox(browser, world, { role: 'manager' });
  await page.goto('/dead-letters?q=Gone');
  const failed = page.getByRole('region', { name: 'Sending failed' });
  await failed.getByRole('button', { name: 'Choose all 60 that fit' }).click();
  await failed.getByRole('group', { name: 'With the chosen ones' }).getByRole('button', { name: 'Try again' }).click();
  let asked = 0;
  await page.route('**/api/approvals/bulk', async (route) => {
    asked += 1;
    if (asked !== 2) return route.continue();
    await page.context().clearCookies();
    const signedOut = await fetch(`${world.url}/api/me`);
    return route.fulfill({ status: signedOut.status, contentType: 'application/problem+json', body: await signedOut.text() });
  });
  await page.getByRole('dialog').getByRole('button', { name: 'Try 60 again' }).click();
  await expect(failed.getByText('50 messages tried again.')).toBeVisible();
  await expect(failed.getByText('You are signed out. Sign in again in another tab, then go on.')).toBeVisible();
  await expect(failed.getByText('10 messages not begun.')).toBeVisible();
  await expectNoViolations(page);
  // The list is asked for again, and refused.
  const refused = page.waitForResponse((answer) => answer.status() === 401);
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await refused;
  await expect(page).toHaveURL(/dead-letters/);

  const [tab] = await Promise.all([page.context().waitForEvent('page'), failed.getByRole('link', { name: 'Sign in again in another tab' }).click()]);
  await signInAgain(tab, world, 'manager');
  await failed.getByRole('button', { name: 'Go on' }).click();
  await expect(failed.getByText('60 messages tried again.')).toBeVisible();
});

test('the session ends while somebody edits: the text stays, and is saved once they signed in again elsewhere', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  await page.keyboard.press('e');
  await page.keyboard.type(' Bring a torch.');
  await page.context().clearCookies();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('You are signed out. Sign in again in another tab, then save. Your text is kept here.')).toBeVisible();
  const [tab] = await Promise.all([page.context().waitForEvent('page'), page.getByRole('link', { name: 'Sign in again in another tab' }).click()]);
  await signInAgain(tab, world, 'agent');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByTestId('draft-body')).toContainText('Bring a torch.');
});

test('no answer came and the session is over: a form that is open stays, with what was typed', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  await page.goto('/leads');
  await page.getByRole('button', { name: 'Add a lead' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Half a name');
  await page.getByLabel('Address 1', { exact: true }).fill('half@example.com');
  await page.route('**/api/leads', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
  await page.context().clearCookies();
  // What is shown around the form is asked for again, and refused.
  const refused = page.waitForResponse((answer) => answer.status() === 401);
  await page.getByRole('button', { name: 'Add the lead' }).click();
  await refused;
  await expect(page.getByRole('alert').filter({ hasText: notKnown })).toBeVisible();
  await expect(page).toHaveURL(/leads/);
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Half a name');
});
