import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { campaign } from './model.ts';

const seed = Number(process.env['RE_MODEL_SEED'] ?? Math.floor(Math.random() * 1e9));

test(`three stores on one folder are what a plain reference says (RE_MODEL_SEED=${seed})`, { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 're-model-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const counts = await campaign.run({ n: 6000, seed, folder, signal: new AbortController().signal, progress: () => undefined });
  expect(counts.found).toBeUndefined();
  expect(counts).toMatchObject({ contradictions: 0 });
  expect(counts.tried).toBeGreaterThanOrEqual(6000);
});
