import { expect, test } from 'vitest';
import { readConfig } from './config.ts';

/** How long a decision can be taken back, by channel. */

function undoSecondsOf(env: Readonly<Record<string, string>>): Record<string, number> {
  const read = readConfig(env);
  if (!read.ok) throw new Error('the settings do not hold');
  return Object.fromEntries(Object.entries(read.settings.undoMs).map(([channel, ms]) => [channel, ms / 1000]));
}

const asBuilt = { email: 20, whatsapp: 5, telegram: 5, linkedin: 5, messenger: 5 };

test.each([
  [{}, asBuilt],
  [{ RE_UNDO_EMAIL_SECONDS: '60' }, { ...asBuilt, email: 60 }],
  [{ RE_UNDO_CHAT_SECONDS: '9' }, { email: 20, whatsapp: 9, telegram: 9, linkedin: 9, messenger: 9 }],
  [{ RE_UNDO_WHATSAPP_SECONDS: '30' }, { ...asBuilt, whatsapp: 30 }],
  [{ RE_UNDO_CHAT_SECONDS: '9', RE_UNDO_TELEGRAM_SECONDS: '0', RE_UNDO_LINKEDIN_SECONDS: '1.5' }, { email: 20, whatsapp: 9, telegram: 0, linkedin: 1.5, messenger: 9 }],
  [{ RE_UNDO_CHAT_SECONDS: '9', RE_UNDO_MESSENGER_SECONDS: ' ' }, { email: 20, whatsapp: 9, telegram: 9, linkedin: 9, messenger: 9 }],
])('undo windows of %j', (env, wanted) => expect(undoSecondsOf(env)).toEqual(wanted));

test.each(['EMAIL', 'CHAT', 'WHATSAPP', 'TELEGRAM', 'LINKEDIN', 'MESSENGER'])('an undo window of %s that makes no sense is named, in the same words', (name) => {
  const setting = `RE_UNDO_${name}_SECONDS`;
  const problemOf = (value: string) => {
    const read = readConfig({ [setting]: value });
    return read.ok ? null : read.problems;
  };
  expect(problemOf('-1')).toEqual([{ setting, problem: 'Too small: expected number to be >=0' }]);
  expect(problemOf('86401')).toEqual([{ setting, problem: 'Too big: expected number to be <=86400' }]);
  expect(problemOf('soon')).toEqual([{ setting, problem: 'Invalid input: expected number, received NaN' }]);
  expect(problemOf('86400')).toBeNull();
});
