import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closed } from '#lib/channels/breaker.ts';
import type { DncEntry } from '#lib/dnc/entry.ts';
import type { Address } from '#lib/leads/address.ts';
import type { Lead } from '#lib/leads/lead.ts';
import { evaluate, explain, policyRules, verdictOf, type Explained } from './evaluate.ts';
import { dayMs, defaultPolicy, hourMs } from './policy.ts';
import { placeOf } from './place.ts';
import type { Facts, Judgement, SendCount, Subject } from './verdict.ts';

const now = Date.parse('2026-01-07T18:00:00Z');
const none: SendCount = { count: 0, oldest: null, newest: null };
const phone = (value: string): Address => ({ kind: 'phone', value });
const lead: Lead = {
  id: 'lea_1', version: 1, name: 'Kim', addresses: [{ kind: 'email', value: 'kim@example.org' }], stage: 'contacted', timeZone: 'America/Denver', region: null, postalCode: null,
  ownerId: null, tags: [], language: 'en', facts: {}, note: '', household: null, consents: [], formerAddresses: [], temperature: 'warm', source: 'test', createdAt: 0, updatedAt: 0, createdBy: 'person:usr_1',
};
const facts: Facts = {
  lead, leadId: lead.id, recipientLeadId: lead.id, ourSender: 'us@example.com', addresses: lead.addresses, dnc: [], delayed: { count: 0, newest: null }, pausedChannel: null, pausedAll: null, clockBehindMs: 0, breaker: closed, underWay: 0, toPersonUnderWay: 0, lastHour: none, lastDay: none, firstSendAt: null, toLeadLastDay: none, toHouseholdLastDay: none, lastInboundAt: now - hourMs, lastInboundAnywhereAt: now - hourMs,
};
const mail: Subject = { channel: 'email', sender: 'us@example.com', recipient: 'kim@example.org', decidedAt: now - 60_000, sendAt: null, text: 'Shall we meet?', template: null };
const chat: Subject = { ...mail, channel: 'whatsapp', recipient: '+17205550100' };
const limits = defaultPolicy;
const quietMail = { ...limits, quietChannels: ['email' as const] };

const say = (rule: string, subject: Subject, given: Partial<Facts>, at = now, by = limits): Judgement => {
  const found = explain(subject, { ...facts, ...given }, at, by).find((one) => one.rule === rule);
  if (!found) throw new Error(`no rule ${rule}`);
  return found.judgement;
};
const entry = (channel: 'all' | 'email' | 'telegram'): DncEntry => ({
  id: 'dnc_1', version: 1, kind: 'email', value: 'kim@example.org', channel, reason: 'asked by phone', source: 'manual', status: 'active',
  addedBy: 'person:usr_1', addedAt: 0, removedAt: null, removedBy: null, removalReason: null,
});

test('nothing stands in the way: allowed, and every rule says why', () => {
  expect(evaluate(mail, facts, now, limits)).toEqual({ kind: 'allow' });
  const all = explain(mail, facts, now, limits);
  expect(all.map(({ rule }) => rule)).toEqual(['dnc', 'approval', 'sender', 'recipient', 'stage', 'staleness', 'schedule', 'template', 'channel_window', 'consent', 'required_parts', 'links', 'paused', 'clock', 'circuit', 'one_at_a_time', 'quiet_hours', 'holidays', 'registry', 'returned_mail', 'hour_quota', 'day_quota', 'ramp', 'minimum_gap', 'lead_cap', 'household_cap']);
  for (const { judgement, source } of all) expect([judgement.kind, judgement.why.endsWith('.'), source !== '']).toEqual(['pass', true, true]);
});

const sent = (count: number, oldestAgo: number, newestAgo: number): SendCount => ({ count, oldest: now - oldestAgo, newest: now - newestAgo });
const rows: [string, string, Subject, Partial<Facts>, Partial<Judgement>][] = [
  ['on the list for all channels', 'dnc', mail, { dnc: [entry('all')] }, { kind: 'block' }],
  ['on the list for this channel', 'dnc', mail, { dnc: [entry('email')] }, { kind: 'block' }],
  ['on the list for another channel', 'dnc', mail, { dnc: [entry('telegram')] }, { kind: 'pass' }],
  ['a lead that is gone', 'stage', mail, { lead: null }, { kind: 'block' }],
  ['an address of nobody we know, asked about by itself', 'stage', mail, { lead: null, leadId: null }, { kind: 'pass' }],
  ['a lead that said no', 'stage', mail, { lead: { ...lead, stage: 'replied_no' } }, { kind: 'stale', because: { kind: 'lead_stage_changed' } }],
  ['a closed lead', 'stage', mail, { lead: { ...lead, stage: 'closed' } }, { kind: 'stale' }],
  ['bad data', 'stage', mail, { lead: { ...lead, stage: 'bad_data' } }, { kind: 'stale' }],
  ['drafted for the address we send from', 'sender', mail, {}, { kind: 'pass' }],
  ['drafted for an address we sent from before', 'sender', mail, { ourSender: 'new@example.com' }, { kind: 'stale', because: { kind: 'policy', rule: 'sender', why: 'It was drafted to go out from us@example.com, and we send from new@example.com now.' } }],
  ['to an address that nobody has any more', 'recipient', mail, { recipientLeadId: null }, { kind: 'pass' }],
  ['an address alone, whoever has it', 'recipient', mail, { leadId: null }, { kind: 'pass' }],
  ['to an address that another lead has now', 'recipient', mail, { recipientLeadId: 'lea_2' }, { kind: 'stale', because: { kind: 'policy', rule: 'recipient', why: 'It was drafted to go to kim@example.org, which is the address of another lead now.' } }],
  ['approved by a person, exactly this', 'approval', { ...mail, decision: { isByPerson: true, isForThis: true } }, {}, { kind: 'pass' }],
  ['approved, and changed since', 'approval', { ...mail, decision: { isByPerson: true, isForThis: false } }, {}, { kind: 'stale', because: { kind: 'policy', rule: 'approval', why: 'What would be sent is not what was approved.' } }],
  ['approved by a machine', 'approval', { ...mail, decision: { isByPerson: false, isForThis: true } }, {}, { kind: 'stale' }],
  ['nobody has decided yet', 'approval', mail, {}, { kind: 'pass' }],
  ['decided exactly at the limit', 'staleness', { ...mail, decidedAt: now - 72 * hourMs }, {}, { kind: 'pass' }],
  ['decided longer ago', 'staleness', { ...mail, decidedAt: now - 72 * hourMs - 1 }, {}, { kind: 'stale', because: { kind: 'too_old', limitHours: 72 } }],
  ['not decided yet', 'staleness', { ...mail, decidedAt: null }, {}, { kind: 'pass' }],
  ['mail has no reply window', 'channel_window', mail, { lastInboundAt: null }, { kind: 'pass' }],
  ['they never wrote on WhatsApp', 'channel_window', chat, { lastInboundAt: null }, { kind: 'stale', because: { kind: 'policy', rule: 'channel_window', why: expect.any(String) } }],
  ['they wrote 24 h ago', 'channel_window', chat, { lastInboundAt: now - dayMs }, { kind: 'stale' }],
  ['they wrote just within 24 h', 'channel_window', chat, { lastInboundAt: now - dayMs + 1 }, { kind: 'pass' }],
  ['Messenger has the same window', 'channel_window', { ...chat, channel: 'messenger' }, { lastInboundAt: null }, { kind: 'stale' }],
  ['the channel is paused', 'paused', mail, { pausedChannel: 'moving' }, { kind: 'hold', why: 'Sending by e-mail is paused: moving' }],
  ['all is paused', 'paused', mail, { pausedAll: 'stop' }, { kind: 'hold', why: 'All sending is paused: stop' }],
  ['something else is on its way to them', 'one_at_a_time', mail, { toPersonUnderWay: 1 }, { kind: 'hold', open: true, untilMs: now + 5000 }],
  ['one below the hour', 'hour_quota', mail, { lastHour: sent(49, 1000, 1000) }, { kind: 'pass' }],
  ['the hour is full', 'hour_quota', mail, { lastHour: sent(50, 59 * 60_000, 1000) }, { kind: 'hold', untilMs: now + 60_000 }],
  ['the day is full', 'day_quota', mail, { lastDay: sent(500, 23 * hourMs, 1000) }, { kind: 'hold', untilMs: now + hourMs }],
  ['the gap is over', 'minimum_gap', mail, { lastDay: sent(1, 30_000, 30_000) }, { kind: 'pass' }],
  ['within the gap', 'minimum_gap', mail, { lastDay: sent(1, 10_000, 10_000) }, { kind: 'hold', untilMs: now + 20_000 }],
  ['a start ahead of a clock that went back', 'minimum_gap', mail, { lastDay: sent(1, -hourMs, -hourMs) }, { kind: 'hold', untilMs: now + hourMs + 30_000 }],
  ['two to one lead', 'lead_cap', mail, { toLeadLastDay: sent(2, hourMs, 1000) }, { kind: 'pass' }],
  ['three to one lead who wrote before the last', 'lead_cap', mail, { toLeadLastDay: sent(3, 20 * hourMs, 1000) }, { kind: 'hold', untilMs: now + 4 * hourMs }],
  ['three to one lead who wrote since', 'lead_cap', mail, { toLeadLastDay: sent(3, 20 * hourMs, 2 * hourMs) }, { kind: 'pass' }],
];
test.each(rows)('%s', (_, rule, subject, given, expected) => {
  expect(say(rule, subject, given)).toMatchObject(expected);
});

describe('quiet hours', () => {
  const night = Date.parse('2026-01-07T05:00:00Z');
  test('mail has none unless the team keeps them', () => {
    expect(say('quiet_hours', mail, {}, night).kind).toBe('pass');
    expect(say('quiet_hours', mail, {}, night, quietMail)).toMatchObject({ kind: 'hold', untilMs: Date.parse('2026-01-07T15:00:00Z') });
  });
  test('a phone channel keeps the strictest of stored zone and number', () => {
    const given = { addresses: [phone('+12125550100')] };
    expect(say('quiet_hours', chat, given, Date.parse('2026-01-07T13:30:00Z'))).toMatchObject({ kind: 'hold', untilMs: Date.parse('2026-01-07T15:00:00Z') });
    expect(say('quiet_hours', chat, given, Date.parse('2026-01-08T02:30:00Z'))).toMatchObject({ kind: 'hold', untilMs: Date.parse('2026-01-08T15:00:00Z') });
  });
  test('a number that says nothing: open only when it is day in all the country', () => {
    const given = { lead: { ...lead, timeZone: null }, addresses: [phone('+18005550100')] };
    expect(say('quiet_hours', chat, given, Date.parse('2026-01-07T17:00:00Z'))).toMatchObject({ kind: 'hold', untilMs: Date.parse('2026-01-07T18:00:00Z') });
    expect(say('quiet_hours', chat, given, Date.parse('2026-01-07T18:30:00Z')).kind).toBe('pass');
  });
});

describe('where somebody may be', () => {
  test.each<[string, Lead | null, Address[], string[], string[]]>([
    ['the stored zone alone', lead, [], ['America/Denver'], []],
    ['an area code alone', null, [phone('+12125550100')], ['America/New_York'], ['NY']],
    ['a state in two zones', null, [phone('+18505550100')], ['America/New_York', 'America/Chicago'], ['FL']],
    ['a stored zone settles which part of the state', { ...lead, timeZone: 'America/Chicago' }, [phone('+18505550100')], ['America/Chicago'], ['FL']],
    ['a stored zone elsewhere: both count', lead, [phone('+12125550100')], ['America/Denver', 'America/New_York'], ['NY']],
    ['the postal code beside the stored zone', { ...lead, postalCode: '96813' }, [], ['America/Denver', 'Pacific/Honolulu'], ['HI']],
    ['the postal code alone', { ...lead, timeZone: null, postalCode: '33101-0001' }, [], ['America/New_York', 'America/Chicago'], ['FL']],
    ['five digits of a lead in another country are no ZIP code', { ...lead, timeZone: 'Europe/Madrid', postalCode: '28013' }, [], ['Europe/Madrid'], []],
    ['nor are those of a lead with a number of another country', { ...lead, timeZone: null, postalCode: '28013', addresses: [phone('+34912345678')] }, [phone('+34912345678')], ['Europe/Madrid', 'Africa/Ceuta', 'Atlantic/Canary'], []],
    ['the stored state beside the number', { ...lead, timeZone: null, region: 'TX' }, [phone('+12125550100')], ['America/Chicago', 'America/Denver', 'America/New_York'], ['NY', 'TX']],
    ['a stored state that an older import kept written out', { ...lead, timeZone: null, region: 'NEW YORK' }, [], ['America/New_York'], ['NY']],
    ['a stored region of another country', { ...lead, region: 'ON' }, [], ['America/Denver'], []],
    ['another country', null, [phone('+442079460000')], ['Europe/London'], []],
    ['nothing known', null, [], [], []],
  ])('%s', (_, who, addresses, zones, states) => {
    const place = placeOf(who, addresses);
    expect([place.zones.toSorted(), place.states.toSorted(), place.known]).toEqual([zones.toSorted(), states.toSorted(), zones.length > 0]);
  });
});

test('one verdict: a block wins, then a second look, then the longest hold, in any order of rules', () => {
  const judgement = fc.oneof<fc.Arbitrary<Judgement>[]>(
    fc.constant({ kind: 'pass', why: 'p' }), fc.integer({ min: 1, max: 9 }).map((untilMs) => ({ kind: 'hold', untilMs, why: 'h' })),
    fc.constant({ kind: 'stale', because: { kind: 'dnc_changed' }, why: 's' }), fc.constant({ kind: 'block', why: 'b' }),
  );
  fc.assert(fc.property(fc.array(judgement, { maxLength: 8 }), (judgements) => {
    const all = judgements.map((one, i): Explained => ({ rule: `r${i}`, scope: 'message', stopsAll: false, source: 'test', parameters: [], judgement: one }));
    const verdict = verdictOf(all);
    const kinds = judgements.map(({ kind }) => kind);
    const wanted = kinds.includes('block') ? 'block' : kinds.includes('stale') ? 'stale' : kinds.includes('hold') ? 'hold' : 'allow';
    const longest = Math.max(...judgements.flatMap((one) => (one.kind === 'hold' ? [one.untilMs] : [])));
    return verdict.kind === wanted && (verdict.kind !== 'hold' || verdict.untilMs === longest);
  }));
});

test('a hold without a known end says why before one that time ends, however long that is; it is looked at again when both may be over', () => {
  const night = Date.parse('2026-01-07T05:00:00Z');
  const verdict = evaluate(mail, { ...facts, pausedAll: 'moving', lastDay: sent(500, 1000, 1000) }, night, quietMail);
  expect(verdict).toMatchObject({ kind: 'hold', open: true, rule: 'paused', why: 'All sending is paused: moving' });
  expect(verdict).toMatchObject({ untilMs: now - 1000 + dayMs });
  expect(evaluate(mail, { ...facts, lastDay: sent(500, 1000, 1000) }, now, limits)).not.toHaveProperty('open');
});

test('what only forbids until somebody mends it comes back to a person; for good stops only the list, and a lead that is gone', () => {
  const asleep = { lead: { ...lead, timeZone: null }, addresses: [phone('+12125550100'), phone('+6531234567'), phone('+442079460000'), phone('+13055550100')] };
  expect(say('quiet_hours', chat, asleep)).toMatchObject({ kind: 'stale', because: { kind: 'policy', rule: 'quiet_hours' } });
});

test('a rule reads of the policy what it says it does, and nothing else', () => {
  for (const rule of policyRules)
    for (const channel of ['email', 'whatsapp', 'telegram'] as const) {
      const read = new Set<string>();
      const watched = new Proxy(limits, { get: (target, part) => (read.add(String(part)), Reflect.get(target, part)) });
      rule.judge({ ...chat, channel, decidedAt: now }, facts, now, watched);
      expect([...read].filter((part) => !(rule.parameters as readonly string[]).includes(part)), rule.name).toEqual([]);
    }
});

test('every hold ends after now: no rule can be asked again at once for ever', () => {
  const count = fc.record({ count: fc.integer({ min: 0, max: 600 }), oldest: fc.option(fc.integer({ min: now - 2 * dayMs, max: now + dayMs })), newest: fc.option(fc.integer({ min: now - 2 * dayMs, max: now + dayMs })) });
  fc.assert(fc.property(count, count, count, fc.integer({ min: now - dayMs, max: now + dayMs }), (lastHour, lastDay, toLeadLastDay, at) => {
    const all = explain(chat, { ...facts, lastHour, lastDay, toLeadLastDay, pausedAll: 'x' }, at, limits);
    return all.length === policyRules.length && all.every(({ judgement }) => judgement.kind !== 'hold' || judgement.untilMs > at);
  }));
});
