import { describe, expect, test } from 'vitest';
import { closed } from '#lib/channels/breaker.ts';
import type { Lead } from '#lib/leads/lead.ts';
import { explain } from '../evaluate.ts';
import { dayMs, defaultPolicy, hourMs, type Policy } from '../policy.ts';
import { policySchema } from '../schema.ts';
import type { Facts, Judgement, SendCount, Subject } from '../verdict.ts';
import { isUnasked } from '../unasked.ts';
import { misleadingLink } from './links.ts';
import { gapAfter } from './quotas.ts';
import { delayedOf } from './returned-mail.ts';

/** The rules a team turns on: each passes, stops and says why. */

const now = Date.parse('2026-12-24T18:00:00Z');
const none: SendCount = { count: 0, oldest: null, newest: null };
const lead: Lead = {
  id: 'lea_1', version: 1, name: 'Kim', addresses: [{ kind: 'phone', value: '+13035550142' }], stage: 'contacted', timeZone: 'America/Denver', region: null, postalCode: null,
  ownerId: null, tags: [], language: 'en', facts: {}, note: '', household: null, consents: [], formerAddresses: [], temperature: 'warm', source: 'test', createdAt: 0, updatedAt: 0, createdBy: 'person:usr_1',
};
const stranger: Facts = {
  lead, leadId: lead.id, recipientLeadId: lead.id, ourSender: 'us', addresses: lead.addresses, dnc: [], delayed: { count: 0, newest: null }, pausedChannel: null, pausedAll: null, clockBehindMs: 0, breaker: closed, underWay: 0, toPersonUnderWay: 0, lastHour: none, lastDay: none, firstSendAt: null,
  toLeadLastDay: none, toHouseholdLastDay: none, lastInboundAt: null, lastInboundAnywhereAt: null,
};
const subject: Subject = { channel: 'whatsapp', sender: 'us', recipient: '+13035550142', decidedAt: now, sendAt: null, text: 'Hello', template: null };
const say = (rule: string, facts: Partial<Facts>, policy: Partial<Policy> = {}, over: Partial<Subject> = {}, at = now): Judgement => {
  const found = explain({ ...subject, ...over }, { ...stranger, ...facts }, at, { ...defaultPolicy, ...policy }).find((each) => each.rule === rule);
  if (!found) throw new Error(`no rule ${rule}`);
  return found.judgement;
};

test('nobody is written to first on WhatsApp without consent on record', () => {
  expect(say('consent', {})).toMatchObject({ kind: 'stale', because: { kind: 'policy', rule: 'consent' } });
  expect(say('consent', { lastInboundAt: 1 }).kind).toBe('pass');
  expect(say('consent', { lead: { ...lead, consents: [{ channel: 'all', source: 'web form', at: 1 }] } }).kind).toBe('pass');
  expect(say('consent', { lead: { ...lead, consents: [{ channel: 'telegram', source: 'web form', at: 1 }] } }).kind).toBe('stale');
  expect(say('consent', {}, {}, { channel: 'email' }).kind).toBe('pass');
});

test('nobody on a number of +1 is sent a marketing template, whether they wrote or not; elsewhere it passes', () => {
  const hello: Policy['templates'][number] = { name: 'hello', language: 'en', category: 'marketing', body: 'Hello', status: 'active' };
  const template = { name: 'hello', language: 'en', parameters: [] };
  const kind = (category: typeof hello.category, over: Partial<Subject> = {}, facts: Partial<Facts> = {}) => say('template', facts, { templates: [{ ...hello, category }] }, { template, ...over }).kind;
  expect([kind('marketing'), kind('marketing', {}, { lastInboundAt: now }), kind('utility'), kind('marketing', { recipient: '+39333' }), kind('utility', { text: 'Hello!' }), kind('utility', { channel: 'telegram' })]).toEqual(['stale', 'stale', 'pass', 'pass', 'stale', 'stale']);
  expect(say('template', {})).toMatchObject({ kind: 'pass' });
});

test('outside 24 h on WhatsApp only an active template passes; on Messenger nothing does', () => {
  const hello: Policy['templates'][number] = { name: 'hello', language: 'en', category: 'utility', body: 'Hello', status: 'active' };
  const template = { name: 'hello', language: 'en', parameters: [] };
  const kind = (over: Partial<Subject>, templates = [hello], lastInboundAt = now - dayMs) => say('channel_window', { lastInboundAt }, { templates }, over).kind;
  expect([kind({ template }), kind({}), kind({ template }, [{ ...hello, status: 'retired' }]), kind({ template, text: 'Hi' }), kind({ template, channel: 'messenger' }), kind({}, [], now - dayMs + 1)]).toEqual(['pass', 'stale', 'stale', 'stale', 'stale', 'pass']);
});

test('a holiday at the recipient’s place is waited for, to its end there', () => {
  const policy = { holidays: ['2026-12-24'] };
  expect(say('holidays', {}, policy)).toMatchObject({ kind: 'hold', untilMs: Date.parse('2026-12-25T07:00:00Z') });
  expect(say('holidays', {}, policy, {}, Date.parse('2026-12-25T07:00:00Z')).kind).toBe('pass');
  expect(say('holidays', {}, policy, { channel: 'email' }).kind).toBe('pass');
  expect(say('holidays', {}, { ...policy, quietChannels: ['email'] }, { channel: 'email' }).kind).toBe('hold');
});

test('holidays are kept where quiet hours are: by law in all the country when nothing is known, otherwise where the lead is said to be, or the team', () => {
  const policy = { holidays: ['2026-12-24'], quietChannels: ['email' as const] };
  const nowhere = { lead: { ...lead, timeZone: null }, addresses: [] };
  // In Denver the 24th is over; in Honolulu it is not.
  const later = Date.parse('2026-12-25T08:00:00Z');
  expect(say('holidays', nowhere, policy, {}, later)).toMatchObject({ kind: 'hold', untilMs: Date.parse('2026-12-25T10:00:00Z') });
  expect(say('holidays', nowhere, policy, { channel: 'email' }, later).kind).toBe('pass');
  const elsewhere = { addresses: [{ kind: 'phone' as const, value: '+18085550100' }] };
  expect(say('holidays', elsewhere, policy, {}, later).kind).toBe('hold');
  expect(say('holidays', elsewhere, policy, { channel: 'email' }, later).kind).toBe('pass');
});

test('two holidays in a row are waited for together, and one that begins later further west with them', () => {
  const feasts = { holidays: ['2026-12-24', '2026-12-25'] };
  expect(say('holidays', {}, feasts)).toMatchObject({ kind: 'hold', untilMs: Date.parse('2026-12-26T07:00:00Z') });
  const far = { addresses: [...lead.addresses, { kind: 'phone' as const, value: '+81312345678' }] };
  expect(say('holidays', far, { holidays: ['2026-12-24'] }, {}, Date.parse('2026-12-23T15:30:00Z'))).toMatchObject({ kind: 'hold', untilMs: Date.parse('2026-12-25T07:00:00Z') });
  expect(say('holidays', far, { holidays: ['2026-12-24'] }, {}, Date.parse('2026-12-24T14:00:00Z'))).toMatchObject({ kind: 'hold', untilMs: Date.parse('2026-12-25T07:00:00Z') });
});

test('a holiday on the day the clocks change ends when the day does', () => {
  const policy = { holidays: ['2026-03-08', '2026-11-01'] };
  expect(say('holidays', {}, policy, {}, Date.parse('2026-03-08T18:00:00Z'))).toMatchObject({ untilMs: Date.parse('2026-03-09T06:00:00Z') });
  expect(say('holidays', {}, policy, {}, Date.parse('2026-11-01T18:00:00Z'))).toMatchObject({ untilMs: Date.parse('2026-11-02T07:00:00Z') });
});

test('reports count with the newest of them when they are from within fourteen days before it', () => {
  expect(delayedOf([])).toEqual({ count: 0, newest: null });
  expect(delayedOf([now - 13 * dayMs, now - 27 * dayMs, now - 28 * dayMs])).toEqual({ count: 2, newest: now - 13 * dayMs });
});

test('mail that came back three times for now rests two days, unless they wrote since', () => {
  const mail = { channel: 'email' as const };
  const delayed = { count: 3, newest: now - dayMs };
  expect(say('returned_mail', { delayed }, {}, mail)).toMatchObject({ kind: 'hold', untilMs: now + dayMs });
  expect(say('returned_mail', { delayed: { count: 2, newest: now } }, {}, mail).kind).toBe('pass');
  expect(say('returned_mail', { delayed }, {}, mail, now + dayMs).kind).toBe('pass');
  expect(say('returned_mail', { delayed, lastInboundAt: now - 1 }, {}, mail).kind).toBe('pass');
  expect(say('returned_mail', { delayed }).kind).toBe('pass');
  const strict = { delayedMail: { reports: 1, restMs: 3 * dayMs } };
  expect(say('returned_mail', { delayed: { count: 1, newest: now } }, strict, mail)).toMatchObject({ kind: 'hold', untilMs: now + 3 * dayMs });
});

test('what is scheduled waits for its time, goes out within the grace, and is asked about again when it is later', () => {
  const at = (sendAt: number) => say('schedule', {}, { scheduleGraceMs: 2 * hourMs }, { sendAt });
  expect(at(now + 1)).toMatchObject({ kind: 'hold', untilMs: now + 1 });
  expect(at(now).kind).toBe('pass');
  expect(at(now - 2 * hourMs).kind).toBe('pass');
  expect(at(now - 2 * hourMs - 1)).toMatchObject({ kind: 'stale', because: { kind: 'schedule_missed', sendAt: now - 2 * hourMs - 1 } });
});

test('first messages to phones need a fresh copy of the national registry', () => {
  const policy = { registryMaxAgeDays: 31, registryCopiedOn: '2026-11-23' };
  expect(say('registry', {}, policy, {}, Date.parse('2026-12-24T00:00:00Z')).kind).toBe('pass');
  expect(say('registry', {}, policy, {}, Date.parse('2026-12-24T00:00:01Z')).kind).toBe('hold');
  expect(say('registry', {}, { registryMaxAgeDays: 31 })).toMatchObject({ kind: 'hold', open: true });
  expect(say('registry', { lastInboundAnywhereAt: now - dayMs }, policy).kind).toBe('pass');
  expect(say('registry', {}, policy, { channel: 'email' }).kind).toBe('pass');
  expect(say('registry', {}).kind).toBe('pass');
});

test('a first mail carries the postal address, an answer need not', () => {
  const policy = { postalAddress: '12 Elm St, Denver, CO 80202' };
  expect(say('required_parts', {}, policy, { channel: 'email', text: 'Hello' })).toMatchObject({ kind: 'stale', because: { rule: 'required_parts' } });
  expect(say('required_parts', {}, policy, { channel: 'email', text: 'Hello\n\n12 Elm St,\nDenver, CO  80202' }).kind).toBe('pass');
  expect(say('required_parts', { lastInboundAnywhereAt: now - dayMs }, policy, { channel: 'email' }).kind).toBe('pass');
  expect(say('required_parts', {}, policy, { channel: 'email', text: 'We moved to 112 Elm St, Denver, CO 80202' }).kind).toBe('stale');
});

test('while the team has given no postal address, none is looked for', () => {
  for (const postalAddress of ['', ' .,']) expect(say('required_parts', {}, { postalAddress }, { channel: 'email', sender: 'us@example.com' }).kind).toBe('pass');
});

test('who wrote three months ago asked for nothing any more', () => {
  expect([null, now - 91 * dayMs, now - 90 * dayMs, now].map((at) => isUnasked(at, now))).toEqual([true, true, false, false]);
});

describe('a link goes where it says', () => {
  test.each([
    'https://bank.example@evil.test/login', '[www.zillow.com](https://evil.test/x)', 'www.zillow.com <https://evil.test>', 'zillow.com (https://evil.test/a)',
    '[zillow.com](https://zillow.com.evil.test)', '[zillow.com](https://1.2.3.4)', '[zillow.com](https://[::1]/)', '[zillow.com]( https://evil.com )', '[zillow.com](//evil.com)', 'See [zillow.com][1]\n\n[1]: https://evil.com',
    '[zillow.com]\n\n[zillow.com]: https://evil.com', '<a href="https://evil.com">zillow.com</a>', "<a class=x href='https://evil.com/a?b=1'>www.zillow.com</a>", '["zillow.com"](https://evil.com "zillow.com")', '[https://zillow.com/home](https://evil.com)',
    '[bücher.de](https://buecher.de)',
  ])('%s misleads', (text) => expect(misleadingLink(text)).not.toBeNull());
  test.each([
    'contract.docx (https://drive.google.com/x)', '[homes.pdf](https://a.com/homes.pdf)', '[bücher.de](https://xn--bcher-kva.de)', '[St.Louis](https://example.com/st-louis)', '[m.zillow.com](https://zillow.com)', '[zillow.com][1]\n\n[1]: https://www.zillow.com/x',
    '<a href="https://www.zillow.com/x">zillow.com</a>', 'Open house 3 p.m. (https://example.com/map)',
    'https://www.zillow.com/homes', '[the listing](https://zillow.com/x)', '[zillow.com](https://www.zillow.com/x)', 'See photos (https://zillow.com/1)', 'ana@zillow.com <https://example.com>',
    'www.zillow.com <https://photos.zillow.com/1>', 'Price 350.000 (https://zillow.com)', 'Mail me at ana@example.com',
  ])('%s does not', (text) => expect(misleadingLink(text)).toBeNull());
  test('the reviewer is told before, and the router asks again', () => expect(say('links', {}, {}, { text: '[a.com](https://b.com)' })).toMatchObject({ kind: 'stale', because: { rule: 'links' } }));
});

test('the ramp lets a new sender grow day by day up to its quota', () => {
  const policy: Partial<Policy> = { ramp: { startPerDay: 20, growthPerDay: 1.5 } };
  const onDay = (day: number, count: number) => say('ramp', { firstSendAt: now - day * dayMs - 1, lastDay: { count, oldest: now - hourMs, newest: now } }, policy).kind;
  expect(say('ramp', { lastDay: none }, policy).kind).toBe('pass');
  expect([onDay(0, 19), onDay(0, 20), onDay(1, 29), onDay(1, 30), onDay(2, 44), onDay(2, 45), onDay(30, 149), onDay(30, 150)]).toEqual(['pass', 'hold', 'pass', 'hold', 'pass', 'hold', 'pass', 'hold']);
  expect(say('ramp', { lastDay: { count: 1000, oldest: now, newest: now } }).kind).toBe('pass');
  // On its first day, which ends before a place frees.
  expect(say('ramp', { firstSendAt: now - 20 * hourMs, lastDay: { count: 20, oldest: now - hourMs, newest: now } }, policy)).toMatchObject({ kind: 'hold', untilMs: now + 4 * hourMs });
});

test('the gap varies from message to message, never below its minimum, and is the same when asked twice', () => {
  const policy = { gapVariance: 0.5 };
  const gaps = Array.from({ length: 200 }, (_, i) => {
    const newest = now + i * 7919;
    const judged = say('minimum_gap', { lastDay: { count: 1, oldest: newest, newest } }, policy, {}, newest);
    expect(say('minimum_gap', { lastDay: { count: 1, oldest: newest, newest } }, policy, {}, newest + 1)).toEqual(judged);
    return judged.kind === 'hold' ? judged.untilMs - newest : 0;
  });
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(180_000);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(270_000);
  expect(new Set(gaps).size).toBeGreaterThan(150);
});

test('the longest gap that can be set is over before the send it is measured from is forgotten', () => {
  const { email } = defaultPolicy.channels;
  const parsed = (gapMs: number) => policySchema.safeParse({ ...defaultPolicy, channels: { ...defaultPolicy.channels, email: { ...email, gapMs } }, gapVariance: 1 }).success;
  expect([parsed(12 * hourMs), parsed(12 * hourMs + 1)]).toEqual([true, false]);
  for (let i = 0; i < 500; i++) expect(gapAfter(now + i * 7919, 12 * hourMs, 1)).toBeLessThanOrEqual(dayMs);
});

test('a household shares one cap', () => {
  const home = { ...lead, household: 'Elm 12' };
  const five: SendCount = { count: 5, oldest: now - 2 * hourMs, newest: now - hourMs };
  expect(say('household_cap', { lead: home, toHouseholdLastDay: five })).toMatchObject({ kind: 'hold', untilMs: now - 2 * hourMs + dayMs });
  expect(say('household_cap', { lead: home, toHouseholdLastDay: { ...five, count: 4 } }).kind).toBe('pass');
  expect(say('household_cap', { lead: home, toHouseholdLastDay: five, lastInboundAnywhereAt: now - 60_000 }).kind).toBe('pass');
  expect(say('household_cap', { toHouseholdLastDay: five }).kind).toBe('pass');
});

test('while the clock stands behind what is recorded nothing goes, but for what clocks differ by', () => {
  expect(say('clock', { clockBehindMs: 1000 }).kind).toBe('pass');
  expect(say('clock', { clockBehindMs: 1001 })).toMatchObject({ kind: 'hold', untilMs: now + 1001, why: 'The clock of this machine was set back: it is 2 s behind what is recorded.' });
  expect(say('clock', { clockBehindMs: 5 * hourMs })).toMatchObject({ kind: 'hold', untilMs: now + 60_000 });
});

test('while the channel is in trouble the others wait for the one that tries it', () => {
  const open = { kind: 'open', untilMs: now + 60_000, opens: 1, code: 'connection', why: 'refused' } as const;
  expect(say('circuit', { breaker: open })).toEqual({ kind: 'hold', untilMs: now + 60_000, why: expect.any(String) });
  expect(say('circuit', { breaker: open }, {}, {}, now + 60_000).kind).toBe('pass');
  expect(say('circuit', { breaker: open, underWay: 1 }, {}, {}, now + 60_000)).toMatchObject({ kind: 'hold', open: true });
  expect(say('circuit', { breaker: { kind: 'half_open', successes: 1, opens: 1 }, underWay: 1 }).kind).toBe('hold');
  expect(say('circuit', { breaker: { kind: 'closed', failures: 4 }, underWay: 9 }).kind).toBe('pass');
});
