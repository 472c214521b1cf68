import { expect, type Page } from '@playwright/test';
import { expectNoViolations, openInbox, statusOf, test } from './inbox-world.ts';

/** A draft in free text to the sample lead who last wrote on WhatsApp 29 h ago, opened. */
async function openAndre(page: Page, url: string): Promise<string> {
  const leads = (await (await page.request.get('/api/leads?q=Andre')).json()) as { items: { id: string }[] };
  const made = await page.request.post('/api/approvals', { data: { leadId: leads.items[0]?.id, channel: 'whatsapp', body: 'Hi Andre, does Friday still suit you?' }, headers: { origin: url } });
  const { id } = (await made.json()) as { id: string };
  await page.goto(`/inbox?id=${id}`);
  await expect(page.getByTestId('reading-pane')).toHaveAttribute('data-approval', id);
  await expect(page.getByTestId('what-happens')).toBeVisible();
  return id;
}

test('when they have not written within 24 h the reviewer chooses a template by keyboard, and approves what it says', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  const id = await openAndre(page, world.url);
  await expect(page.getByTestId('what-happens')).toContainText('only a template may be sent');
  await expect(page.getByRole('button', { name: 'Choose a template' })).toBeVisible();
  await page.keyboard.press('t');
  const free = page.getByRole('radio', { name: /Free text/ });
  await expect(free).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: /viewing_reminder/ })).toBeChecked();
  await expect(page.getByTestId('template-preview')).toContainText('Hello {{1}}, this is');
  await expectNoViolations(page);
  await page.keyboard.press('Tab');
  await page.keyboard.type('Andre');
  await page.keyboard.press('Control+Enter');
  await expect(page.getByText('Value 2 of the template is empty.')).toBeVisible();
  await page.getByLabel('Value 2').fill('88 Birch Lane');
  await page.getByLabel('Value 3').fill('Friday at 4');
  await expect(page.getByTestId('template-preview')).toHaveText('Hello Andre, this is a reminder of your viewing at 88 Birch Lane on Friday at 4. Reply here if you need another time.');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('draft-body')).toHaveText('Hello Andre, this is a reminder of your viewing at 88 Birch Lane on Friday at 4. Reply here if you need another time.');
  await expect(page.getByTestId('reading-pane')).toContainText('viewing_reminder (en_US)');
  await expect(page.getByTestId('what-happens')).not.toContainText('only a template');
  await expectNoViolations(page);
  await page.keyboard.press('a');
  await expect(page.getByTestId('undo-toast')).toContainText('Approved');
  expect(await statusOf(page, id)).toBe('approved');
  await page.keyboard.press('u');
  await expect.poll(() => statusOf(page, id)).toBe('pending');
});

test('a template is looked at and left: the own words are still there, and a marketing one is not offered for +1', async ({ browser, world }) => {
  const page = await openInbox(browser, world, { role: 'manager' });
  const { version, policy } = (await (await page.request.get('/api/policy')).json()) as { version: number; policy: { templates: object[] } };
  const offer = { name: 'spring_offer', language: 'en_US', category: 'marketing', body: 'Hello {{1}}, look at our houses.', status: 'active' };
  expect((await page.request.patch('/api/policy', { data: { version, changes: { templates: [...policy.templates, offer] }, reason: 'spring' }, headers: { origin: world.url } })).status()).toBe(200);
  await openAndre(page, world.url);
  await page.keyboard.press('e');
  await page.getByLabel('Message').fill('My own words');
  await page.getByRole('button', { name: 'Choose a template' }).click();
  const leave = page.getByRole('radio', { name: /Free text/ });
  await expect(leave).toBeFocused();
  await page.getByRole('radio', { name: /still_looking/ }).check();
  await expect(page.getByLabel('Message')).toHaveCount(0);
  await leave.check();
  await expect(page.getByLabel('Message')).toHaveValue('My own words');
  await expect(page.getByRole('radio', { name: /spring_offer/ })).toBeDisabled();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Throw away' }).click();
});

test('when the templates cannot be read it says so, and they are asked for again by keyboard', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  await page.route('**/api/policy', (route) => route.abort());
  await openAndre(page, world.url);
  await page.keyboard.press('t');
  const form = page.getByRole('form', { name: 'Edit the draft' });
  await expect(form.getByRole('alert')).toContainText('It is tried again when the connection is back.');
  await expect(form.getByRole('button', { name: 'Try again' })).toBeFocused();
  await expectNoViolations(page);
  await page.unroute('**/api/policy');
  await page.keyboard.press('Enter');
  await expect(form.getByRole('radio', { name: /Free text/ })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(form).toHaveCount(0);
});

test('a manager adds a template and retires one, sees the difference, and says why', async ({ browser, world }) => {
  const page = await openInbox(browser, world, { role: 'manager' });
  await page.goto('/settings?part=policy');
  await page.getByRole('button', { name: 'Change the policy' }).click();
  await page.getByRole('group', { name: 'Template still_looking, en_US' }).getByRole('button', { name: 'Retire' }).click();
  await page.getByRole('button', { name: 'Add a template' }).click();
  const added = page.getByRole('group', { name: 'New template' });
  await added.getByLabel('Name').fill('offer_accepted');
  await added.getByLabel('Language').fill('es');
  await added.getByLabel('Text').fill('Hola {{1}}, su oferta por {{3}} fue aceptada.');
  await expect(added.getByRole('alert')).toContainText('without a hole');
  await added.getByLabel('Text').fill('Hola {{1}}, su oferta por {{2}} fue aceptada.');
  await expectNoViolations(page);
  await page.getByRole('button', { name: 'Review the change' }).click();
  const dialog = page.getByRole('dialog', { name: 'Review the change' });
  await expect(dialog.getByLabel('What would be different')).toContainText('Template still_looking (en_US)');
  await expect(dialog.getByLabel('What would be different')).toContainText('Template offer_accepted (es)None → utility: Hola {{1}}');
  await expectNoViolations(page);
  await dialog.getByLabel('Reason').fill('Approved this week');
  await dialog.getByRole('button', { name: 'Save the policy' }).click();
  await expect(page.getByText('Approved this week')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'still_looking' })).toContainText('retired');
  await page.goto('/activity');
  await expect(page.getByText(/changed the policy \(“WhatsApp templates”\): Approved this week \(still_looking \(en_US\) retired and offer_accepted \(es\) added\)/)).toBeVisible();
});
