import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isChannelTrouble } from './breaker.ts';
import { outcomeOf, type Answer } from './outcome-table.ts';
import { outcomeTables } from './outcome-tables.ts';

const { whatsapp, telegram, messenger, linkedin } = outcomeTables;

const answer = (name: string, status: number | null = 400, rest: { text?: string; retryAfterMs?: number | null } = {}): Answer => ({ kind: 'answered', name, status, text: 'as they say', retryAfterMs: null, ...rest });
const gateway = (status: number, retryAfterMs: number | null = null): Answer => ({ kind: 'gateway', status, text: 'a page', retryAfterMs });
const silent = (handedOver: boolean): Answer => ({ kind: 'silent', handedOver, why: 'ECONNRESET' });

test.each([
  ['more than 24 h since they wrote: we knew', whatsapp, answer('131047'), { kind: 'refused', transient: false, code: 'whatsapp_131047', ours: true }],
  ['no WhatsApp number, or an old app: nobody knows which, so the address stays', whatsapp, answer('131026'), { kind: 'refused', transient: false, code: 'whatsapp_131026' }],
  ['they want no more of us', whatsapp, answer('131050'), { kind: 'refused', transient: false, unwanted: true }],
  ['too fast for one person', whatsapp, answer('131056', 400, { retryAfterMs: 6000 }), { kind: 'refused', transient: true, code: 'whatsapp_131056', retryAfterMs: 6000 }],
  ['too fast for the number', whatsapp, answer('130429', 429), { kind: 'refused', transient: true, code: 'limited' }],
  ['the token ran out', whatsapp, answer('190', 401), { kind: 'refused', transient: true, code: 'credentials' }],
  ['a permission within the range', whatsapp, answer('294', 403), { kind: 'refused', transient: true, code: 'credentials' }],
  ['before the range', whatsapp, answer('199', 403), { kind: 'refused', transient: false, code: 'whatsapp_199' }],
  ['behind the range', whatsapp, answer('300', 403), { kind: 'refused', transient: false, code: 'whatsapp_300' }],
  ['no number within the range', whatsapp, answer('0x10f', 403), { kind: 'refused', transient: false, code: 'whatsapp_0x10f' }],
  ['locked, for a while', whatsapp, answer('131031', 403, { retryAfterMs: 9000 }), { kind: 'refused', transient: true, code: 'account', retryAfterMs: 9000 }],
  ['invalid, or a failure of the server', whatsapp, answer('1', 400), { kind: 'unknown' }],
  ['down or overloaded: nothing says that it was not taken', whatsapp, answer('2', 503), { kind: 'unknown' }],
  ['failed for a reason nobody knows', whatsapp, answer('131000', 500), { kind: 'unknown' }],
  ['overloaded', whatsapp, answer('131016', 500), { kind: 'unknown' }],
  ['in maintenance', whatsapp, answer('131057', 500, { retryAfterMs: 60_000 }), { kind: 'refused', transient: true, code: 'service', retryAfterMs: 60_000 }],
  ['a code of tomorrow', whatsapp, answer('139999', 400), { kind: 'refused', transient: false, code: 'whatsapp_139999' }],
  ['a code of tomorrow that comes with a failure', whatsapp, answer('139999', 500), { kind: 'unknown' }],

  ['as long as it asks', telegram, answer('429/too many requests: retry after 35', 429, { retryAfterMs: 35_000 }), { kind: 'refused', transient: true, code: 'limited', retryAfterMs: 35_000 }],
  ['blocked', telegram, answer('403/bot was blocked by the user', 403), { kind: 'refused', transient: false, unwanted: true, code: 'telegram_403_bot_was_blocked_by_the_user' }],
  ['blocked, in other letters', telegram, answer('403/Bot was blocked by the user.', 403), { kind: 'refused', transient: false, unwanted: true }],
  ['deleted', telegram, answer('403/user is deactivated', 403), { kind: 'refused', transient: false, nobodyThere: true }],
  ['they never wrote', telegram, answer("403/bot can't initiate conversation with a user", 403), { kind: 'refused', transient: false }],
  ['a chat nobody knows', telegram, answer('400/chat not found', 400), { kind: 'refused', transient: false, code: 'telegram_400_chat_not_found' }],
  ['a request that is not valid', telegram, answer('400/can’t parse entities', 400), { kind: 'refused', transient: false, ours: true, code: 'telegram_400' }],
  ['words nobody has seen', telegram, answer('403/whatever', 403), { kind: 'refused', transient: false, code: 'telegram_403' }],
  ['a failure within', telegram, answer('500/internal server error', 500), { kind: 'unknown' }],
  ['a bad gateway of theirs', telegram, answer('502/bad gateway', 502), { kind: 'unknown' }],
  ['a wrong token', telegram, answer('401/unauthorized', 401), { kind: 'refused', transient: true, code: 'credentials' }],
  ['no such token', telegram, answer('404/not found', 404, { retryAfterMs: 60_000 }), { kind: 'refused', transient: true, code: 'credentials', retryAfterMs: 60_000 }],

  ['the window is over', messenger, answer('10/2018278', 403), { kind: 'refused', transient: false, ours: true, code: 'messenger_10_2018278' }],
  ['a permission', messenger, answer('10', 403), { kind: 'refused', transient: true, code: 'credentials' }],
  ['a subcode nobody knows speaks of this message, not of the page', messenger, answer('10/99', 403), { kind: 'refused', transient: false, code: 'messenger_10_99' }],
  ['the same within the range', messenger, answer('230/99', 403), { kind: 'refused', transient: false, code: 'messenger_230_99' }],
  ['too many calls', messenger, answer('4', 400), { kind: 'refused', transient: true, code: 'limited' }],
  ['too soon for one person alone', messenger, answer('4/2018354', 400), { kind: 'refused', transient: false, code: 'messenger_4_2018354' }],
  ['the limit of this call', messenger, answer('613', 400), { kind: 'refused', transient: true, code: 'limited' }],
  ['they do not receive', messenger, answer('200/2018108', 400), { kind: 'refused', transient: false, code: 'messenger_200_2018108' }],
  ['they cannot be written to', messenger, answer('551/1545041', 400), { kind: 'refused', transient: false, code: 'messenger_551' }],
  ['failed for now', messenger, answer('1200', 400), { kind: 'unknown' }],
  ['sent, though it failed', messenger, answer('1/1357046', 400), { kind: 'unknown' }],
  ['an unexpected error', messenger, answer('2', 500), { kind: 'unknown' }],

  ['clicked, and not to be seen', linkedin, answer('not_shown', null), { kind: 'unknown' }],
  ['nobody clicked', linkedin, answer('not_clicked', null), { kind: 'refused', transient: true, code: 'linkedin_not_clicked' }],
  ['a challenge', linkedin, answer('challenge', null), { kind: 'refused', transient: true, code: 'account' }],
  ['something else was read off the page', linkedin, answer('a cat', null), { kind: 'unknown' }],

  ['a gateway that gave up', whatsapp, gateway(504), { kind: 'unknown' }],
  ['a gateway that timed out', whatsapp, gateway(408), { kind: 'unknown' }],
  ['a gateway that turned it away', whatsapp, gateway(407), { kind: 'refused', transient: true, code: 'service' }],
  ['a gateway that wants less', whatsapp, gateway(429, 1000), { kind: 'refused', transient: true, code: 'limited', retryAfterMs: 1000 }],
  ['taken, without an id', whatsapp, gateway(200), { kind: 'unknown' }],
  ['sent elsewhere', whatsapp, gateway(302), { kind: 'unknown' }],
  ['nothing after it was handed over', whatsapp, silent(true), { kind: 'unknown', evidence: 'The message was handed to WhatsApp and no answer came: ECONNRESET' }],
  ['nothing before', whatsapp, silent(false), { kind: 'refused', transient: true, code: 'connection' }],
])('%s', (_, table, given, expected) => {
  const outcome = outcomeOf(table, given);
  expect(outcome).toMatchObject(expected);
  for (const mark of ['nobodyThere', 'unwanted', 'ours', 'retryAfterMs']) expect([mark, mark in outcome]).toEqual([mark, mark in expected]);
});

test('the evidence has the platform’s words, ours where it has none, on one line of bounded length', () => {
  const evidence = (given: Answer) => {
    const outcome = outcomeOf(whatsapp, given);
    return outcome.kind === 'accepted' ? '' : outcome.evidence;
  };
  expect(evidence(answer('131047', 400, { text: 'Re-engagement\r\nmessage\u202e' }))).toBe('WhatsApp answered 131047: Re-engagement message');
  expect(evidence(answer('131047', 400, { text: '' }))).toBe('WhatsApp answered 131047: More than 24 h since they wrote: only a template may be sent');
  expect(evidence(answer('139999', 400, { text: '' }))).toBe('WhatsApp answered 139999: nothing more');
  expect(evidence(answer('131047', 400, { text: 'x'.repeat(5000) }))).toHaveLength(400);
  const long = outcomeOf(whatsapp, answer('y'.repeat(500), 400));
  expect(long.kind === 'refused' && long.code).toHaveLength(64);
});

describe.each(Object.values(outcomeTables))('the table of $channel', (table) => {
  test('names each answer once, in words and with its source', () => {
    expect(new Set(table.rows.map(({ name }) => name)).size).toBe(table.rows.length);
    expect(table.source).toMatch(/^https:\/\//);
    for (const { says, name } of table.rows) expect([says, name]).toEqual([expect.stringMatching(/^[A-Z].+[^.]$/), name.toLowerCase()]);
  });

  test('what it means is what the outcome says: of the channel when it is, final only when it is', () => {
    const final = new Set(['ours', 'permanent', 'nobody_there', 'unwanted']);
    for (const { name, means } of table.rows) {
      const outcome = outcomeOf(table, answer(name));
      if (means === 'unknown') expect(outcome.kind).toBe('unknown');
      else expect(outcome).toMatchObject({ kind: 'refused', transient: !final.has(means) });
      if (outcome.kind === 'refused') expect([name, isChannelTrouble(outcome.code)]).toEqual([name, ['limited', 'service', 'credentials', 'account'].includes(means)]);
    }
  });
});

test('whatever a platform answers: it is sent again by a machine only where the table or a status of 400 to 499 says that it was not taken', () => {
  const names = Object.values(outcomeTables).flatMap(({ rows }) => rows.map(({ name }) => name));
  const answered = fc.record({ name: fc.oneof(fc.constantFrom(...names), fc.string(), fc.nat().map(String)), status: fc.oneof(fc.integer({ min: 0, max: 599 }), fc.constant(null)), text: fc.string(), retryAfterMs: fc.option(fc.double()) });
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(outcomeTables)), answered, (table, { name, status, text, retryAfterMs }) => {
      const outcome = outcomeOf(table, { kind: 'answered', name, status, text, retryAfterMs });
      const code = name.toLowerCase().replace(/\.$/, '').split('/')[0] ?? '';
      const saysNotTaken = table.rows.some((row) => row.means !== 'unknown' && (row.name.split('/')[0] === code || (row.through !== undefined && Number(code) >= Number(row.name) && Number(code) <= row.through)));
      const isRefusal = status !== null && status >= 400 && status < 500;
      if (outcome.kind === 'refused' && outcome.transient) expect(saysNotTaken || isRefusal).toBe(true);
      if (outcome.kind !== 'accepted') expect(outcome.evidence).not.toMatch(/\p{Cc}/u);
      if (outcome.kind === 'refused') expect(outcome.code).toMatch(/^[a-z0-9_]{1,64}$/);
    }),
    { numRuns: 2000 },
  );
});
