import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { isBuilt } from './console-processes.ts';
import { campaign } from './send.ts';

const canTrace = spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0;

test.runIf(isBuilt && canTrace)('web and worker are killed while mail is sent: nothing twice, nothing unapproved, nothing after a stop, nothing lost', { timeout: 300_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 're-send-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const counts = await campaign.run({ n: 16, seed: 20_261_123, folder, signal: new AbortController().signal, progress: () => undefined });
  expect(counts.found).toBeUndefined();
  expect(counts).toMatchObject({ lost: 0, duplicated: 0, contradictions: 0, unapproved: 0, changed: 0, afterOptOut: 0, unparked: 0 });
  for (const step of ['Connect', 'Greeting', 'EHLO', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'Dot', 'Answered']) expect(counts[`stopsAt${step}`], step).toBe(1);
  expect(counts['killedInUse']).toBe(2);
  expect(counts.notRun).toEqual([]);
  expect(Number(counts['killedAtCalls'])).toBeGreaterThan(3);
  expect(Number(counts['killedWhileSending'])).toBeGreaterThan(1);
  expect(Number(counts['killedWebAtCalls'])).toBeGreaterThan(0);
  expect(Number(counts['taken'])).toBeGreaterThan(20);
});
