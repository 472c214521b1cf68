import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldInstant, fieldText, timeProblem, usualTimes } from './send-times.ts';

const zones = ['America/Denver', 'America/New_York', 'Europe/Rome', 'Asia/Kolkata', 'UTC', 'Pacific/Auckland'];

test('a field and its instant are the same time there, in any zone and season', () => {
  fc.assert(fc.property(fc.constantFrom(...zones), fc.date({ min: new Date('2026-01-01'), max: new Date('2027-12-31'), noInvalidDate: true }), (zone, date) => {
    const at = Math.floor(date.getTime() / 60_000) * 60_000;
    const again = fieldInstant(fieldText(at, zone), zone)!;
    // In the hour that comes twice either of the two is right.
    expect([0, 3_600_000, -3_600_000]).toContain(again - at);
    expect(fieldText(again, zone)).toBe(fieldText(at, zone));
  }));
});

test('an hour that clocks skip becomes one that is there', () => {
  expect(new Date(fieldInstant('2026-03-08T02:30', 'America/Denver')!).toISOString()).toMatch(/^2026-03-08T(08|09):[03]0/);
});

test.each([
  ['2026-11-23T13:00:00Z', ['This morning 2026-11-23T09:00', 'This afternoon 2026-11-23T17:00', 'Tomorrow morning 2026-11-24T09:00', 'Monday morning 2026-11-30T09:00']],
  ['2026-11-23T23:40:00Z', ['Tomorrow morning 2026-11-24T09:00', 'Monday morning 2026-11-30T09:00']],
  ['2026-11-22T20:00:00Z', ['This afternoon 2026-11-22T17:00', 'Tomorrow morning 2026-11-23T09:00']],
])('what is offered at %s', (now, offered) => {
  expect(usualTimes(Date.parse(now), 'America/Denver').map(({ label, at }) => `${label} ${fieldText(at, 'America/Denver')}`)).toEqual(offered);
});

test('what is no time is none', () => expect(fieldInstant('tomorrow', 'UTC')).toBeNull());

test('a time is taken that the server takes: after now, and no more than 90 days ahead', () => {
  const [nowMs, day] = [Date.parse('2026-01-05T20:00:00.000Z'), 86_400_000];
  expect([null, nowMs, nowMs + 1, nowMs + 90 * day, nowMs + 90 * day + 1].map((at) => timeProblem(at, nowMs))).toEqual(['Give a date and a time.', 'That has passed there.', null, null, 'At most 90 days from now.']);
});
