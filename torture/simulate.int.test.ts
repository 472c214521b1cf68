import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { campaign } from './simulate.ts';

test('simulated days: no quota, gap or cap is broken, nothing goes out twice or to who said stop, and a seed plays the same day again', { timeout: 180_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 're-simulate-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const counts = await campaign.run({ n: 25, seed: 20_261_123, folder, signal: new AbortController().signal, progress: () => undefined });
  expect(counts.found).toBeUndefined();
  expect(counts).toMatchObject({ contradictions: 0, playedTwice: 2 });
  expect(Number(counts['sends'])).toBeGreaterThan(1500);
  for (const name of ['restarts', 'jumps', 'uncertain', 'held']) expect(Number(counts[name]), name).toBeGreaterThan(10);
});
