import { expect } from '@playwright/test';
import { expectNoViolations, openInbox, test } from './inbox-world.ts';

test('a channel is told what to answer: what comes of it is said before, what waits is counted, and it can be taken back', async ({ browser, world }) => {
  const page = await openInbox(browser, world);
  await page.goto('/sandbox');
  const side = page.getByRole('region', { name: 'Play the other side' });
  await side.getByRole('combobox', { name: 'Channel', exact: true }).click();
  await page.getByRole('option', { name: 'Telegram' }).click();
  const answers = side.getByRole('combobox', { name: 'Telegram answers' });
  await answers.click();
  await page.getByRole('option', { name: '403/bot was blocked by the user: They blocked the bot' }).click();
  await expect(side).toContainText('the person goes on the Do-Not-Contact list');
  await expect(side.getByLabel('It asks to wait')).toHaveCount(0);

  await answers.press('4');
  await answers.press('Enter');
  await page.getByRole('option', { name: /^429/ }).click();
  await expect(side).toContainText('the channel rests, and everything on it waits');
  await side.getByLabel('It asks to wait').fill('many');
  await side.getByRole('button', { name: 'Answer so' }).click();
  await expect(side.getByLabel('It asks to wait')).toHaveAttribute('aria-invalid', 'true');
  await side.getByLabel('It asks to wait').fill('35');
  await side.getByLabel('To how many messages').fill('2');
  await page.keyboard.press('Enter');
  await expect(side.getByText('Answered next: 2 × 429, asking for 35 s. Then messages are delivered again.')).toBeVisible();
  await expectNoViolations(page);
  await side.getByRole('button', { name: 'Deliver again' }).focus();
  await page.keyboard.press('Enter');
  await expect(side.getByText('The next message is delivered.')).toBeVisible();
  await expect(answers).toBeFocused();
  await page.setViewportSize({ width: 390, height: 844 });
  await answers.click();
  const list = await page.getByRole('listbox').boundingBox();
  expect([(list?.x ?? -1) >= 0, (list?.x ?? 0) + (list?.width ?? 999) <= 390]).toEqual([true, true]);
});

test('a viewer sees what a channel can answer, and tells it nothing', async ({ browser, world }) => {
  const page = await openInbox(browser, world, { role: 'viewer' });
  await page.goto('/sandbox');
  const side = page.getByRole('region', { name: 'Play the other side' });
  await expect(side.getByText('Playing a channel needs the role agent.')).toBeVisible();
  await expect(side.getByRole('button', { name: 'Answer so' })).toBeDisabled();
});
