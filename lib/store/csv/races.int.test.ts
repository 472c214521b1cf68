import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { expect, onTestFinished, test, vi } from 'vitest';
import { verifyJournal } from '#lib/audit/verify-journal.ts';
import type { RecordedEvent } from '../event.ts';
import type { Store } from '../port.ts';
import { openCsvStore } from './open-store.ts';

/** Several processes on one folder, some of them killed or stopped in the middle. */

function folder(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 're-races-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}

interface Writer {
  readonly child: ChildProcess;
  readonly ended: Promise<{ code: number | null; stderr: string }>;
  acknowledged(): string[];
}

function startWriter(dataDir: string, name: string, commits: number, inFlight: number): Writer {
  const log = join(dataDir, `${name}.acknowledged`);
  const script = join(import.meta.dirname, 'racing-writer.ts');
  const child = spawn(process.execPath, [script, dataDir, name, String(commits), log, String(inFlight)], { stdio: ['ignore', 'ignore', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const ended = new Promise<{ code: number | null; stderr: string }>((resolve) => child.on('exit', (code) => resolve({ code, stderr })));
  const acknowledged = () => (existsSync(log) ? readFileSync(log, 'utf8').split('\n').slice(0, -1) : []);
  return { child, ended, acknowledged };
}

async function everyEvent(store: Store): Promise<RecordedEvent[]> {
  const events: RecordedEvent[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Store['events']>> = await store.events({ oldestFirst: true }, { cursor, limit: 500 });
    events.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return events;
}

/** Everything acknowledged is there once, whole, and each commit saw the one before it. */
async function expectHonest(dataDir: string, writers: readonly Writer[]): Promise<number> {
  const store = await openCsvStore({ dataDir });
  const events = await everyEvent(store);
  await store.close();
  const counts = events.filter((event) => event.subject.id === 'all');
  expect(counts.map((event) => event.type === 'WatermarkMoved' && event.cursor)).toEqual(counts.map((_, i) => String(i + 1)));
  const recorded = counts.map((event) => event.cause);
  expect(new Set(recorded).size).toBe(recorded.length);
  expect(events.length).toBe(2 * recorded.length);
  const all = new Set(recorded);
  const acknowledged = writers.flatMap((writer) => writer.acknowledged());
  expect(acknowledged.filter((id) => !all.has(id))).toEqual([]);
  expect(await verifyJournal(dataDir)).toMatchObject({ ok: true, problems: [] });
  return acknowledged.length;
}

test('writers that race lose nothing and double nothing', { timeout: 40_000 }, async () => {
  const dataDir = folder();
  const writers = ['a', 'b', 'c', 'd'].map((name) => startWriter(dataDir, name, 250, name === 'd' ? 8 : 1));
  for (const writer of writers) expect(await writer.ended).toMatchObject({ code: 0, stderr: '' });
  expect(await expectHonest(dataDir, writers)).toBe(1000);
});

test('writers that are killed lose nothing that was acknowledged', { timeout: 120_000 }, async () => {
  const dataDir = folder();
  const writers: Writer[] = [];
  for (let round = 0; round < 4; round++) {
    const now = ['a', 'b', 'c'].map((name) => startWriter(dataDir, `${name}${round}`, 100_000, 4));
    writers.push(...now);
    // Together, not each: who of three comes first how often is a question of fairness, not of what is lost.
    await vi.waitFor(() => expect(now.reduce((sum, writer) => sum + writer.acknowledged().length, 0)).toBeGreaterThan(30 + 21 * round), { timeout: 30_000, interval: 5 });
    for (const writer of now) writer.child.kill('SIGKILL');
    for (const writer of now) await writer.ended;
  }
  expect(await expectHonest(dataDir, writers)).toBeGreaterThan(200);
});

test('a writer that was stopped and goes on is harmless', { timeout: 40_000 }, async () => {
  const dataDir = folder();
  const sleeper = startWriter(dataDir, 'sleeper', 600, 4);
  await vi.waitFor(() => expect(sleeper.acknowledged().length).toBeGreaterThan(20), { timeout: 10_000, interval: 5 });
  sleeper.child.kill('SIGSTOP');
  const busy = startWriter(dataDir, 'busy', 300, 2);
  expect(await busy.ended).toMatchObject({ code: 0, stderr: '' });
  sleeper.child.kill('SIGCONT');
  const verdict = await Promise.race([sleeper.ended, after(20_000, null)]);
  expect(verdict).toMatchObject({ code: 0, stderr: '' });
  expect(await expectHonest(dataDir, [sleeper, busy])).toBe(900);
});

test('a reader sees what another process was told is done, and watch tells it', { timeout: 20_000 }, async () => {
  const dataDir = folder();
  const reader = await openCsvStore({ dataDir });
  onTestFinished(() => reader.close());
  const controller = new AbortController();
  const seen: string[] = [];
  const watching = (async () => {
    for await (const batch of reader.watch(0, { signal: controller.signal })) {
      seen.push(...batch.filter((event) => event.subject.id === 'all').map((event) => event.cause));
      if (seen.length >= 50) controller.abort();
    }
  })();
  const writer = startWriter(dataDir, 'w', 50, 1);
  expect(await writer.ended).toMatchObject({ code: 0 });
  expect((await reader.channelStates.get('all'))?.watermarks['count']).toBe('50');
  await watching;
  expect(seen).toEqual(Array.from({ length: 50 }, (_, i) => `w.${i}`));
});
