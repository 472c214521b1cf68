import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCsv } from './csv.ts';
import { erasedIn } from './journal.ts';
import type { JournalRecord } from './record.ts';

/**
 * Tables for people held against the journal: a row says what the journal said of its subject at a place of the chain not before the
 * one in `run/snapshots.json`, and nobody who was there by then is missing. Only what can be told without the product's rules is held:
 * which rows there are, their version (how many records their subject had) and their status.
 */

const tables = { leads: 'lead', approvals: 'approval', messages: 'message', contacts: 'contact', conversations: 'conversation', dnc: 'dnc' } as const;

/** The status a record leaves its subject in; a type that is not here leaves it as it was. */
const statusAfter: Readonly<Record<string, string | ((event: Readonly<Record<string, unknown>>, life: Life) => string)>> = {
  DraftSubmitted: 'pending', DraftEdited: 'pending', DraftApproved: 'approved', DraftRejected: 'rejected', DecisionUndone: 'pending', DraftWentStale: (_, { statuses }) => (keepsStatus(statuses) ? statuses.at(-1)! : 'pending'),
  DraftExpired: 'expired', ApprovalBlocked: 'blocked', ApprovalHeld: 'approved', HoldLifted: 'approved', ApprovalCancelled: 'cancelled', DispatchStarted: 'sending',
  DispatchAccepted: 'sent', DispatchRefused: ({ nextAttemptAt, backToReview }) => (backToReview === true ? 'pending' : nextAttemptAt === null ? 'dead_letter' : 'approved'), DispatchUncertain: 'uncertain',
  UncertainResolved: ({ as }, { isStale }) => (as === 'was_sent' ? 'sent' : as !== 'send_again' ? 'cancelled' : isStale ? 'pending' : 'approved'), UncertainProven: 'sent', DeadLetterRevived: 'pending',
  DncEntryAdded: 'active', DncEntryRemoved: 'removed',
};

export interface SnapshotAccount {
  /** Rows that were held against the journal. */
  readonly rows: number;
  readonly contradictions: readonly string[];
}

export function checkSnapshots(dataFolder: string, records: readonly JournalRecord[]): SnapshotAccount {
  const marker = join(dataFolder, 'run', 'snapshots.json');
  const { seq } = existsSync(marker) ? (JSON.parse(readFileSync(marker, 'utf8')) as { seq: number }) : { seq: 0 };
  const head = records.at(-1)?.seq ?? 0;
  const contradictions = seq > head ? [`the tables are said to be of record ${seq}, and the journal ends at ${head}`] : [];
  let rows = 0;
  for (const [name, kind] of Object.entries(tables)) {
    const path = join(dataFolder, `${name}.csv`);
    if (!existsSync(path)) continue;
    const table = checkTable(name, readFileSync(path, 'utf8'), livesOf(kind, records), seq);
    rows += table.rows;
    contradictions.push(...table.contradictions);
  }
  return { rows, contradictions };
}

/** What the journal says of one subject: the status after each of its records. */
interface Life {
  readonly seqs: number[];
  readonly statuses: string[];
  /** Something about the lead changed since its last attempt began. */
  isStale: boolean;
  /** Its data was taken out at this record. */
  erasedAt: number | null;
}

function livesOf(kind: string, records: readonly JournalRecord[]): Map<string, Life> {
  const lives = new Map<string, Life>();
  for (const { seq, subject, type, event, ...rest } of records) {
    for (const erased of erasedIn({ seq, subject, type, event, ...rest })) {
      const life = lives.get(erased.slice(kind.length + 1));
      if (life && erased.startsWith(`${kind}:`)) life.erasedAt = seq;
    }
    if (!subject.startsWith(`${kind}:`) || type === 'LeadErased') continue;
    const id = subject.slice(kind.length + 1);
    const life = lives.get(id) ?? { seqs: [], statuses: [], isStale: false, erasedAt: null };
    lives.set(id, life);
    const after = statusAfter[type];
    life.seqs.push(seq);
    if (type === 'DispatchStarted') life.isStale = false;
    if (type === 'DraftWentStale') life.isStale = true;
    life.statuses.push((typeof after === 'function' ? after(event ?? {}, life) : after) ?? life.statuses.at(-1) ?? '');
  }
  return lives;
}

/** What left, may have left, failed or was rejected keeps its status when it grows stale. */
function keepsStatus(statuses: readonly string[]): boolean {
  return ['sending', 'uncertain', 'dead_letter', 'rejected'].includes(statuses.at(-1) ?? '');
}

function checkTable(name: string, text: string, lives: ReadonlyMap<string, Life>, seq: number): SnapshotAccount {
  const [columns = [], ...rows] = parseCsv(text) ?? [];
  const contradictions: string[] = [];
  if (columns[0] !== 'id') contradictions.push(`${name}.csv is not a whole table`);
  const seen = new Set<string>();
  for (const row of rows) {
    const cell = (column: string) => row[columns.indexOf(column)] ?? null;
    const id = cell('id') ?? '';
    const why = row.length !== columns.length ? 'is cut' : seen.has(id) ? 'is there twice' : checkRow(lives.get(id), cell('version'), cell('status'), seq);
    if (why !== null) contradictions.push(`${name}.csv: ${id} ${why}`);
    seen.add(id);
  }
  for (const [id, life] of lives)
    if (!seen.has(id) && life.erasedAt === null && (life.seqs[0] ?? Infinity) <= seq) contradictions.push(`${name}.csv: ${id} is missing, although it was there at record ${seq}`);
  return { rows: rows.length, contradictions };
}

/** What is wrong with a row that is to show its subject at record `seq` or later; null when nothing is. */
function checkRow(life: Life | undefined, version: string | null, status: string | null, seq: number): string | null {
  if (!life) return 'is in no record';
  if (life.erasedAt !== null && life.erasedAt <= seq) return `was erased by record ${life.erasedAt}`;
  const least = life.seqs.filter((each) => each <= seq).length;
  const most = life.seqs.length;
  if (version !== null) {
    if (!(Number(version) >= Math.max(1, least) && Number(version) <= most)) return `has version ${version}, and between ${least} and ${most} records`;
    return checkStatus(status, life.statuses.slice(Number(version) - 1, Number(version)));
  }
  return checkStatus(status, life.statuses.slice(Math.max(0, least - 1)));
}

/** Only where records say what the status is. */
function checkStatus(status: string | null, possible: readonly string[]): string | null {
  if (status === null || possible.includes('') || possible.includes(status)) return null;
  return `is “${status}”, and by its records ${possible.join(' or ')}`;
}
