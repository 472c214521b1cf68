import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { campaign } from './crash.ts';
import { isBuilt } from './console-processes.ts';

test.runIf(isBuilt)('web, worker and writers are killed, and everything acknowledged is there', { timeout: 110_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 're-crash-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const said: string[] = [];
  const counts = await campaign.run({ n: 18, seed: 20_261_123, folder, signal: new AbortController().signal, progress: (text) => said.push(text) });
  expect(counts.found).toBeUndefined();
  expect(counts).toMatchObject({ lost: 0, duplicated: 0, undetected: 0, halfApplied: 0, contradictions: 0, notRun: [], refused: 0 });
  expect(counts.acknowledged).toBeGreaterThan(200);
  expect(counts['sends']).toBeGreaterThan(0);
  expect(Number(counts['killsOfWeb'] ?? 0) + Number(counts['killsOfWorker'] ?? 0) + Number(counts['killsOfBoth'] ?? 0)).toBe(3);
  expect(Number(counts['killedAtWork'] ?? 0) + Number(counts['killedWhileStarting'] ?? 0) + Number(counts['killedInAWrite'] ?? 0)).toBe(15);
  expect(said.length).toBeGreaterThan(0);
});
