import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Actor } from '#lib/accounts/actor.ts';
import { contentHash, type Content } from '#lib/approvals/content.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Store } from '#lib/store/port.ts';
import { openCsvStore } from '#lib/store/csv/open-store.ts';

/**
 * The store against `node:sqlite` (WAL, synchronous=FULL) in the same run, on the same folder. One commit of ours appends one
 * event and moves its row on; SQLite's transaction updates the row and inserts the event. Only ratios mean something.
 */

export interface Figure {
  readonly name: string;
  readonly ours: number;
  readonly peer: number;
  readonly unit: string;
  /** ours : peer, or peer : ours where less is better. */
  readonly ratio: number;
  readonly wanted: string;
  readonly ok: boolean;
}

const actor: Actor = { kind: 'worker', id: 'bench', name: 'bench' };
const start = Date.UTC(2026, 0, 5);
const body = 'Thank you for asking about the house on Juniper Street. '.repeat(6);
const idOf = (i: number) => `apr_${String(i).padStart(26, '0')}`;
const contentOf = (i: number): Content => ({ channel: 'email', sender: 'us@example.com', recipient: `lead${i}@example.org`, subject: 'Your visit', body, attachments: [] });

function submitted(i: number): NewEvent[] {
  const content = contentOf(i);
  return on('approval', idOf(i), [
    {
      type: 'DraftSubmitted', content, contentHash: contentHash(content), leadId: `lea_${i % 5000}`, conversationId: null, inReplyTo: null,
      origin: { kind: 'person', by: 'person:usr_1' }, temperature: i % 9 === 0 ? 'hot' : 'warm', dueAt: start + (i * 7919) % 86_400_000,
    },
  ]);
}

function stale(id: string): NewEvent[] {
  return on('approval', id, [{ type: 'DraftWentStale', because: { kind: 'dnc_changed' } }]);
}

async function fill(store: Store, from: number, to: number): Promise<void> {
  for (let i = from; i < to; i += 500) {
    const events = Array.from({ length: Math.min(500, to - i) }, (_, k) => submitted(i + k)).flat();
    await store.commit({ actor, cause: 'bench', correlationId: 'cor_bench', now: start + i }, async () => ({ events, result: null }));
  }
}

function sqlite(dir: string, rows: number) {
  const db = new DatabaseSync(join(dir, 'peer.sqlite'));
  db.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;
    CREATE TABLE approvals (id TEXT PRIMARY KEY, status TEXT, channel TEXT, hot INT, due_at INT, version INT, row TEXT);
    CREATE INDEX queue ON approvals (status, hot, due_at, id);
    CREATE TABLE events (seq INTEGER PRIMARY KEY, ts TEXT, subject TEXT, actor TEXT, data TEXT);`);
  const insert = db.prepare('INSERT INTO approvals VALUES (?, ?, ?, ?, ?, 1, ?)');
  db.exec('BEGIN');
  for (let i = 0; i < rows; i++) insert.run(idOf(i), 'pending', 'email', i % 9 === 0 ? 0 : 1, start + (i * 7919) % 86_400_000, JSON.stringify(contentOf(i)));
  db.exec('COMMIT');
  const update = db.prepare('UPDATE approvals SET version = version + 1, row = ? WHERE id = ?');
  const event = db.prepare('INSERT INTO events (ts, subject, actor, data) VALUES (?, ?, ?, ?)');
  const page = db.prepare("SELECT row FROM approvals WHERE status = 'pending' ORDER BY hot, due_at, id LIMIT 50");
  return {
    commit(i: number) {
      db.exec('BEGIN IMMEDIATE');
      update.run(JSON.stringify(contentOf(i)), idOf(i));
      event.run(new Date().toISOString(), `approval:${idOf(i)}`, 'worker:bench', '{"because":{"kind":"dnc_changed"}}');
      db.exec('COMMIT');
    },
    /** Rows as the program uses them, as ours are. */
    page: () => page.all().map(({ row }) => JSON.parse(String(row)) as unknown),
    close: () => db.close(),
  };
}

const marked = (i: number) => ({ actor, cause: 'bench', correlationId: 'cor_bench', now: start + i });

async function perSecond(count: number, run: () => Promise<void> | void): Promise<number> {
  const from = performance.now();
  await run();
  return (count / (performance.now() - from)) * 1000;
}

/** The median of several runs, so that one slow fsync decides nothing. */
async function median(times: number, measure: () => Promise<number>): Promise<number> {
  const all: number[] = [];
  for (let i = 0; i < times; i++) all.push(await measure());
  return middle(all);
}

const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;

async function pageMs(store: Store): Promise<number> {
  return median(41, async () => {
    const from = performance.now();
    const page = await store.approvals.page({ statuses: ['pending'] }, { cursor: null, limit: 50 }, 'queue');
    if (page.items.length !== 50) throw new Error('the page is not full');
    return performance.now() - from;
  });
}

export async function run(): Promise<Figure[]> {
  const dir = mkdtempSync(join(process.env['RE_BENCH_DIR'] ?? tmpdir(), 're-bench-'));
  const store = await openCsvStore({ dataDir: join(dir, 'ours') });
  try {
    await fill(store, 0, 1000);
    const small = sqlite(join(dir), 1000);
    const commit = (i: number) => store.commit(marked(i), async () => ({ events: stale(idOf(i % 1000)), result: null }));
    const ours: number[] = [];
    const peers: number[] = [];
    // In turns, because the disk is not equally fast all the time.
    for (let turn = 0; turn < 5; turn++) {
      ours.push(await perSecond(400, async () => { for (let i = 0; i < 400; i++) await commit(i); }));
      peers.push(await perSecond(400, () => { for (let i = 0; i < 400; i++) small.commit(i); }));
    }
    const [serial, peerSerial] = [middle(ours), middle(peers)];
    const flight = await median(3, () => perSecond(6400, async () => {
      let next = 0;
      await Promise.all(Array.from({ length: 64 }, async () => { while (next < 6400) await commit(next++); }));
    }));
    small.close();
    const pageSmall = await pageMs(store);
    await fill(store, 1000, 100_000);
    const pageLarge = await pageMs(store);
    rmSync(join(dir, 'peer.sqlite'), { force: true });
    const large = sqlite(join(dir), 100_000);
    const peerPage = await median(41, async () => { const from = performance.now(); large.page(); return performance.now() - from; });
    large.close();
    await store.close();
    const from = performance.now();
    const again = await openCsvStore({ dataDir: join(dir, 'ours') });
    const openMs = performance.now() - from;
    const { seq } = await again.head();
    await again.close();
    return [
      figure('serial durable commits', serial, peerSerial, 'per s', serial / peerSerial, '>= 0.8', (r) => r >= 0.8),
      figure('commits, 64 in flight', flight, peerSerial, 'per s', flight / peerSerial, '>= 4', (r) => r >= 4),
      figure('queue page at 100,000 against SQL', pageLarge, peerPage, 'ms', pageLarge / peerPage, '<= 1', (r) => r <= 1),
      figure('queue page at 100,000 against at 1,000', pageLarge, pageSmall, 'ms', pageLarge / pageSmall, '<= 1.5', (r) => r <= 1.5),
      figure(`cold open, ${seq} records`, openMs, seq, 'ms', (openMs * 1000) / seq, 'µs per record (for the record)', () => true),
    ];
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function figure(name: string, ours: number, peer: number, unit: string, ratio: number, wanted: string, fits: (ratio: number) => boolean): Figure {
  return { name, ours: round(ours), peer: round(peer), unit, ratio: round(ratio), wanted, ok: fits(ratio) };
}

const round = (value: number) => Number(value.toPrecision(3));

if (import.meta.main) for (const line of await run()) console.log(JSON.stringify(line));
