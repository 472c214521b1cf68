import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Counts } from './campaign.ts';
import { campaign as damage, cutTheEnd, doHarm } from './damage.ts';
import { failInside } from './faults-inside.ts';
import { failOutside, fillUp } from './faults-outside.ts';
import { campaign as power } from './power.ts';
import { Tally } from './tally.ts';

/** The campaigns in short; what this machine cannot do is named and not called passed. */

const clean = { lost: 0, duplicated: 0, undetected: 0, halfApplied: 0, contradictions: 0 };

function order(n: number) {
  const folder = mkdtempSync(join(tmpdir(), 're-torture-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return { n, seed: 20_261_123, folder, signal: new AbortController().signal, progress: () => undefined };
}

function expectClean(counts: Counts): void {
  expect(counts.found).toBeUndefined();
  expect(counts).toMatchObject(clean);
}

test('power cuts lose nothing that was acknowledged', { timeout: 60_000 }, async () => {
  const counts = await power.run(order(240));
  expectClean(counts);
  expect(counts['cuts']).toBe(238);
  expect(counts.acknowledged).toBeGreaterThan(500);
  expect(Number(counts['realCuts'] ?? 0) + counts.notRun.length).toBeGreaterThan(0);
});

test('a journal cut off anywhere in its end is exactly a prefix', { timeout: 60_000 }, async () => {
  const tally = new Tally();
  await cutTheEnd(order(1), 65_536, 37, tally);
  expectClean(tally.counts());
  expect(tally.own['cuts']).toBe(1772);
});

test('damage of every kind is found', { timeout: 60_000 }, async () => {
  const tally = new Tally();
  await doHarm(order(114), tally);
  expectClean(tally.counts());
  expect(Number(tally.own['damages'])).toBeGreaterThan(70);
});

test('whatever call of the file system fails, nothing false is said', { timeout: 60_000 }, async () => {
  const tally = new Tally();
  await failInside(order(1), tally, 5);
  expectClean(tally.counts());
  expect(Number(tally.own['runs'])).toBeGreaterThan(200);
});

test('the kernel’s own refusals and a full disk are met in the same way', { timeout: 60_000 }, async () => {
  const tally = new Tally();
  await failOutside(order(6), tally);
  await fillUp(order(1), tally);
  expectClean(tally.counts());
  expect(Number(tally.own['injected'] ?? 0) + Number(tally.own['filledUp'] ?? 0) + tally.notRun.length).toBeGreaterThan(1);
});

test('each campaign says what n counts', () => {
  for (const { summary } of [power, damage]) expect(summary).toMatch(/\bn\b/);
});
