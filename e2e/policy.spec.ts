import { expect } from '@playwright/test';
import { expectNoViolations, openInbox, test } from './inbox-world.ts';

test('a manager changes the policy: sees what differs and what it would have done, says why, and it is in force', async ({ browser, world }) => {
  const page = await openInbox(browser, world, { role: 'manager' });
  await page.goto('/settings?part=policy');
  await page.getByRole('button', { name: 'Change the policy' }).click();
  const review = page.getByRole('button', { name: 'Review the change' });
  await expect(review).toBeDisabled();
  await page.getByLabel('Messages to one lead in 24 h').fill('2');
  await page.getByLabel('E-mail: in a day').fill('80');
  await page.getByLabel('Holidays').fill('2027-01-01\n2027-07-04');
  await page.getByLabel('A refused message is tried again after, minutes').fill('5, 90');
  await review.click();
  const dialog = page.getByRole('dialog', { name: 'Review the change' });
  await expect(dialog.getByLabel('What would be different')).toContainText('Messages to one lead in 24 h3 → 2');
  await expect(dialog.getByLabel('What would be different')).toContainText('E-mail, in a day500 → 80');
  await expect(dialog.getByLabel('What would be different')).toContainText('24 h; then it is a dead letter → 5 min, 90 min; then it is a dead letter');
  await expect(dialog).toContainText('Not played again: “A refused message is tried again after”. It follows what servers answer.');
  await expect(dialog.getByRole('status')).toContainText(/in the last 30 days/);
  await expectNoViolations(page);
  await expect(dialog.getByRole('button', { name: 'Save the policy' })).toBeDisabled();
  await dialog.getByLabel('Reason').fill('Fewer in winter');
  await dialog.getByRole('button', { name: 'Save the policy' }).click();
  await expect(page.getByText('Fewer in winter')).toBeVisible();
  expect(await (await page.request.get('/api/policy')).json()).toMatchObject({ version: 2, policy: { perLeadPerDay: 2, retryPausesMs: [300_000, 5_400_000], holidays: ['2027-01-01', '2027-07-04'], channels: { email: { perDay: 80, perHour: 50 } } } });
});

test('a number that makes no sense is named; a change somebody else made meanwhile is not written over', async ({ browser, world }) => {
  const page = await openInbox(browser, world, { role: 'manager' });
  await page.goto('/settings?part=policy');
  await page.getByRole('button', { name: 'Change the policy' }).click();
  await page.getByLabel('Messages to one household in 24 h').fill('none');
  await page.getByRole('button', { name: 'Review the change' }).click();
  const dialog = page.getByRole('dialog', { name: 'Review the change' });
  await expect(dialog.getByRole('alert')).toContainText('Messages to one household in 24 h');
  await dialog.getByRole('button', { name: 'Back' }).click();
  await page.getByLabel('Messages to one household in 24 h').fill('9');
  const { version } = (await (await page.request.get('/api/policy')).json()) as { version: number };
  const headers = { origin: world.url };
  expect((await page.request.patch('/api/policy', { data: { version, changes: { gapVariance: 0.25 }, reason: 'elsewhere' }, headers })).status()).toBe(200);
  await page.getByRole('button', { name: 'Review the change' }).click();
  await dialog.getByLabel('Reason').fill('More for families');
  await dialog.getByRole('button', { name: 'Save the policy' }).click();
  await expect(dialog.getByRole('alert')).toContainText('A colleague changed the policy meanwhile');
  await dialog.getByRole('button', { name: 'Compare with it as it is now' }).click();
  await expect(page.getByLabel('Messages to one household in 24 h')).toHaveValue('9');
  await page.getByRole('button', { name: 'Review the change' }).click();
  await expect(dialog.getByLabel('What would be different')).not.toContainText('Variance');
});

test('an agent reads the policy and is not offered to change it', async ({ browser, world }) => {
  const page = await openInbox(browser, world, { role: 'agent' });
  await page.goto('/settings?part=policy');
  await expect(page.getByRole('heading', { name: 'Sending limits' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Change the policy' })).toHaveCount(0);
});
