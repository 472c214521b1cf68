import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCsvStore } from '#lib/store/csv/open-store.ts';
import type { Store } from '#lib/store/port.ts';
import { figure, median, middle, perSecond, type Figure } from './figure.ts';
import { commitOne, fill, openSqlite } from './rows.ts';
import { bytesOnDisk, inFreshProcess } from './scale.ts';
import { bothTogether } from './two-processes.ts';
import { buildWorkspace, fullScale } from './workspace.ts';

/**
 * The store against `node:sqlite` (WAL, synchronous=FULL) in the same run, on the same disk and with the same rows, and its opening against
 * `csv-parse` alone. Only ratios mean something. `RE_BENCH_SCALE=0.1` makes the large workspace smaller.
 */

export async function run(): Promise<Figure[]> {
  const dir = mkdtempSync(join(process.env['RE_BENCH_DIR'] ?? tmpdir(), 're-bench-'));
  try {
    return [...(await commits(dir)), ...(await pages(join(dir, 'pages'))), ...(await scale(join(dir, 'scale')))];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

async function commits(dir: string): Promise<Figure[]> {
  const store = await openCsvStore({ dataDir: join(dir, 'ours') });
  const peer = openSqlite(dir);
  await fill(store, 0, 1000);
  peer.fill(1000);
  const [ours, peers, flights]: [number[], number[], number[]] = [[], [], []];
  // In turns, because the disk is not equally fast all the time.
  for (let turn = 0; turn < 5; turn++) {
    ours.push(await perSecond(400, async () => { for (let i = 0; i < 400; i++) await commitOne(store, i); }));
    peers.push(await perSecond(400, () => { for (let i = 0; i < 400; i++) peer.commit(i); }));
    flights.push(await perSecond(6400, () => inFlight(store, 6400, 64)));
  }
  await store.close();
  peer.close();
  const [both, bothPeer, bothSerial]: [number[], number[], number[]] = [[], [], []];
  for (let turn = 0; turn < 3; turn++) {
    both.push(await bothTogether('ours', dir, 6400, 64));
    bothPeer.push(await bothTogether('sqlite', dir, 1000, 1));
    bothSerial.push(await bothTogether('ours', dir, 1000, 1));
  }
  const serial = middle(peers);
  return [
    figure('serial durable commits', middle(ours), serial, 'per s', '>= 0.8', (r) => r >= 0.8),
    figure('commits, 64 in flight, against serial SQLite', middle(flights), serial, 'per s', '>= 4', (r) => r >= 4),
    figure('two processes, 64 in flight each, against two of SQLite', middle(both), middle(bothPeer), 'per s', '>= 2', (r) => r >= 2),
    figure('two processes, one in flight each, against two of SQLite', middle(bothSerial), middle(bothPeer), 'per s', 'for the record', () => true),
  ];
}

async function inFlight(store: Store, count: number, width: number): Promise<void> {
  let next = 0;
  await Promise.all(Array.from({ length: width }, async () => { while (next < count) await commitOne(store, next++); }));
}

async function pages(dir: string): Promise<Figure[]> {
  const store = await openCsvStore({ dataDir: join(dir, 'ours') });
  await fill(store, 0, 1000);
  const small = await pageMs(store);
  await fill(store, 1000, 100_000);
  const large = await pageMs(store);
  await store.close();
  const peer = openSqlite(dir);
  peer.fill(100_000);
  const peerMs = await median(41, async () => {
    const from = performance.now();
    peer.page();
    return performance.now() - from;
  });
  peer.close();
  return [
    figure('queue page at 100,000 against SQL', large, peerMs, 'ms', '<= 1', (r) => r <= 1),
    figure('queue page at 100,000 against at 1,000', large, small, 'ms', '<= 1.5', (r) => r <= 1.5),
  ];
}

async function pageMs(store: Store): Promise<number> {
  return median(41, async () => {
    const from = performance.now();
    const page = await store.approvals.page({ statuses: ['pending'] }, { cursor: null, limit: 50 }, 'queue');
    if (page.items.length !== 50) throw new Error('the page is not full');
    return performance.now() - from;
  });
}

async function scale(dir: string): Promise<Figure[]> {
  const share = Number(process.env['RE_BENCH_SCALE'] ?? '1');
  const store = await openCsvStore({ dataDir: dir, snapshotEveryMs: 3_600_000 });
  await buildWorkspace(store, { approvals: Math.round(fullScale.approvals * share), leads: Math.round(fullScale.leads * share) }, (done) => process.stderr.write(`building the workspace: ${Math.round(done * 100)} %\n`));
  const { seq } = await store.head();
  await store.close();
  const bytes = bytesOnDisk(dir);
  const [opened, parsed]: [number[], number[]] = [[], []];
  let rss = 0;
  for (let turn = 0; turn < 3; turn++) {
    const ours = inFreshProcess('open', dir);
    if (ours.records !== seq) throw new Error(`${ours.records} of ${seq} records were read`);
    opened.push(ours.ms);
    rss = Math.max(rss, ours.rss);
    parsed.push(inFreshProcess('parse', dir).ms);
  }
  const empty = inFreshProcess('empty', dir).rss;
  const [mb, label] = [bytes / 1e6, `${seq.toLocaleString('en-US')} records, ${Math.round(bytes / 1e6)} MB`];
  return [
    figure(`cold open of ${label}, against csv-parse alone`, middle(opened), middle(parsed), 'ms', '<= 1.3', (r) => r <= 1.3),
    figure('memory after opening it, against bytes on disk', (rss - empty) / 1e6, mb, 'MB', '<= 4', (r) => r <= 4),
  ];
}

if (import.meta.main) for (const line of await run()) console.log(JSON.stringify(line));
