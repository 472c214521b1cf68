import fc from 'fast-check';
import type { Breaker } from '#lib/channels/breaker.ts';
import type { TemplateUse } from '#lib/approvals/content.ts';
import { channels, type Channel } from '#lib/channels/channel.ts';
import type { Address } from '#lib/leads/address.ts';
import type { Lead, Stage } from '#lib/leads/lead.ts';
import type { MessageTemplate } from '#lib/policy/message-template.ts';
import { dayMs, defaultPolicy, hourMs, type Policy } from '#lib/policy/policy.ts';
import type { Facts, SendCount, Subject } from '#lib/policy/verdict.ts';
import { phones, postalCodes } from './own-hours.ts';

/** One generated case: a message, a person, what went out and came in before, a policy, and an instant. */
export interface Case {
  readonly now: number;
  readonly channel: Channel;
  readonly decidedAgoMs: number | null;
  readonly sendAt: number | null;
  readonly text: string | null;
  readonly template: TemplateUse | null;
  readonly lead: Lead | null;
  /** What we send from now; every case was drafted for `us`. */
  readonly ourSender: string;
  /** Whether another lead has the address by now. */
  readonly isOfAnother: boolean;
  readonly phones: readonly string[];
  readonly sends: readonly Past[];
  /** When they wrote: on this channel, or on another one. */
  readonly inbound: readonly { readonly at: number; readonly here: boolean }[];
  readonly delayedAt: readonly number[];
  readonly pausedChannel: string | null;
  readonly pausedAll: string | null;
  readonly clockBehindMs: number;
  readonly breaker: Breaker;
  readonly underWay: number;
  readonly toPersonUnderWay: number;
  readonly policy: Policy;
}

export interface Past {
  readonly at: number;
  readonly to: 'lead' | 'home' | 'other';
}

export function subjectOf({ channel, decidedAgoMs, sendAt, now, text, template, phones: [phone] }: Case): Subject {
  const recipient = channel === 'whatsapp' ? (phone ?? '+13035550142') : channel === 'email' ? 'kim@example.org' : 'kim';
  return { channel, sender: 'us', recipient, decidedAt: decidedAgoMs === null ? null : now - decidedAgoMs, sendAt, text, template };
}

/** What would be known of the case at an instant: everything that counts is counted from that instant back, as the store counts it. */
export function factsAt(given: Case, at: number): Facts {
  const { lead, ourSender, isOfAnother, phones: numbers, sends, inbound, delayedAt, pausedChannel, pausedAll, clockBehindMs, breaker, underWay, toPersonUnderWay } = given;
  const addresses: Address[] = [{ kind: 'email', value: 'kim@example.org' }, ...numbers.map((value) => ({ kind: 'phone' as const, value }))];
  const ours = sends.filter(({ to }) => to === 'lead');
  const delayed = delayedAt.filter((each) => each >= at - 28 * dayMs);
  return {
    lead, leadId: lead?.id ?? null, recipientLeadId: isOfAnother ? 'lea_other' : (lead?.id ?? null), ourSender, addresses, dnc: [], pausedChannel, pausedAll, clockBehindMs, breaker, underWay, toPersonUnderWay,
    lastHour: counted(sends, at - hourMs + 1), lastDay: counted(sends, at - dayMs + 1), firstSendAt: counted(sends, -Infinity).oldest,
    toLeadLastDay: counted(ours, at - dayMs + 1), toHouseholdLastDay: counted(sends.filter(({ to }) => to !== 'other'), at - dayMs + 1),
    delayed: { count: delayed.filter((each) => each >= Math.max(...delayed) - 14 * dayMs).length, newest: newestOf(delayed) },
    lastInboundAt: newestOf(inbound.filter(({ here }) => here).map((each) => each.at)), lastInboundAnywhereAt: newestOf(inbound.map((each) => each.at)),
  };
}

function counted(sends: readonly Past[], sinceMs: number): SendCount {
  const within = sends.map(({ at }) => at).filter((at) => at >= sinceMs);
  return { count: within.length, oldest: within.length === 0 ? null : Math.min(...within), newest: newestOf(within) };
}

const newestOf = (instants: readonly number[]): number | null => (instants.length === 0 ? null : Math.max(...instants));

const at = (text: string) => Date.parse(text);
/** Around these the clocks change somewhere, a year ends, or a day is one too many. */
const edges = ['2026-03-08T10:00:00Z', '2026-11-01T08:00:00Z', '2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z', '2026-04-04T15:00:00Z', '2026-10-03T15:30:00Z', '2026-12-31T23:59:59Z', '2028-02-29T12:00:00Z'].map(at);
const instant = fc.oneof(fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2028-12-31T00:00:00Z') }), fc.tuple(fc.constantFrom(...edges), fc.integer({ min: -36 * hourMs, max: 36 * hourMs })).map(([edge, off]) => edge + off));

const zone = fc.constantFrom('America/Denver', 'America/New_York', 'America/Los_Angeles', 'America/Phoenix', 'Europe/London', 'Asia/Kathmandu', 'Australia/Lord_Howe', 'Asia/Tokyo', 'Pacific/Honolulu');
const ago = fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 0, max: 26 * hourMs }) }, { weight: 3, arbitrary: fc.integer({ min: 0, max: 65 * 60_000 }) }, { weight: 1, arbitrary: fc.integer({ min: -6 * hourMs, max: 0 }) });

/** Most cases have few reasons against them, so that those that are allowed are many as well. */
function rarely<T, U>(reason: fc.Arbitrary<T>, none: fc.Arbitrary<U>): fc.Arbitrary<T | U> {
  return fc.oneof<[{ weight: number; arbitrary: fc.Arbitrary<T> }, { weight: number; arbitrary: fc.Arbitrary<U> }]>({ weight: 1, arbitrary: reason }, { weight: 9, arbitrary: none });
}

const lead: fc.Arbitrary<Lead> = fc.record({
  stage: fc.oneof({ weight: 9, arbitrary: fc.constantFrom<Stage>('new', 'contacted', 'replied', 'viewing') }, { weight: 1, arbitrary: fc.constantFrom<Stage>('closed', 'replied_no') }), timeZone: fc.option(zone), region: fc.option(fc.constantFrom('CO', 'TX', 'FL', 'NY')),
  postalCode: fc.option(fc.constantFrom(...postalCodes.map(({ code }) => code))),
  household: fc.option(fc.constant('elm 12')), consents: fc.constantFrom([], [{ channel: 'all' as const, source: 'web form', at: 1 }], [{ channel: 'telegram' as const, source: 'web form', at: 1 }]),
}).map((own) => ({
  id: 'lea_1', version: 1, name: 'Kim', addresses: [], formerAddresses: [], ownerId: null, tags: [], language: 'en', facts: {}, note: '', temperature: 'warm', source: 'test', createdAt: 0, updatedAt: 0, createdBy: 'person:usr_1', ...own,
}));

const limits = fc.record({ perHour: fc.integer({ min: 1, max: 8 }), perDay: fc.integer({ min: 1, max: 14 }), gapMs: fc.constantFrom(0, 1, 30_000, 600_000, hourMs) });
const someChannels = fc.subarray([...channels]);
const dayNear = (now: number) => fc.integer({ min: -2, max: 3 }).map((days) => new Date(now + days * dayMs).toISOString().slice(0, 10));

/** One without values, one with two of them, and one that is not delivered to +1. */
const listed: readonly MessageTemplate[] = [
  { name: 'hello', language: 'en_US', category: 'utility', body: 'Hello', status: 'active' },
  { name: 'visit', language: 'en_US', category: 'utility', body: 'Hello {{1}}, see you on {{2}}.', status: 'active' },
  { name: 'offer', language: 'en_US', category: 'marketing', body: 'Hello {{1}}!', status: 'active' },
];
const templated = fc.constantFrom<readonly [string, TemplateUse]>(
  ['Hello', { name: 'hello', language: 'en_US', parameters: [] }], ['Hello Kim, see you on Friday.', { name: 'visit', language: 'en_US', parameters: ['Kim', 'Friday'] }],
  ['Hello Kim!', { name: 'offer', language: 'en_US', parameters: ['Kim'] }], ['Hello Kim, see you on Monday.', { name: 'visit', language: 'en_US', parameters: ['Kim', 'Friday'] }],
  ['Hola', { name: 'hello', language: 'es', parameters: [] }], ['Hello Kim!', { name: 'offer', language: 'en_US', parameters: [] }],
);

function policyNear(now: number): fc.Arbitrary<Policy> {
  return fc.record({
    channels: fc.record({ whatsapp: limits, telegram: limits, email: limits, linkedin: limits, messenger: limits }),
    gapVariance: fc.constantFrom(0, 0.3, 1), ramp: rarely(fc.record({ startPerDay: fc.integer({ min: 1, max: 5 }), growthPerDay: fc.constantFrom(1, 1.5, 10) }), fc.constant(null)),
    perLeadPerDay: fc.integer({ min: 1, max: 4 }), perHouseholdPerDay: fc.integer({ min: 1, max: 5 }), staleAfterMs: fc.constantFrom(hourMs, 72 * hourMs), returnedShareMax: fc.constant(0.1), scheduleGraceMs: fc.constant(2 * hourMs), delayedMail: fc.constantFrom(defaultPolicy.delayedMail, { reports: 1, restMs: 14 * dayMs }, { reports: 3, restMs: 14 * dayMs }), retryPausesMs: fc.constant(defaultPolicy.retryPausesMs), breaker: fc.constant(defaultPolicy.breaker), teamZone: zone,
    quietChannels: someChannels, holidays: rarely(fc.uniqueArray(dayNear(now), { minLength: 1, maxLength: 3 }), fc.constant([])), consentChannels: rarely(someChannels, fc.constantFrom([], ['whatsapp' as const])), postalAddress: fc.constantFrom('', '12 Elm St, Denver'),
    registryMaxAgeDays: fc.option(fc.integer({ min: 1, max: 31 })), registryCopiedOn: fc.option(dayNear(now)), templates: fc.subarray([...listed]).chain((all) => fc.tuple(...all.map((each) => fc.constantFrom<MessageTemplate['status']>('active', 'active', 'retired').map((status) => ({ ...each, status }))))),
  });
}

const breaker = (now: number): fc.Arbitrary<Breaker> => fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 4 }).map((failures): Breaker => ({ kind: 'closed', failures })) },
  { weight: 1, arbitrary: fc.integer({ min: -600_000, max: 600_000 }).map((ahead): Breaker => ({ kind: 'open', untilMs: now + ahead, opens: 1, code: 'connection', why: 'refused' })) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 2 }).map((successes): Breaker => ({ kind: 'half_open', successes, opens: 1 })) },
);

const freeText: fc.Arbitrary<Case> = instant.chain((now) =>
  fc.record({
    now: fc.constant(now), channel: fc.constantFrom(...channels), decidedAgoMs: fc.option(rarely(fc.integer({ min: 0, max: 80 * hourMs }), fc.integer({ min: 0, max: hourMs }))), sendAt: rarely(fc.integer({ min: -5 * hourMs, max: 5 * hourMs }).map((ms) => now + ms), fc.constant(null)),
    text: rarely(fc.constant('[a.com](https://b.com)'), fc.constantFrom(null, 'Hello', 'Hello\n\n12 Elm St, Denver')), template: fc.constant<TemplateUse | null>(null), lead: fc.option(lead, { freq: 12 }), phones: fc.uniqueArray(fc.constantFrom(...phones.map(({ number }) => number)), { maxLength: 2 }),
    sends: fc.array(fc.record({ at: ago.map((ms) => now - ms), to: fc.constantFrom('lead' as const, 'home' as const, 'other' as const) }), { maxLength: 9 }),
    inbound: fc.array(fc.record({ at: ago.map((ms) => now - ms), here: fc.boolean() }), { maxLength: 3 }), delayedAt: fc.array(fc.integer({ min: 0, max: 29 * dayMs }).map((ms) => now - ms), { maxLength: 4 }),
    pausedChannel: rarely(fc.constant('moving house'), fc.constant(null)), pausedAll: rarely(fc.constant('stop'), fc.constant(null)), clockBehindMs: rarely(fc.integer({ min: 0, max: 6 * hourMs }), fc.constant(0)), breaker: breaker(now), underWay: fc.constantFrom(0, 0, 0, 1, 3), toPersonUnderWay: rarely(fc.constant(1), fc.constant(0)), ourSender: rarely(fc.constant('them'), fc.constant('us')), isOfAnother: rarely(fc.constant(true), fc.constant(false)), policy: policyNear(now),
  }),
);

/** One in four is sent as a template, most of those on a channel that has some. */
export const aCase: fc.Arbitrary<Case> = fc.tuple(freeText, fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: fc.tuple(templated, fc.integer({ min: 0, max: 5 }).map((n) => n > 0)) })).map(([given, use]) => (use === null ? given : { ...given, text: use[0][0], template: use[0][1], channel: use[1] ? 'whatsapp' : given.channel }));
