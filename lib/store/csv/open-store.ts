import { watch as watchFolder, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import lockfile from 'proper-lockfile';
import { Fault } from '#lib/errors.ts';
import { closedFault, Ledger, type Pauses } from '../ledger.ts';
import type { TableFiles } from '#lib/workspace/table-files.ts';
import { workspaceId } from '#lib/workspace/workspace.ts';
import type { Blanked, Store } from '../port.ts';
import { readsOf } from '../reads.ts';
import { watchEvents } from '../watch.ts';
import { folders, prepareDataFolder, reason } from './data-folder.ts';
import { codeOf, type Files } from '../journal/files.ts';
import type { Salt } from '../journal/record.ts';
import { openErasureKey, type ErasureKey } from './erasure-key.ts';
import { CsvJournal } from './journal.ts';
import { keepSnapshots } from './keep-snapshots.ts';
import { filePresence } from './presence.ts';
import { fileTables } from './table-files.ts';
import type { RowSource } from './snapshots.ts';
import { openTurn, type Turn } from './turn.ts';

export interface CsvStoreOptions {
  readonly dataDir: string;
  /** Take a file system that may lose or tear commits. */
  readonly anyFileSystem?: boolean;
  readonly files?: Files;
  /** A file of the journal is closed once it is larger. */
  readonly segmentBytesMax?: number;
  /** How often to look for what other processes wrote, where the file system does not tell. */
  readonly pollMs?: number;
  readonly random?: () => number;
  /** Of the journal's records; for playing the same history twice. */
  readonly salt?: Salt;
  /** How often this process looks after the tables for people by itself; without it, only when it is asked to (`tableFiles`). */
  readonly snapshotEveryMs?: number;
  /** How long a table that somebody saves, and the journal, must be still to be taken for done. */
  readonly tableRestMs?: number;
}

export interface CsvStore extends Store {
  readonly tableFiles: TableFiles;
}

/**
 * Opens the store in a data folder, which is made when it is not there, and reads the whole journal.
 * Faults: `store_damaged`, `store_unsupported` (another product's folder, a newer version), `store_unwritable` (rights, space).
 */
export async function openCsvStore(options: CsvStoreOptions): Promise<CsvStore> {
  const { dataDir, pollMs = 500, random = Math.random } = options;
  prepareDataFolder(dataDir, options);
  const folder = join(dataDir, folders.journal);
  const erasureKey = keyOf(dataDir);
  const ledger = new Ledger(pauses(random, openTurn(join(dataDir, folders.run))), erasureKey.fingerprint);
  const journal = new CsvJournal(folder, ledger, options);
  openJournal(journal, dataDir);
  checkFingerprints(ledger, erasureKey, journal);
  const over = new AbortController();
  const stopLooking = lookOut(folder, pollMs, journal);
  const { snapshotEveryMs } = options;
  const tableFiles = fileTables(dataDir, rowsOf(ledger, journal), options.tableRestMs ?? snapshotEveryMs ?? 5000);
  const stopWriting = snapshotEveryMs === undefined ? null : keepSnapshots(dataDir, tableFiles, snapshotEveryMs);
  const view = async () => {
    if (over.signal.aborted) throw closedFault();
    await journal.catchUp();
    return ledger.tables;
  };
  return {
    ...readsOf(view, erasureKey.fingerprint),
    commit: (meta, decide) => ledger.commit(journal, meta, decide),
    asOfNow: async () => {
      const tables = await view();
      return readsOf(() => tables, erasureKey.fingerprint);
    },
    events: async (filter, page) => {
      const { seqs, ...rest } = ledger.index.page(filter, await view(), page);
      return { items: journal.load(seqs), ...rest };
    },
    watch: (afterSeq, { signal }) =>
      watchEvents(ledger, afterSeq, { load: async (seqs) => journal.load(seqs.filter((seq) => ledger.index.holds(seq))), catchUp: () => journal.catchUp() }, AbortSignal.any([signal, over.signal])),
    head: async () => {
      await view();
      return ledger.head;
    },
    lastAt: () => ledger.lastAt,
    hashesAt: async (seqs) => {
      await view();
      return seqs.map((seq) => journal.hashAt(seq));
    },
    tableFiles,
    presence: filePresence(join(dataDir, folders.run)),
    trouble: () => journal.trouble(),
    fingerprint: erasureKey.fingerprint,
    blankErased: () => inTurn(dataDir, () => ledger.alone(journal, () => blankErased(ledger, journal))),
    whileStill: (work) => inTurn(dataDir, work),
    archive: ({ keep }) => inTurn(dataDir, () => ledger.alone(journal, async () => ({ files: await journal.archive(keep) }))),
    close: async () => {
      await ledger.close();
      stopLooking();
      over.abort();
      await stopWriting?.();
      journal.close();
    },
  };
}

function rowsOf(ledger: Ledger, journal: CsvJournal): RowSource {
  return {
    head: () => ledger.head,
    rows: async () => {
      await journal.catchUp();
      return { tables: ledger.tables, head: ledger.head };
    },
  };
}

function keyOf(dataDir: string): ErasureKey {
  try {
    return openErasureKey(dataDir);
  } catch (error) {
    throw error instanceof Fault ? error : new Fault('store_unwritable', `The key for erased people in ${dataDir} cannot be read: ${reason(error)}`, { retryable: false, cause: error });
  }
}

function checkFingerprints(ledger: Ledger, erasureKey: ErasureKey, journal: CsvJournal): void {
  try {
    for (const entry of ledger.tables.dnc.all()) if (entry.kind === 'erased') erasureKey.check(entry.value);
  } catch (error) {
    journal.close();
    throw error;
  }
}

/** One process at a time writes files of the journal anew. */
async function inTurn<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const release = await lockfile.lock(join(dataDir, folders.run), { lockfilePath: join(dataDir, folders.run, 'rewrite.lock'), retries: { retries: 60, minTimeout: 50, maxTimeout: 1000 } });
  try {
    return await work();
  } finally {
    await release();
  }
}

async function blankErased(ledger: Ledger, journal: CsvJournal): Promise<Blanked> {
  await journal.catchUp();
  const erasures = ledger.tables.workspace.get(workspaceId)?.erasures ?? [];
  if (erasures.length === 0) return { records: 0, files: [] };
  if (erasures.some((erasure) => erasure.finishedAt === null)) await journal.closeCurrent();
  return journal.blankSubjects(new Map(erasures.flatMap(({ subjects, seq }) => subjects.map((subject) => [subject, seq] as const))));
}

function openJournal(journal: CsvJournal, dataDir: string): void {
  try {
    journal.open();
  } catch (error) {
    journal.close();
    throw error instanceof Fault ? error : new Fault('store_unwritable', `The journal in ${dataDir} cannot be opened: ${reason(error)}`, { retryable: false, cause: error });
  }
}

const lookAfterMs = 5;

/**
 * Keeps this process near the end of the journal while nobody asks, so that what watches hears of it. What goes wrong here
 * is met again, and told, by the next who asks.
 */
function lookOut(folder: string, pollMs: number, journal: CsvJournal): () => void {
  const look = () =>
    void journal.catchUp().catch((error: unknown) => {
      if (!(error instanceof Fault)) process.emitWarning(error instanceof Error ? error : String(error));
    });
  let soon: NodeJS.Timeout | null = null;
  // Many appends, also our own, make one look.
  const watcher = watcherOrNull(folder, () => {
    soon ??= setTimeout(() => {
      soon = null;
      look();
    }, lookAfterMs).unref();
  });
  const timer = setInterval(look, pollMs).unref();
  return () => {
    watcher?.close();
    clearInterval(timer);
    if (soon) clearTimeout(soon);
  };
}

/** Null where the system has no watches left or none at all: the timer looks then. */
function watcherOrNull(folder: string, changed: () => void): FSWatcher | null {
  try {
    const watcher = watchFolder(folder, { persistent: false }, changed);
    return watcher.on('error', () => watcher.close());
  } catch (error) {
    if (codeOf(error) === '') throw error;
    process.emitWarning(`${folder} cannot be watched (${codeOf(error)}); looking at it on a timer instead`, { code: 'RE_WATCH' });
    return null;
  }
}

/** Lost races after which a writer asks the others for a moment. */
const askAfter = 3;
const waitMsMax = 50;

/**
 * A writer that came first while others wait pauses for a random moment, and one that lost tries again almost at once: without that,
 * one busy process keeps coming first, because it alone has nothing to read before it decides. One that keeps losing asks for its turn.
 */
function pauses(random: () => number, turn: Turn): Pauses {
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  return {
    async beforeRound(round) {
      if (round > askAfter) return;
      for (let waitedMs = 0; waitedMs < waitMsMax && turn.isAskedFor(); waitedMs += 2) await wait(2);
    },
    async afterWin(crowded) {
      turn.giveBack();
      if (crowded) await wait(2 * random());
    },
    async afterLoss(round) {
      if (round + 1 >= askAfter) turn.take();
      const sleeps = round > 50 || round % 8 === 7;
      await (sleeps ? wait(1 + 4 * random()) : new Promise((resolve) => setImmediate(resolve)));
    },
    gaveUp: () => turn.giveBack(),
  };
}
