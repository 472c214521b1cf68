import { expect } from '@playwright/test';
import { editElsewhere, expectNoViolations, openId, openInbox, statusOf, test } from './inbox-world.ts';

test('a whole review by keyboard: move, approve and next, undo, reject with a reason', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  const first = (await openId(page)) ?? '';
  await page.keyboard.press('j');
  await expect(page.getByTestId('reading-pane')).not.toHaveAttribute('data-approval', first);
  await page.keyboard.press('k');
  await expect(page.getByTestId('reading-pane')).toHaveAttribute('data-approval', first);

  await page.keyboard.press('a');
  await expect(page.getByTestId('reading-pane')).not.toHaveAttribute('data-approval', first);
  await expect(page.locator(`#row-${first}`)).toHaveCount(0);
  await expect(page.getByTestId('undo-toast')).toContainText('Approved');
  expect(await statusOf(page, first)).toBe('approved');

  await page.keyboard.press('u');
  await expect(page.getByTestId('reading-pane')).toHaveAttribute('data-approval', first);
  expect(await statusOf(page, first)).toBe('pending');

  await page.keyboard.press('r');
  await page.keyboard.press('3');
  await expect(page.getByTestId('undo-toast')).toContainText('Rejected');
  expect(await statusOf(page, first)).toBe('rejected');
  await page.keyboard.press('u');
  await expect(page.getByTestId('reading-pane')).toHaveAttribute('data-approval', first);
});

test('the same by mouse', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  const row = page.getByTestId('queue').locator('[data-approval]').nth(3);
  const id = (await row.getAttribute('data-approval')) ?? '';
  await row.click();
  await expect(page.getByTestId('reading-pane')).toHaveAttribute('data-approval', id);
  await page.getByRole('button', { name: 'Approve & next' }).click();
  await page.getByTestId('undo-toast').getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByTestId('reading-pane')).toHaveAttribute('data-approval', id);
  expect(await statusOf(page, id)).toBe('pending');
});

test('shortcuts are off while typing, and an edit put aside is kept', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  const id = (await openId(page)) ?? '';
  await page.keyboard.press('/');
  await page.keyboard.type('jar?');
  await expect(page.getByLabel('Search drafts')).toHaveValue('jar?');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.goto(`/inbox?id=${id}`);
  await expect(page.getByTestId('what-happens')).toBeVisible();
  await page.keyboard.press('e');
  await page.keyboard.type(' aruj');
  await page.keyboard.press('Escape');
  await expect(page.getByText('You have an unsaved edit of this draft.')).toBeVisible();
  expect(await statusOf(page, id)).toBe('pending');
  await page.getByRole('button', { name: 'Throw away' }).click();
});

test('editing what was approved returns it to review', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  const id = (await openId(page)) ?? '';
  await page.keyboard.press('a');
  await expect(page.getByTestId('undo-toast')).toContainText('Approved');
  await page.goto(`/inbox?status=scheduled&id=${id}`);
  await page.getByRole('button', { name: 'Edit (returns it to review)' }).click();
  await page.keyboard.type(' One more thing.');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('button', { name: 'Show changes' })).toBeVisible();
  expect(await statusOf(page, id)).toBe('pending');
});

test('a draft that changed under the reader is not approved: the difference is shown and decided on again', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  const id = (await openId(page)) ?? '';
  // The change lands between the key press and the server, where only the server can see it.
  await page.route('**/approve', async (route) => {
    await editElsewhere(page, id, ' Bring the keys.');
    await route.continue();
  }, { times: 1 });
  await page.keyboard.press('a');
  await expect(page.getByTestId('changed-panel')).toContainText('Bring the keys.');
  expect(await statusOf(page, id)).toBe('pending');
  await page.getByRole('button', { name: 'Approve the new text' }).click();
  await expect(page.getByTestId('undo-toast')).toContainText('Approved');
  expect(await statusOf(page, id)).toBe('approved');
});

test('what happens elsewhere arrives without a reload and does not move the queue', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  const id = (await openId(page)) ?? '';
  const order = () => page.getByTestId('queue').locator('[data-approval]').evaluateAll((rows) => rows.slice(0, 6).map((row) => row.getAttribute('data-approval')));
  const before = await order();
  await editElsewhere(page, id, ' From elsewhere.');
  await expect(page.getByTestId('changed-panel')).toBeVisible();
  expect(await order()).toEqual(before);
  await page.getByRole('button', { name: 'Use the new text' }).click();
  await expect(page.getByTestId('draft-body')).toContainText('From elsewhere.');
});

test('another list opens with its own first draft, however long it takes to come', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  const waiting = (await openId(page)) ?? '';
  await page.keyboard.press('a');
  await expect(page.getByTestId('undo-toast')).toContainText('Approved');
  const gate = Promise.withResolvers<void>();
  await page.route(/api\/approvals\?.*status=approved/, async (route) => {
    await gate.promise;
    await route.continue();
  });
  await page.getByRole('navigation', { name: 'By status' }).getByRole('button', { name: 'Scheduled' }).click();
  await expect(page).toHaveURL(/status=scheduled/);
  await expect(page.getByTestId('reading-pane')).toHaveCount(0);
  gate.resolve();
  await expect(page.locator(`#row-${waiting}`)).toBeVisible();
  const listed = await page.getByTestId('queue').locator('[data-approval]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-approval')));
  await expect(page.getByTestId('reading-pane')).toHaveAttribute('data-approval', listed[0] ?? '');
  await page.keyboard.press('u');
  await expect.poll(() => statusOf(page, waiting)).toBe('pending');
});

test('another channel opens with its own first draft, however long it takes to come', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  const before = (await openId(page)) ?? '';
  const gate = Promise.withResolvers<void>();
  await page.route(/api\/approvals\?.*channel=whatsapp/, async (route) => {
    await gate.promise;
    await route.continue();
  });
  await page.getByRole('combobox', { name: 'Channel' }).click();
  await page.getByRole('option', { name: 'WhatsApp' }).click();
  await expect(page).toHaveURL(/channel=whatsapp/);
  await expect(page.locator(`#row-${before}`)).toBeVisible();
  await expect(page.getByTestId('reading-pane')).toHaveCount(0);
  gate.resolve();
  await expect(page.getByTestId('reading-pane')).toBeVisible();
  const listed = await page.getByTestId('queue').locator('[data-approval]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-approval')));
  expect(listed).not.toContain(before);
  await expect(page.getByTestId('reading-pane')).toHaveAttribute('data-approval', listed[0] ?? '');
});

test('a draft made elsewhere arrives without a reload and moves nothing', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  const id = (await openId(page)) ?? '';
  const tab = page.getByRole('navigation', { name: 'By status' }).getByRole('button', { name: 'To review' });
  const countBefore = Number(/\d+/.exec((await tab.textContent()) ?? '')?.[0]);
  const { leadId, channel } = (await (await page.request.get(`/api/approvals/${id}`)).json()) as { leadId: string; channel: string };
  const data = { leadId, channel, body: 'A second thought.', ...(channel === 'email' && { subject: 'A second thought' }) };
  const answer = await page.request.post('/api/approvals', { data, headers: { origin: world.url } });
  expect(answer.status()).toBe(201);
  await expect(tab).toContainText(String(countBefore + 1));
  await expect(page.getByTestId('reading-pane')).toHaveAttribute('data-approval', id);
});

test('a viewer reads and is offered nothing to decide', async ({ browser, world }) => {
  const page = await openInbox(browser, world, { role: 'viewer' });
  const id = (await openId(page)) ?? '';
  await expect(page.getByRole('group', { name: 'Decide' })).toHaveCount(0);
  await page.keyboard.press('a');
  await page.keyboard.press('j');
  await expect(page.getByTestId('reading-pane')).not.toHaveAttribute('data-approval', id);
  expect(await statusOf(page, id)).toBe('pending');
});

test('on a phone one pane at a time, with targets a thumb can hit', async ({ browser, world }) => {
  const page = await openInbox(browser, world, { width: 390 });
  await page.getByTestId('queue').locator('[data-approval]').first().click();
  const approve = page.getByRole('button', { name: 'Approve & next' });
  await expect(approve).toBeVisible();
  expect((await approve.boundingBox())?.height).toBeGreaterThanOrEqual(44);
  await expect(page.getByTestId('queue')).toHaveCount(0);
  await page.goBack();
  await expect(page.getByTestId('queue')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
});

for (const dark of [false, true])
  test(`axe finds nothing in the inbox, ${dark ? 'dark' : 'light'}`, async ({ browser, world }) => {
    const page = await openInbox(browser, world, { dark });
    await expectNoViolations(page, 'everything');
    await page.keyboard.press('r');
    await expect(page.getByRole('dialog')).toBeVisible();
    await expectNoViolations(page, 'everything');
  });

test('approved for tomorrow morning where the lead is: it waits for that, and goes back to review when asked', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  const id = (await openId(page))!;
  await page.keyboard.press('l');
  const dialog = page.getByRole('dialog', { name: 'Approve for later' });
  await dialog.getByLabel('Another time').fill('2020-01-01T09:00');
  await expect(dialog.getByText('That has passed there.')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Approve for then' })).toBeDisabled();
  await dialog.getByRole('button', { name: /Tomorrow morning/ }).click();
  await expect(page.getByText(/^Approved for later: /)).toBeVisible();
  const approval = (await (await page.request.get(`/api/approvals/${id}`)).json()) as { status: string; sendAt: string; notBefore: string };
  expect(approval).toMatchObject({ status: 'approved', notBefore: approval.sendAt });
  expect(Date.parse(approval.sendAt)).toBeGreaterThan(Date.now());
  await page.goto(`/inbox?status=scheduled&id=${id}`);
  await expect(page.getByTestId('state-panel')).toContainText('Scheduled');
  await page.getByRole('button', { name: 'Return to review' }).click();
  await expect.poll(() => statusOf(page, id)).toBe('pending');
});

test('what may be read as a preference, and a price nobody mentioned, are pointed out and stop nothing', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  const id = (await openId(page))!;
  await editElsewhere(page, id, ' It is perfect for a young family, at $123,456.');
  await page.reload();
  const warnings = page.getByRole('list', { name: 'Worth a look' });
  await expect(warnings).toContainText('“perfect for a young family”');
  await expect(warnings).toContainText('“$123,456”');
  await expect(page.getByTestId('draft-body').locator('mark')).toHaveCount(2);
  await page.keyboard.press('a');
  await expect.poll(() => statusOf(page, id)).toBe('approved');
});

test('before approving many: how many would go, and why the others would not', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  await page.getByRole('button', { name: 'What would come of approving all' }).click();
  const dialog = page.getByRole('dialog', { name: 'If all were approved now' });
  await expect(dialog.getByRole('status')).toContainText(/\d+ (of \d+ )?would go\.|All \d+ would go\./);
  await expectNoViolations(page, 'everything');
  await dialog.getByRole('button', { name: 'Close' }).first().click();
  await expect(dialog).toHaveCount(0);
});

test('several are read and approved together, exactly those that were ticked, and all are taken back', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  await page.getByRole('button', { name: 'What would come of approving all' }).click();
  await page.getByRole('button', { name: /^Read (these|the first) \d+ together$/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Read and approve together' });
  const entries = dialog.getByRole('article');
  await expect(entries.first()).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Approve', exact: true })).toBeDisabled();
  await dialog.getByRole('button', { name: /^Tick (all|the) \d+/ }).click();
  const ticked = dialog.getByRole('checkbox', { checked: true });
  const count = await ticked.count();
  await ticked.first().focus();
  await page.keyboard.press('Space');
  await expect(dialog.getByRole('button', { name: `Approve ${count - 1} messages` })).toBeEnabled();
  await expectNoViolations(page, 'everything');
  const approved = async () => ((await (await page.request.get('/api/approvals?status=approved')).json()) as { total: number }).total;
  const before = await approved();
  await dialog.getByRole('button', { name: `Approve ${count - 1} messages` }).click();
  await expect(page.getByText(`${count - 1} messages approved.`)).toBeVisible();
  expect(await approved()).toBe(before + count - 1);
  await page.getByRole('button', { name: 'Undo all' }).click();
  await expect(page.getByText(`Back in review: ${count - 1} messages`)).toBeVisible();
  expect(await approved()).toBe(before);
});

test('of those read together, one that changed meanwhile is left, with its reason', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  await page.getByRole('button', { name: 'What would come of approving all' }).click();
  await page.getByRole('button', { name: /^Read (these|the first) \d+ together$/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Read and approve together' });
  await dialog.getByRole('checkbox').nth(0).click();
  await dialog.getByRole('checkbox').nth(1).click();
  const asked = page.waitForRequest('**/api/approvals/bulk');
  await page.route('**/api/approvals/bulk', async (route) => {
    const { items } = route.request().postDataJSON() as { items: { id: string }[] };
    await editElsewhere(page, items[0]!.id, ' Bring the keys.');
    await route.continue();
  });
  await dialog.getByRole('button', { name: 'Approve 2 messages' }).click();
  const { items } = (await asked).postDataJSON() as { items: { id: string }[] };
  await expect(page.getByText('1 message approved.')).toBeVisible();
  await expect(page.getByText(/^1 message left as it is: /)).toBeVisible();
  expect(await Promise.all(items.map(({ id }) => statusOf(page, id)))).toEqual(['pending', 'approved']);
});

test('read together, and the answer is lost: going on asks again, and none is approved twice; closed over it, it says so', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  const readTogether = async (count: number) => {
    await page.getByRole('button', { name: 'What would come of approving all' }).click();
    await page.getByRole('button', { name: /^Read (these|the first) \d+ together$/ }).click();
    for (let i = 0; i < count; i++) await page.getByRole('dialog').getByRole('checkbox').nth(i).click();
  };
  const keys: (string | null)[] = [];
  await page.route('**/api/approvals/bulk', async (route) => {
    keys.push(await route.request().headerValue('idempotency-key'));
    if (keys.length > 1) return route.continue();
    await route.fetch();
    return route.abort();
  });
  await readTogether(2);
  await page.getByRole('button', { name: 'Approve 2 messages' }).click();
  await expect(page.getByText('Whether 2 more messages were done is not known: the answer was lost. Going on asks again, and none is done twice.')).toBeVisible();
  await expectNoViolations(page, 'everything');
  await page.getByRole('button', { name: 'Go on' }).click();
  await expect(page.getByText('2 messages approved.')).toBeVisible();
  await page.getByRole('button', { name: 'Undo all' }).click();
  await expect(page.getByText('Back in review: 2 messages')).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect([keys.length, new Set(keys).size]).toEqual([3, 2]);
  await page.unroute('**/api/approvals/bulk');

  let letGo = () => {};
  const held = new Promise<void>((done) => (letGo = done));
  await page.route('**/api/approvals/bulk', async (route) => {
    await held;
    await route.abort();
  });
  await readTogether(1);
  const asked = page.waitForRequest('**/api/approvals/bulk');
  await page.getByRole('button', { name: 'Approve 1 message' }).click();
  await asked;
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  letGo();
  await expect(page.getByRole('alert').filter({ hasText: '0 messages approved' })).toContainText('It ended when this was closed. The server cannot be reached. 1 message not begun, or not known.');
});
