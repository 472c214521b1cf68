import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

const main = join(import.meta.dirname, 'main.ts');

interface Said {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function start(words: readonly string[]): { ended: Promise<Said>; interruptOnce: (text: string) => void } {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...words], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  let interrupted = false;
  let waitFor: string | null = null;
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
    if (waitFor === null || interrupted || !stderr.includes(waitFor)) return;
    interrupted = true;
    child.kill('SIGINT');
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stdout, stderr }));
  return { ended, interruptOnce: (text) => void (waitFor = text) };
}

test.each([
  [[], 'Which campaign?'],
  [['flood'], 'There is no campaign “flood”.'],
  [['crash', '--n', 'many'], '--n takes a whole number'],
])('%j is answered with the usage', async (words, why) => {
  const { code, stdout, stderr } = await start(words).ended;
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(why);
  expect(stderr).toMatch(/^ {2}crash +kill -9 of web and worker/m);
});

test('an interrupted campaign ends its processes and says what it has counted', { timeout: 60_000 }, async () => {
  const campaign = start(['race', '--n', '1000', '--seed', '7']);
  campaign.interruptOnce('round 1 of');
  const { code, stdout, stderr } = await campaign.ended;
  expect(code, stderr).toBe(0);
  const counts = JSON.parse(stdout) as Record<string, unknown>;
  expect(counts).toMatchObject({ campaign: 'race', n: 1000, seed: 7, lost: 0, duplicated: 0, contradictions: 0, interrupted: true });
  expect(counts['acknowledged']).toBeGreaterThan(100);
});
