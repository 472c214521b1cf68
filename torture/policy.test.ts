import { expect, test } from 'vitest';
import { campaign } from './policy.ts';

const seed = Number(process.env['RE_POLICY_SEED'] ?? Math.floor(Math.random() * 1e9));

/** What is wrong names the seed, for RE_POLICY_SEED. */
test('no generated message, past or policy makes a verdict wrong', { timeout: 120_000 }, async () => {
  const counts = await campaign.run({ n: 8000, seed, folder: '', signal: new AbortController().signal, progress: () => undefined });
  expect(counts.found).toBeUndefined();
  expect(counts).toMatchObject({ tried: 8000, contradictions: 0 });
});
