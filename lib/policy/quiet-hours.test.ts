import fc from 'fast-check';
import { expect, test } from 'vitest';
import { allUsZones } from './area-codes.ts';
import { localTime } from './local-time.ts';
import { federal, isOpen, nextOpen, strictest, type Week } from './quiet-hours.ts';

const minute = 60_000;
const at = (text: string) => Date.parse(text);
const next = (text: string, zones: readonly string[], week: Week = federal) => {
  const found = nextOpen(at(text), zones, week);
  return found === null ? null : new Date(found).toISOString();
};

test.each<[string, string, string[], Week, string]>([
  ['open now: now', '2026-01-05T17:00:00.000Z', ['America/New_York'], federal, '2026-01-05T17:00:00.000Z'],
  ['before eight', '2026-01-05T12:59:30.000Z', ['America/New_York'], federal, '2026-01-05T13:00:00.000Z'],
  ['the closing minute is shut', '2026-01-06T02:00:00.000Z', ['America/New_York'], federal, '2026-01-06T13:00:00.000Z'],
  ['both coasts: the later morning', '2026-01-05T13:30:00.000Z', ['America/New_York', 'America/Los_Angeles'], federal, '2026-01-05T16:00:00.000Z'],
  ['both coasts: the earlier night', '2026-01-06T02:30:00.000Z', ['America/New_York', 'America/Los_Angeles'], federal, '2026-01-06T16:00:00.000Z'],
  ['the night the clocks go forward', '2026-03-08T03:00:00.000Z', ['America/New_York'], federal, '2026-03-08T12:00:00.000Z'],
  ['the night the clocks go back', '2026-11-01T02:00:00.000Z', ['America/New_York'], federal, '2026-11-01T13:00:00.000Z'],
  ['Texas on a Sunday opens at noon', '2026-01-04T15:00:00.000Z', ['America/Chicago'], strictest(['TX']), '2026-01-04T18:00:00.000Z'],
  ['Texas on a weekday opens at nine', '2026-01-05T14:30:00.000Z', ['America/Chicago'], strictest(['TX']), '2026-01-05T15:00:00.000Z'],
  ['Florida closes at eight', '2026-01-06T01:00:00.000Z', ['America/New_York'], strictest(['FL']), '2026-01-06T13:00:00.000Z'],
  ['a zone with a quarter of an hour', '2026-01-05T20:00:00.000Z', ['Asia/Kathmandu'], federal, '2026-01-06T02:15:00.000Z'],
])('%s', (_, from, zones, week, expected) => {
  expect(next(from, zones, week)).toBe(expected);
});

test('places that are never awake together have no hour', () => {
  expect(next('2026-01-05T12:00:00.000Z', ['America/New_York', 'Asia/Singapore', 'Europe/London'], strictest(['FL']))).toBe(null);
});

test('of several states the strictest hours count', () => {
  expect(strictest(['TX', 'FL'])(0)).toEqual({ open: 720, close: 1200 });
  expect(strictest(['CO'])(3)).toEqual({ open: 480, close: 1260 });
});

const zones = fc.uniqueArray(fc.constantFrom(...allUsZones, 'Europe/London', 'America/Sao_Paulo', 'America/St_Johns', 'Australia/Lord_Howe'), { minLength: 1, maxLength: 3 });
const changes = ['2026-03-08T10:00:00Z', '2026-11-01T09:00:00Z', '2026-03-29T01:00:00Z', '2026-10-25T01:00:00Z', '2026-04-04T15:00:00Z', '2026-10-03T15:30:00Z'].map(at);
const instants = fc.oneof(
  fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2027-12-31T00:00:00Z') }),
  fc.tuple(fc.constantFrom(...changes), fc.integer({ min: -36 * 60 * minute, max: 36 * 60 * minute })).map(([change, off]) => change + off),
);
const weeks = fc.constantFrom(federal, strictest(['TX']), strictest(['FL']), strictest(['TX', 'FL']));

test('the instant found is open everywhere, not in the past, and no minute before it is open everywhere', () => {
  fc.assert(
    fc.property(instants, zones, weeks, (now, where, week) => {
      const openAt = (instant: number) => where.every((zone) => isOpen(instant, zone, week));
      const found = nextOpen(now, where, week);
      if (openAt(now)) return found === now;
      const limit = found ?? now + 3 * 24 * 60 * minute;
      let first = Math.floor(now / minute) * minute + minute;
      while (first < limit && !openAt(first)) first += minute;
      return found === null ? first >= limit : found > now && found === first && openAt(found);
    }),
    { numRuns: 150 },
  );
});

test('the wall clock is read in its zone', () => {
  expect(localTime(at('2026-07-04T16:05:59Z'), 'America/Denver')).toEqual({ weekday: 6, minute: 605 });
  expect(localTime(at('2026-01-04T07:00:00Z'), 'America/Denver')).toEqual({ weekday: 0, minute: 0 });
});
