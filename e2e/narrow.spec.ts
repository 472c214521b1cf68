import { expect, type Page } from '@playwright/test';
import { expectNoViolations, openId, openInbox, test } from './inbox-world.ts';

/** Little room: narrow windows, low ones, and a normal one zoomed to 200 %. */

const reading = (page: Page) => page.getByTestId('reading-pane');
const widthOf = async (page: Page) => (await reading(page).boundingBox())?.width ?? 0;

/** How much of the draft's text can be seen, in lines as high as its own. */
async function linesInView(page: Page): Promise<number> {
  return page.getByTestId('draft-body').evaluate((body) => {
    const text = body.getBoundingClientRect();
    const pane = body.closest('[role=region]')!.getBoundingClientRect();
    const seen = Math.min(text.bottom, pane.bottom) - Math.max(text.top, pane.top);
    return seen / Number.parseFloat(getComputedStyle(body).lineHeight);
  });
}

async function expectReadable(page: Page, linesMin = 2): Promise<void> {
  await expect(page.getByTestId('what-happens')).toBeVisible();
  expect(await widthOf(page)).toBeGreaterThanOrEqual(318);
  const pane = (await reading(page).boundingBox())!;
  const approve = (await page.getByRole('button', { name: 'Approve & next' }).boundingBox())!;
  expect(approve.x).toBeGreaterThanOrEqual(pane.x);
  expect(approve.x + approve.width).toBeLessThanOrEqual(pane.x + pane.width);
  await expect.poll(() => linesInView(page)).toBeGreaterThanOrEqual(linesMin);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
}

/** The last of the tabs, whole and within the queue. */
async function expectTabsFit(page: Page): Promise<void> {
  const tabs = page.getByRole('navigation', { name: 'By status' });
  const [all, last] = [(await tabs.boundingBox())!, (await tabs.getByRole('button', { name: 'More' }).boundingBox())!];
  expect(last.x + last.width).toBeLessThanOrEqual(all.x + all.width);
}

for (const width of [640, 680, 720, 740])
  test(`at ${width} px the draft can be read: at first, after a reload, by a link, and when the window is made smaller`, async ({ browser, world }) => {
    const page = await openInbox(browser, world, { width });
    await expectReadable(page);
    await expectTabsFit(page);
    const first = (await openId(page)) ?? '';
    await page.reload();
    await expectReadable(page);
    await page.reload();
    await expectReadable(page);
    await page.goto(`/inbox?id=${first}`);
    await expect(reading(page)).toHaveAttribute('data-approval', first);
    await expectReadable(page);
    for (const before of [1440, 1000, 700]) {
      await page.setViewportSize({ width: before, height: 900 });
      await expect(page.getByTestId('what-happens')).toBeVisible();
      await page.setViewportSize({ width, height: 900 });
      await expect.poll(() => widthOf(page)).toBeGreaterThanOrEqual(318);
    }
  });

test('a laptop at 200 %: what can be approved can be read', async ({ browser, world }) => {
  const page = await openInbox(browser, world, { width: 720 });
  await page.setViewportSize({ width: 720, height: 450 });
  await page.reload();
  const rows = page.getByTestId('queue').locator('[data-approval]');
  await expect(rows.first()).toBeVisible();
  for (let i = 0; i < 5; i++) {
    await rows.nth(i).click();
    await expect(reading(page)).toHaveAttribute('data-approval', (await rows.nth(i).getAttribute('data-approval'))!);
    // Under the banners that other tests may have left there is room for a line; the rest is scrolled to.
    await expectReadable(page, 1);
  }
});

test('widths somebody dragged are remembered, and not used where they do not fit', async ({ browser, world }) => {
  const page = await openInbox(browser, world, { width: 1000 });
  const handle = page.getByRole('separator', { name: 'Width of the queue' });
  await handle.focus();
  for (let i = 0; i < 6; i++) await page.keyboard.press('ArrowRight');
  const queue = async () => Math.round((await page.locator('#queue').boundingBox())!.width);
  const wide = await queue();
  expect(wide).toBeGreaterThan(400);
  await page.reload();
  await expect(page.getByTestId('what-happens')).toBeVisible();
  expect(Math.abs((await queue()) - wide)).toBeLessThanOrEqual(2);
  await page.setViewportSize({ width: 680, height: 900 });
  await page.reload();
  await expectReadable(page);
  await page.evaluate(() => {
    for (const key of Object.keys(localStorage)) if (key.includes('re.inbox')) localStorage.setItem(key, JSON.stringify({ queue: 80, reading: 20 }));
  });
  await page.reload();
  await expectReadable(page);
});

test('a rail that somebody keeps unfolded leaves room: one pane at a time, with a way back', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  const id = (await openId(page)) ?? '';
  await page.getByRole('button', { name: 'Fold the rail' }).click();
  await page.getByRole('button', { name: 'Unfold the rail' }).click();
  await page.setViewportSize({ width: 720, height: 900 });
  await page.goto(`/inbox?id=${id}`);
  await expectReadable(page);
  await page.getByRole('button', { name: 'Back to the queue' }).click();
  await expect(page.getByTestId('queue')).toBeVisible();
  await expect(reading(page)).toHaveCount(0);
  await page.setViewportSize({ width: 1100, height: 900 });
  await page.goto(`/inbox?id=${id}`);
  await expectReadable(page);
});

for (const [width, height] of [[1440, 900], [390, 844], [720, 450]] as const)
  test(`the rules, opened at ${width} × ${height}, leave the draft where it can be read`, async ({ browser, world }) => {
    const page = await openInbox(browser, world, { width });
    await page.setViewportSize({ width, height });
    if (width < 640) await page.getByTestId('queue').locator('[data-approval]').first().click();
    await page.getByTestId('what-happens').locator('summary').click();
    const rules = page.getByRole('group', { name: 'Rule by rule' });
    await expect(rules).toBeVisible();
    await expect(page.getByRole('button', { name: 'Approve & next' })).toBeInViewport();
    await expect.poll(() => linesInView(page)).toBeGreaterThanOrEqual(2);
    await rules.focus();
    await page.keyboard.press('End');
    await expect(rules.getByRole('listitem').last()).toBeInViewport();
    await expectNoViolations(page);
  });

for (const dark of [false, true])
  test(`an address that names no page says so within the console, and leads back, ${dark ? 'dark' : 'light'}`, async ({ browser, world }) => {
    const page = await openInbox(browser, world, { dark });
    expect((await page.goto('/settings/policy'))?.status()).toBe(404);
    await expect(page.getByRole('heading', { name: 'There is no such page' })).toBeVisible();
    await expect(page.getByRole('navigation', { name: 'Rooms' })).toBeVisible();
    await expectNoViolations(page, 'everything');
    await page.getByRole('link', { name: 'Back to the inbox' }).click();
    await expect(page.getByTestId('what-happens')).toBeVisible();
  });

test('a page that breaks says so in plain words, can be tried again, and leads back', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  const broken = /\/api\/leads\?/;
  await page.route(broken, (route) => route.fulfill({ json: { items: [null], total: 1, nextCursor: null } }));
  await page.goto('/leads');
  await expect(page.getByRole('heading', { name: 'This page could not be shown' })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Rooms' })).toBeVisible();
  await expectNoViolations(page, 'everything');
  await page.unroute(broken);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { name: 'Leads', exact: true })).toBeVisible();
  await expect(page.getByRole('row').nth(1)).toBeVisible();

  await page.route(broken, (route) => route.fulfill({ json: { items: [null], total: 1, nextCursor: null } }));
  await page.reload();
  await page.getByRole('link', { name: 'Back to the inbox' }).click();
  await expect(page.getByTestId('what-happens')).toBeVisible();
});

test('a search takes no more than the server does', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  const long = 'x'.repeat(260);
  for (const [path, label] of [['/inbox', 'Search drafts'], ['/leads', 'Search by name or address'], ['/dnc', 'Search the list']] as const) {
    await page.goto(path);
    const box = page.getByLabel(label);
    // Until the page is taken over by its scripts, what is typed is lost.
    await expect(async () => {
      await box.focus();
      await page.keyboard.insertText(long);
      await expect(box).toHaveValue('x'.repeat(200), { timeout: 500 });
    }).toPass();
    await expect(page.getByText(/Too big|<=200/)).toHaveCount(0);
  }
});
