import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parse } from 'csv-parse/sync';
import { expect, onTestFinished, test, vi } from 'vitest';
import { readConfig } from '#lib/config.ts';
import { openRuntime } from '#lib/runtime.ts';
import { tablesStep } from './tables.ts';

/** The worker dies while it takes in what a person added: each row is an entry, once, and no copy of it is lost. */

const worker = resolve(import.meta.dirname, '..', 'testing', 'tables-worker.ts');
const rounds = 15;

test('killed at any moment, each row that was saved becomes one entry', { timeout: 90_000 }, async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 're-killed-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const env = { ...process.env, RE_DATA_DIR: dataDir, NODE_OPTIONS: '--disable-warning=ExperimentalWarning' };
  const saved: string[] = [];
  for (let round = 0; round < rounds; round++) {
    const child = spawn(process.execPath, [worker], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(child, 'exit');
    onTestFinished(() => void child.kill('SIGKILL'));
    await Promise.race([once(child.stdout, 'data'), ended]);
    expect(child.exitCode).toBeNull();
    saved.push(`round${round}@example.com`);
    save(dataDir, saved.at(-1) ?? '');
    // Over the rounds, death comes at every moment from before the file is noticed to after it is written anew.
    await wait(round * 6);
    child.kill('SIGKILL');
    await ended;
    forgetLocks(dataDir);
  }
  const config = readConfig({ RE_DATA_DIR: dataDir });
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  const world = await openRuntime(config.settings, { tableRestMs: 2 });
  onTestFinished(() => world.close());
  const step = tablesStep(world);
  await vi.waitFor(async () => {
    await step.run(new AbortController().signal);
    const page = await world.store.dnc.page({}, { cursor: null, limit: 500 });
    expect(page.items.map((entry) => entry.value).sort()).toEqual(saved.toSorted());
    const table: Record<string, string>[] = parse(readFileSync(join(dataDir, 'dnc.csv')), { columns: true });
    expect(table.map((row) => row['value']).sort()).toEqual(saved.toSorted());
  }, { timeout: 20_000, interval: 20 });
  const { edits } = await world.store.workspace.get();
  expect(edits.reduce((sum, { taken }) => sum + taken, 0)).toBe(rounds);
  // A file that was saved while the table was gone knows nothing of the rows before.
  expect(edits.flatMap(({ differences }) => differences).filter((words) => !/ not in the file: /.test(words))).toEqual([]);
  expect(readdirSync(dataDir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});

/** A lock of a process that died holds for some seconds; here they are over at once. */
function forgetLocks(dataDir: string): void {
  const minuteAgo = new Date(Date.now() - 60_000);
  for (const name of readdirSync(join(dataDir, 'run'))) if (name.endsWith('.lock')) utimesSync(join(dataDir, 'run', name), minuteAgo, minuteAgo);
}

/** As spreadsheets do: the whole table under another name, then in the place of the old one. A table that is not there yet is made. */
function save(dataDir: string, value: string): void {
  const path = join(dataDir, 'dnc.csv');
  const found = readdirSync(dataDir).includes('dnc.csv') ? readFileSync(path, 'utf8') : 'id,kind,value\n';
  const columns = found.split('\n')[0]?.split(',').length ?? 3;
  writeFileSync(`${path}.new`, `${found},email,${value}${','.repeat(columns - 3)}\n`);
  renameSync(`${path}.new`, path);
}
