import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findClocks } from './clocks.ts';
import { campaign } from './race.ts';

async function race(): Promise<Awaited<ReturnType<typeof campaign.run>>> {
  const folder = mkdtempSync(join(tmpdir(), 're-race-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return campaign.run({ n: 2, seed: 20_261_123, folder, signal: new AbortController().signal, progress: () => {} });
}

test('eight writers that are paused, stalled and killed lose nothing, and no reader goes backwards', { timeout: 110_000 }, async () => {
  const counts = await race();
  expect(counts.found).toBeUndefined();
  expect(counts).toMatchObject({ lost: 0, duplicated: 0, undetected: 0, halfApplied: 0, contradictions: 0 });
  expect(counts.acknowledged).toBeGreaterThan(500);
  expect(counts['looks']).toBeGreaterThan(100);
  expect(counts['pauses']).toBeGreaterThan(0);
  expect('why' in findClocks() ? counts.notRun.length : counts['clockJumps']).toBeGreaterThan(0);
});
