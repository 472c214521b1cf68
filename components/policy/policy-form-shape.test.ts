import fc from 'fast-check';
import { expect, test } from 'vitest';
import { channels } from '#lib/channels/channel.ts';
import { defaultPolicy } from '#lib/policy/policy.ts';
import { policySchema } from '#lib/policy/schema.ts';
import { changesOf, formOf, rebased, valuesOf, type PolicyValues } from './policy-form-shape.ts';

const shown: PolicyValues = policySchema.parse(defaultPolicy);

const policies: fc.Arbitrary<PolicyValues> = fc.record({
  channels: fc.record(Object.fromEntries(channels.map((channel) => [channel, fc.record({ perHour: fc.integer({ min: 1, max: 1000 }), perDay: fc.integer({ min: 1, max: 9999 }), gapMs: fc.integer({ min: 0, max: 86_400 }).map((s) => s * 1000) })])) as never),
  gapVariance: fc.integer({ min: 0, max: 100 }).map((percent) => percent / 100), ramp: fc.option(fc.record({ startPerDay: fc.integer({ min: 1, max: 99 }), growthPerDay: fc.constantFrom(1, 1.5, 2) })),
  perLeadPerDay: fc.integer({ min: 1, max: 99 }), perHouseholdPerDay: fc.integer({ min: 1, max: 99 }), staleAfterMs: fc.integer({ min: 1, max: 720 }).map((h) => h * 3_600_000), scheduleGraceMs: fc.integer({ min: 1, max: 1440 }).map((minutes) => minutes * 60_000), returnedShareMax: fc.integer({ min: 1, max: 100 }).map((percent) => percent / 100),
  delayedMail: fc.record({ reports: fc.integer({ min: 1, max: 20 }), restMs: fc.integer({ min: 1, max: 336 }).map((hours) => hours * 3_600_000) }), retryPausesMs: fc.array(fc.integer({ min: 1, max: 1440 }).map((minutes) => minutes * 60_000), { minLength: 1, maxLength: 6 }), breaker: fc.record({ failures: fc.integer({ min: 1, max: 99 }), restMs: fc.integer({ min: 10, max: 600 }).map((seconds) => seconds * 1000), successes: fc.integer({ min: 1, max: 99 }) }), teamZone: fc.constantFrom('UTC', 'Europe/Rome'),
  quietChannels: fc.subarray([...channels]), holidays: fc.subarray(['2026-12-25', '2027-01-01']), consentChannels: fc.subarray([...channels]), postalAddress: fc.constantFrom('', '1 Main St'),
  registryMaxAgeDays: fc.option(fc.integer({ min: 1, max: 31 })), registryCopiedOn: fc.option(fc.constant('2026-11-02')), templates: fc.subarray([{ name: 'visit', language: 'en_US', category: 'utility' as const, body: 'Hello {{1}}.', status: 'active' as const }]),
}) as fc.Arbitrary<PolicyValues>;

test('a form that nobody touched is the policy, and changes nothing', () => {
  fc.assert(fc.property(policies, (policy) => {
    expect(valuesOf(formOf(policy))).toEqual(policy);
    expect(changesOf(policy, formOf(policy))).toEqual({});
  }));
});

test('what differs is given whole, and nothing else; the order of ticks is no difference', () => {
  const form = { ...formOf(shown), perLeadPerDay: '7', consentChannels: [...shown.consentChannels].reverse(), quietChannels: ['telegram', 'email'] as const };
  expect(changesOf({ ...shown, quietChannels: ['email', 'telegram'] }, form)).toEqual({ perLeadPerDay: 7 });
});

test('on a newer reading only what was typed stays', () => {
  const typed = formOf(shown);
  const form = { ...typed, perLeadPerDay: '7', channels: { ...typed.channels, email: { ...typed.channels.email, perDay: '80' } } };
  const now: PolicyValues = { ...shown, gapVariance: 0.25, perLeadPerDay: 1, channels: { ...shown.channels, email: { perHour: 9, perDay: 9, gapMs: 9000 } } };
  expect(changesOf(now, rebased(form, shown, now))).toEqual({ perLeadPerDay: 7, channels: { ...now.channels, email: { perHour: 9, perDay: 80, gapMs: 9000 } } });
});

test('on a newer reading a template that was not touched follows what is in force now', () => {
  const one = (name: string, more: object = {}) => ({ name, language: 'en', category: 'utility' as const, body: `Hello from ${name}.`, status: 'active' as const, ...more });
  const before: PolicyValues = { ...shown, templates: [one('x'), one('y'), one('w')] };
  const form = { ...formOf(before), templates: [one('x'), one('y', { body: 'Good day from y.' }), one('w'), one('own')] };
  const now: PolicyValues = { ...shown, templates: [one('x', { status: 'retired' }), one('y'), one('z')] };
  expect(changesOf(now, rebased(form, before, now))).toEqual({ templates: [one('x', { status: 'retired' }), one('y', { body: 'Good day from y.' }), one('z'), one('own')] });
  expect(changesOf(now, rebased(formOf(before), before, now))).toEqual({});
});

test('what is no number is refused by name', () => {
  const read = policySchema.safeParse(valuesOf({ ...formOf(shown), perLeadPerDay: 'few', staleHours: '', retryMinutes: '5, soon', breakerRest: '601', delayedRestHours: '337' }));
  expect(read.error?.issues.map(({ path }) => path.join('.'))).toEqual(['perLeadPerDay', 'staleAfterMs', 'delayedMail.restMs', 'retryPausesMs.1', 'breaker.restMs']);
});

test('a pause, a rest and at least one try again are asked for', () => {
  const read = policySchema.safeParse(valuesOf({ ...formOf(shown), retryMinutes: ' ', breakerRest: '9' }));
  expect(read.error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`)).toEqual(['retryPausesMs must have at least one pause', 'breaker.restMs must be at least 10 s']);
});
