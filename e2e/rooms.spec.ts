import { expect, type Page } from '@playwright/test';
import type { SendsCheckView } from '#lib/audit/schema.ts';
import { tally } from '#components/activity/sends-check-words.ts';
import { expectNoViolations, openInbox, test } from './inbox-world.ts';

async function addLead(page: Page, name: string, email: string): Promise<string> {
  const answer = await page.request.post('/api/leads', { data: { name, addresses: [{ kind: 'email', value: email }] }, headers: { origin: new URL(page.url()).origin } });
  expect(answer.status()).toBe(201);
  return ((await answer.json()) as { id: string }).id;
}

test('a lead is added, and what is wrong stands at its field', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  await page.goto('/leads');
  await page.getByRole('button', { name: 'Add a lead' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Orla Finch');
  await page.getByLabel('Address 1', { exact: true }).fill('nowhere');
  await page.getByRole('button', { name: 'Add the lead' }).click();
  await expect(page.getByLabel('Address 1', { exact: true })).toHaveAccessibleDescription(/is not an e-mail address/);
  await expect(page.getByLabel('Address 1', { exact: true })).toBeFocused();
  await page.getByLabel('Address 1', { exact: true }).fill('orla.finch@example.com');
  await page.getByRole('button', { name: 'Add the lead' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Orla Finch' })).toBeVisible();
});

test('a form closed over what was typed asks first', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  await page.goto('/leads');
  await page.getByRole('button', { name: 'Add a lead' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Half a name');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Keep writing' }).click();
  await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveValue('Half a name');
});

test('what a colleague changed is shown before it is written over', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  const id = await addLead(page, 'Piet Moss', 'piet.moss@example.com');
  await page.goto(`/leads/${id}`);
  await page.getByRole('button', { name: 'Edit' }).click();
  const theirs = await page.request.patch(`/api/leads/${id}`, { data: { version: 1, tags: ['downsizing'] }, headers: { origin: world.url } });
  expect(theirs.status()).toBe(200);
  await page.getByLabel('Note').fill('Rang back.');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('button', { name: 'Show what changed' }).click();
  await expect(page.getByText('Changed meanwhile: tags.')).toBeVisible();
  await expect(page.getByLabel('Tags')).toHaveValue('downsizing');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Rang back.')).toBeVisible();
  expect(await (await page.request.get(`/api/leads/${id}`)).json()).toMatchObject({ tags: ['downsizing'], note: 'Rang back.' });
});

test('a draft written for a lead waits for review, and is blocked the moment nobody may write to them', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  const id = await addLead(page, 'Wanda Kerr', 'wanda.kerr@example.com');
  await page.goto(`/leads/${id}`);
  await page.getByRole('button', { name: 'Write a draft' }).click();
  await page.getByLabel('Subject').fill('Hello');
  await page.getByLabel('Message').fill('Are you still looking?');
  await page.keyboard.press('Control+Enter');
  await page.waitForURL('**/inbox?id=apr_*');
  await page.goto(`/leads/${id}`);
  await page.getByRole('button', { name: 'Do not contact' }).click();
  await page.getByLabel('Reason').fill('Asked on the phone');
  await page.getByRole('dialog').getByRole('button', { name: 'Do not contact' }).click();
  await expect(page.getByText('One waiting draft was blocked.')).toBeVisible();
  await expect(page.getByRole('note')).toContainText('Do not contact on any channel');
  await expect(page.getByRole('button', { name: 'Write a draft' })).toBeDisabled();
});

test('an import says what it would do, row by row, before it does it', async ({ browser, world }) => {
  const page = await openInbox(browser, world, { role: 'manager' });
  await page.goto('/leads');
  await page.getByRole('button', { name: 'Import' }).click();
  const buffer = Buffer.from('name,email,phone\nNell Ward,nell.ward@example.com,\nBad Row,foo@@bar,\nLost Digits,,1.4E+10\n');
  await page.getByLabel('CSV file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer });
  await expect(page.getByText('Nothing was changed yet.')).toBeVisible();
  await expect(page.getByRole('row', { name: /3 email/ })).toContainText('is not an e-mail address');
  await expect(page.getByRole('row', { name: /4 phone/ })).toContainText('its digits are lost');
  expect(await (await page.request.get('/api/leads?q=Nell')).json()).toMatchObject({ total: 0 });
  await page.getByRole('button', { name: 'Import 1 lead' }).click();
  await expect(page.getByText('The file was taken in.')).toBeVisible();
  expect(await (await page.request.get('/api/leads?q=Nell')).json()).toMatchObject({ total: 1 });
});

test('a token is shown once; a viewer is offered nothing to change', async ({ browser, world }) => {
  const admin = await openInbox(browser, world, { role: 'admin' });
  await admin.goto('/settings?part=tokens');
  await admin.getByRole('button', { name: 'Create a token' }).click();
  await admin.getByLabel('Name').fill('CRM sync');
  await admin.getByRole('button', { name: 'Create', exact: true }).click();
  await expect(admin.getByLabel('Token', { exact: true })).toHaveValue(/^re_/);
  await admin.getByRole('button', { name: 'I have copied it' }).click();
  await expect(admin.getByRole('button', { name: 'Revoke CRM sync' })).toBeVisible();
  const viewer = await openInbox(browser, world, { role: 'viewer' });
  await viewer.goto('/leads');
  await expect(viewer.getByRole('row')).not.toHaveCount(0);
  for (const name of ['Add a lead', 'Import']) await expect(viewer.getByRole('button', { name })).toHaveCount(0);
  await viewer.goto('/settings?part=users');
  await expect(viewer.getByRole('tab')).toHaveText(['Account', 'Policy', 'Shortcuts']);
});

test('every send is checked against the journal, from the activity', async ({ browser, world }) => {
  const page = await openInbox(browser, world, { role: 'viewer' });
  await page.goto('/activity');
  await page.getByRole('button', { name: 'Check every send' }).press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Check every send' });
  const answer = (await (await page.request.get('/api/audit/sends')).json()) as SendsCheckView;
  await expect(dialog.getByRole('status')).toHaveText(tally(answer));
  await expect(dialog.getByRole('list', { name: 'What is so of each' }).getByRole('listitem')).toHaveCount(answer.attempts > 0 ? 3 : 0);
  await expectNoViolations(page);
  expect(answer.ok).toBe(true);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Check every send' })).toBeFocused();
});

const rooms = ['leads', 'contacts', 'dnc', 'activity', 'channels', 'dead-letters', 'settings?part=users', 'sandbox'];

for (const [width, dark] of [[1440, false], [1024, true], [390, false]] as const)
  test(`axe finds nothing in the rooms at ${width} px, ${dark ? 'dark' : 'light'}, and nothing is wider than the screen`, async ({ browser, world }) => {
    // Eight rooms, each examined whole: on a busy machine that is more than one test's time.
    test.slow();
    const page = await openInbox(browser, world, { role: 'admin', width, dark });
    const broken: string[] = [];
    page.on('pageerror', (error) => broken.push(String(error)));
    for (const room of rooms) {
      await page.goto(`/${room}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByText(/^Loading/)).toHaveCount(0);
      await expectNoViolations(page);
      expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    }
    expect(broken).toEqual([]);
  });
