import { actorRef } from '#lib/accounts/actor.ts';
import type { DncKey } from '#lib/dnc/entry.ts';
import { Fault } from '#lib/errors.ts';
import type { NewEvent, RecordedEvent } from './event.ts';
import type { Blank, Subject } from './recorded.ts';
import { EventIndex } from './event-index.ts';
import { fold } from './fold.ts';
import { zeroHead } from './head.ts';
import type { Committed, CommitMeta, Decided, Head, Reads } from './port.ts';
import { readsOf } from './reads.ts';
import { Tables } from './tables.ts';

/** The events of one commit: in the chain all together, or not at all. */
export interface Entry<E = RecordedEvent> {
  readonly events: readonly E[];
  readonly idempotencyKey: string | undefined;
}

/** Where entries are kept. The ledger decides, the journal makes durable. */
export interface Journal {
  /** Brings the ledger (`take`) up to everything that was durable when asked. */
  catchUp(): Promise<void>;
  /**
   * Makes entries durable that were decided on the ledger's head, and calls `accept` with the new head before anybody can read.
   * `lost`: another writer came first and none of them counts; the ledger has moved on. Throws when the writer has stopped.
   */
  append(entries: readonly Entry[], accept: (head: Head) => void): Promise<'kept' | 'lost'>;
  /** True when other writers seem to wait: whoever just came first then lets them, or they would wait long. */
  readonly crowded: boolean;
}

/** More waiting commands than this are decided in the next round, so that nobody waits long for others. */
const batchMax = 128;
/** Rounds a command is decided anew because other writers came first. */
const roundsMax = 5000;

/** How writers that race keep out of each other's way; what they do to the chain does not depend on it. */
export interface Pauses {
  /** Before a round of deciding: lets writers go first who lost often. */
  beforeRound(round: number): Promise<void>;
  afterLoss(round: number): Promise<void>;
  /** `crowded`: other writers came by meanwhile. */
  afterWin(crowded: boolean): Promise<void>;
  /** The rounds are over without a win. */
  gaveUp(): void;
}

interface Waiting {
  readonly meta: CommitMeta;
  readonly decide: (reads: Reads) => Promise<Decided<unknown>>;
  readonly settle: (outcome: Committed<unknown>) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * The rows as the chain leaves them, and the one queue through which they change. Commands that wait are decided one after
 * another, each on the rows the one before would leave, and made durable together; readers see durable rows only.
 */
export class Ledger {
  /** Replaced with every change, never changed: whoever holds them has one moment. */
  tables = new Tables();
  head: Head = zeroHead;
  lastAt = 0;
  readonly index = new EventIndex();
  private readonly waiting: Waiting[] = [];
  private readonly steps: (() => Promise<void>)[] = [];
  private readonly listeners = new Set<() => void>();
  private draining: Promise<void> | null = null;
  private closed = false;
  private loading = false;
  private readonly pauses: Pauses;
  private readonly fingerprint: (key: DncKey) => string;

  constructor(pauses: Pauses, fingerprint: (key: DncKey) => string) {
    this.pauses = pauses;
    this.fingerprint = fingerprint;
  }

  /** Reads a whole history through `take`, at once: nobody asks meanwhile, and a Misfit ends it. */
  load(read: () => void): void {
    this.loading = true;
    this.tables.load();
    read();
    this.tables.settle();
    this.loading = false;
  }

  /** Folds one append of the chain into the rows. Throws a Misfit, with nothing changed, when it cannot be. */
  take(entries: readonly Entry<RecordedEvent | Blank>[], head: Head): void {
    const next = this.loading ? this.tables : this.tables.fork();
    for (const entry of entries) foldEntry(next, entry);
    this.accept(next, entries, head);
  }

  private accept(tables: Tables, entries: readonly Entry<RecordedEvent | Blank>[], head: Head): void {
    this.tables = tables;
    for (const entry of entries) for (const event of entry.events) if (event.type !== 'Blank') this.note(event);
    this.index.fillTo(head.seq);
    this.lastAt = entries.at(-1)?.events.at(-1)?.at ?? this.lastAt;
    this.head = head;
    for (const listener of this.listeners) listener();
  }

  private note(event: RecordedEvent): void {
    this.index.add(event);
    if (event.type === 'LeadErased') this.index.forget(event.subjects, event.seq);
  }

  /** Calls back after every change until told to stop. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  async commit<T>(journal: Journal, meta: CommitMeta, decide: (reads: Reads) => Promise<Decided<T>>): Promise<Committed<T>> {
    if (this.closed) throw closedFault();
    return new Promise<Committed<T>>((resolve, reject) => {
      const settle = (outcome: Committed<unknown>) => resolve(outcome as Committed<T>);
      this.waiting.push({ meta, decide, settle, reject });
      this.draining ??= this.drain(journal);
    });
  }

  /** Runs a step on the journal while this process records nothing. */
  async alone<T>(journal: Journal, step: () => Promise<T>): Promise<T> {
    if (this.closed) throw closedFault();
    return new Promise<T>((resolve, reject) => {
      this.steps.push(() => step().then(resolve, reject));
      this.draining ??= this.drain(journal);
    });
  }

  private async drain(journal: Journal): Promise<void> {
    // One turn of the event loop: commands given at the same time share one append.
    await Promise.resolve();
    while (this.waiting.length > 0 || this.steps.length > 0) {
      const step = this.steps.shift();
      if (step) await step();
      const batch = this.waiting.splice(0, batchMax);
      if (batch.length === 0) continue;
      try {
        await this.record(journal, batch);
      } catch (error) {
        for (const command of batch) command.reject(error);
      }
    }
    // In the same turn as the last look at what waits: a command that comes after this starts a new drain.
    this.draining = null;
  }

  private async record(journal: Journal, batch: readonly Waiting[]): Promise<void> {
    for (let round = 0; round < roundsMax; round++) {
      await this.pauses.beforeRound(round);
      await journal.catchUp();
      const base = this.head;
      const draft = new Draft(this.tables, base, this.lastAt);
      const verdicts: (() => void)[] = [];
      for (const command of batch) verdicts.push(await draft.decideOn(command, this.fingerprint, () => this.head));
      if (this.head.hash !== base.hash) {
        await this.pauses.afterLoss(round);
        continue;
      }
      if (draft.entries.length > 0) {
        const kept = await journal.append(draft.entries, (head) => this.accept(draft.tables, draft.entries, head));
        if (kept === 'lost') {
          await this.pauses.afterLoss(round);
          continue;
        }
      }
      for (const verdict of verdicts) verdict();
      await this.pauses.afterWin(journal.crowded);
      return;
    }
    this.pauses.gaveUp();
    throw new Fault('store_contended', 'Other writers kept coming first. Try again.', { retryable: true });
  }

  /** Lets what waits be recorded, then takes nothing more. */
  async close(): Promise<void> {
    this.closed = true;
    await this.draining;
  }
}

/** What waiting commands come to, before it is durable. */
class Draft {
  tables: Tables;
  readonly entries: Entry[] = [];
  private readonly base: Tables;
  private seq: number;
  private at: number;

  constructor(base: Tables, head: Head, lastAt: number) {
    this.base = base;
    this.tables = base.fork();
    this.seq = head.seq;
    this.at = lastAt;
  }

  /** Decides one command; what comes back settles it, once everything before it is durable. */
  async decideOn(command: Waiting, fingerprint: (key: DncKey) => string, head: () => Head): Promise<() => void> {
    const { meta, decide, settle, reject } = command;
    const used = meta.idempotencyKey === undefined ? undefined : this.tables.keys.get(meta.idempotencyKey);
    if (used) return () => settle({ kind: 'replayed', subjects: used });
    try {
      const tables = this.tables;
      const { events, result } = await decide(readsOf(() => tables, fingerprint));
      if (events.length > 0) this.add(meta, events);
      return () => settle({ kind: 'committed', result, head: head() });
    } catch (error) {
      return () => reject(error);
    }
  }

  private add(meta: CommitMeta, events: readonly NewEvent[]): void {
    const at = Math.max(meta.now, this.at);
    const entry = { events: events.map((event, i) => recorded(event, this.seq + 1 + i, at, meta)), idempotencyKey: meta.idempotencyKey };
    this.foldWhole(entry);
    this.entries.push(entry);
    this.seq += events.length;
    this.at = at;
  }

  /** With a misfit in the middle, what was folded before it must not stay: the rows are made again from what was taken so far. */
  private foldWhole(entry: Entry): void {
    try {
      foldEntry(this.tables, entry);
    } catch (error) {
      this.tables = this.base.fork();
      for (const taken of this.entries) foldEntry(this.tables, taken);
      throw error;
    }
  }
}

function recorded({ subject, event }: NewEvent, seq: number, at: number, meta: CommitMeta): RecordedEvent {
  return { ...event, seq, at, subject, actor: actorRef(meta.actor), correlationId: meta.correlationId, cause: meta.cause };
}

function foldEntry(tables: Tables, entry: Entry<RecordedEvent | Blank>): void {
  for (const event of entry.events) fold(tables, event);
  if (entry.idempotencyKey === undefined) return;
  const subjects: readonly Subject[] = entry.events.map((event) => event.subject);
  tables.keys.set(entry.idempotencyKey, subjects);
}

export function closedFault(): Fault {
  return new Fault('store_closed', 'The store is closed.', { retryable: false });
}
