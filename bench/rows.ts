import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Actor } from '#lib/accounts/actor.ts';
import { contentHash, type Content } from '#lib/approvals/content.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Store } from '#lib/store/port.ts';

/** The rows of both sides: an approval each, and a change of it that is recorded as an event. */

export const actor: Actor = { kind: 'worker', id: 'bench', name: 'bench' };
export const start = Date.UTC(2026, 0, 5);
const body = 'Thank you for asking about the house on Juniper Street. '.repeat(6);
export const idOf = (i: number) => `apr_${String(i).padStart(26, '0')}`;
export const contentOf = (i: number): Content => ({ channel: 'email', sender: 'us@example.com', recipient: `lead${i}@example.org`, subject: 'Your visit', body, attachments: [] });

export function submitted(i: number): NewEvent[] {
  const content = contentOf(i);
  return on('approval', idOf(i), [
    {
      type: 'DraftSubmitted', content, contentHash: contentHash(content), leadId: `lea_${i % 5000}`, conversationId: null, inReplyTo: null,
      origin: { kind: 'person', by: 'person:usr_1' }, temperature: i % 9 === 0 ? 'hot' : 'warm', dueAt: start + (i * 7919) % 86_400_000,
    },
  ]);
}

export function stale(i: number): NewEvent[] {
  return on('approval', idOf(i), [{ type: 'DraftWentStale', because: { kind: 'dnc_changed' } }]);
}

export async function fill(store: Store, from: number, to: number): Promise<void> {
  for (let i = from; i < to; i += 500) {
    const events = Array.from({ length: Math.min(500, to - i) }, (_, k) => submitted(i + k)).flat();
    await store.commit({ actor, cause: 'bench', correlationId: 'cor_bench', now: start + i }, async () => ({ events, result: null }));
  }
}

/** One commit of ours: an event appended, its row moved on. */
export const commitOne = (store: Store, i: number) => store.commit({ actor, cause: 'bench', correlationId: 'cor_bench', now: start + i }, async () => ({ events: stale(i % 1000), result: null }));

const sqliteFile = (dir: string) => join(dir, 'peer.sqlite');

/** The same in SQLite (WAL, synchronous=FULL): a transaction updates the row and inserts the event. */
export function openSqlite(dir: string) {
  const db = new DatabaseSync(sqliteFile(dir));
  db.exec('PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=60000');
  db.exec(`CREATE TABLE IF NOT EXISTS approvals (id TEXT PRIMARY KEY, status TEXT, channel TEXT, hot INT, due_at INT, version INT, row TEXT);
    CREATE INDEX IF NOT EXISTS queue ON approvals (status, hot, due_at, id);
    CREATE TABLE IF NOT EXISTS events (seq INTEGER PRIMARY KEY, ts TEXT, subject TEXT, actor TEXT, data TEXT);`);
  const update = db.prepare('UPDATE approvals SET version = version + 1, row = ? WHERE id = ?');
  const event = db.prepare('INSERT INTO events (ts, subject, actor, data) VALUES (?, ?, ?, ?)');
  const page = db.prepare("SELECT row FROM approvals WHERE status = 'pending' ORDER BY hot, due_at, id LIMIT 50");
  return {
    fill(rows: number) {
      const insert = db.prepare('INSERT INTO approvals VALUES (?, ?, ?, ?, ?, 1, ?)');
      db.exec('BEGIN');
      for (let i = 0; i < rows; i++) insert.run(idOf(i), 'pending', 'email', i % 9 === 0 ? 0 : 1, start + (i * 7919) % 86_400_000, JSON.stringify(contentOf(i)));
      db.exec('COMMIT');
    },
    commit(i: number) {
      db.exec('BEGIN IMMEDIATE');
      update.run(JSON.stringify(contentOf(i % 1000)), idOf(i % 1000));
      event.run(new Date().toISOString(), `approval:${idOf(i % 1000)}`, 'worker:bench', '{"because":{"kind":"dnc_changed"}}');
      db.exec('COMMIT');
    },
    /** Rows as the program uses them, as ours are. */
    page: () => page.all().map(({ row }) => JSON.parse(String(row)) as unknown),
    close: () => db.close(),
  };
}
