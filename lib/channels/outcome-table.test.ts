import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isChannelTrouble } from './breaker.ts';
import { outcomeOf, type Answer } from './outcome-table.ts';
import { outcomeTables } from './sandbox/possible-answers.ts';

const { whatsapp, telegram, messenger, linkedin } = outcomeTables;
const answer = (name: string | null, status = 400, rest: Partial<Answer> = {}): Answer => ({ name, status, text: 'as they say', retryAfterMs: null, ...rest });

test.each([
  ['more than 24 h since they wrote', whatsapp, answer('131047'), { kind: 'refused', transient: false, code: 'whatsapp_131047' }],
  ['no WhatsApp number, or an old app: nobody knows which, so the address stays', whatsapp, answer('131026'), { kind: 'refused', transient: false, code: 'whatsapp_131026' }],
  ['they want no more of us', whatsapp, answer('131050'), { kind: 'refused', transient: false, nobodyThere: true }],
  ['too fast for one person', whatsapp, answer('131056', 400, { retryAfterMs: 6000 }), { kind: 'refused', transient: true, code: 'whatsapp_131056', retryAfterMs: 6000 }],
  ['too fast for the number', whatsapp, answer('130429', 429), { kind: 'refused', transient: true, code: 'limited' }],
  ['the token ran out', whatsapp, answer('190', 401), { kind: 'refused', transient: true, code: 'credentials' }],
  ['a permission within the range', whatsapp, answer('294', 403), { kind: 'refused', transient: true, code: 'credentials' }],
  ['behind the range', whatsapp, answer('300', 403), { kind: 'refused', transient: false, code: 'whatsapp_300' }],
  ['locked', whatsapp, answer('131031', 403), { kind: 'refused', transient: true, code: 'account' }],
  ['invalid, or a failure of the server', whatsapp, answer('1', 400), { kind: 'unknown' }],
  ['a code of tomorrow', whatsapp, answer('139999', 400), { kind: 'refused', transient: false, code: 'whatsapp_139999' }],
  ['a code of tomorrow that comes with a failure', whatsapp, answer('139999', 500), { kind: 'unknown' }],

  ['as long as it asks', telegram, answer('429/too many requests: retry after 35', 429, { retryAfterMs: 35_000 }), { kind: 'refused', transient: true, code: 'limited', retryAfterMs: 35_000 }],
  ['blocked', telegram, answer('403/bot was blocked by the user', 403), { kind: 'refused', transient: false, nobodyThere: true, code: 'telegram_403_bot_was_blocked_by_the_user' }],
  ['deleted', telegram, answer('403/user is deactivated', 403), { kind: 'refused', transient: false, nobodyThere: true }],
  ['they never wrote', telegram, answer("403/bot can't initiate conversation with a user", 403), { kind: 'refused', transient: false }],
  ['words nobody has seen', telegram, answer('403/whatever', 403), { kind: 'refused', transient: false, code: 'telegram_403' }],
  ['a failure within', telegram, answer('500/internal server error', 500), { kind: 'unknown' }],
  ['a wrong token', telegram, answer('401/unauthorized', 401), { kind: 'refused', transient: true, code: 'credentials' }],

  ['the window is over', messenger, answer('10/2018278', 403), { kind: 'refused', transient: false, code: 'messenger_10_2018278' }],
  ['a permission', messenger, answer('10/99', 403), { kind: 'refused', transient: true, code: 'credentials' }],
  ['they cannot be written to', messenger, answer('551/1545041', 400), { kind: 'refused', transient: false, code: 'messenger_551' }],
  ['failed for now', messenger, answer('1200', 400), { kind: 'refused', transient: true, code: 'messenger_1200' }],
  ['sent, though it failed', messenger, answer('1/1357046', 400), { kind: 'unknown' }],
  ['an unexpected error', messenger, answer('2', 500), { kind: 'unknown' }],

  ['clicked, and not to be seen', linkedin, answer('not_shown', 0), { kind: 'unknown' }],
  ['nobody clicked', linkedin, answer('not_clicked', 0), { kind: 'refused', transient: true, code: 'linkedin_not_clicked' }],
  ['a challenge', linkedin, answer('challenge', 0), { kind: 'refused', transient: true, code: 'account' }],

  ['a gateway that gave up', whatsapp, answer(null, 504), { kind: 'unknown' }],
  ['a gateway that timed out', whatsapp, answer(null, 408), { kind: 'unknown' }],
  ['a gateway that turned it away', whatsapp, answer(null, 407), { kind: 'refused', transient: true, code: 'service' }],
  ['a gateway that wants less', whatsapp, answer(null, 429, { retryAfterMs: 1000 }), { kind: 'refused', transient: true, code: 'limited', retryAfterMs: 1000 }],
  ['taken, without an id', whatsapp, answer(null, 200), { kind: 'unknown' }],
  ['sent elsewhere', whatsapp, answer(null, 302), { kind: 'unknown' }],
  ['nothing at all', whatsapp, answer(null, 0), { kind: 'unknown' }],
])('%s', (_, table, given, expected) => {
  const outcome = outcomeOf(table, given);
  expect(outcome).toMatchObject(expected);
  expect('nobodyThere' in outcome).toBe('nobodyThere' in expected);
});

describe.each(Object.values(outcomeTables))('the table of $channel', (table) => {
  test('names each answer once, in words and with its source', () => {
    expect(new Set(table.rows.map(({ name }) => name)).size).toBe(table.rows.length);
    expect(table.source).toMatch(/^https:\/\//);
    for (const { says } of table.rows) expect(says).toMatch(/^[A-Z].+[^.]$/);
  });

  test('what it means is what the outcome says: of the channel when it is, final only when it is', () => {
    for (const { name, means } of table.rows) {
      const outcome = outcomeOf(table, answer(name));
      if (means === 'unknown') expect(outcome.kind).toBe('unknown');
      else expect(outcome).toMatchObject({ kind: 'refused', transient: !['permanent', 'unreachable'].includes(means) });
      if (outcome.kind === 'refused') expect([name, isChannelTrouble(outcome.code)]).toEqual([name, ['limited', 'service', 'credentials', 'account'].includes(means)]);
    }
  });
});

test('whatever a platform answers: a failure of its own that the table does not know is never a reason to send again, and the evidence is one line', () => {
  const anyAnswer = fc.record({ name: fc.option(fc.string()), status: fc.integer({ min: 500, max: 599 }), text: fc.string(), retryAfterMs: fc.option(fc.double()) });
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(outcomeTables)), anyAnswer, (table, given) => {
      const isKnown = table.rows.some(({ name, through }) => given.name !== null && (given.name.split('/')[0] === name.split('/')[0] || (through !== undefined && Number(given.name.split('/')[0]) <= through)));
      const outcome = outcomeOf(table, given);
      if (!isKnown) expect(outcome.kind).toBe('unknown');
      if (outcome.kind !== 'accepted') expect(outcome.evidence).not.toMatch(/\p{Cc}/u);
      if (outcome.kind === 'refused') expect([outcome.code.length <= 64, Number.isSafeInteger(outcome.retryAfterMs ?? 0)]).toEqual([true, true]);
    }),
  );
});

test.each([NaN, Infinity, -1])('a wait of %s ms is none', (retryAfterMs) => {
  expect(outcomeOf(telegram, answer('429', 429, { retryAfterMs }))).not.toHaveProperty('retryAfterMs');
});
