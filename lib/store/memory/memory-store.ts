import { createHmac, hash, randomBytes } from 'node:crypto';
import type { DncKey } from '#lib/dnc/entry.ts';
import { workspaceId } from '#lib/workspace/workspace.ts';
import type { RecordedEvent } from '../event.ts';
import { closedFault, Ledger, type Entry, type Journal } from '../ledger.ts';
import type { Head, Presence, Store } from '../port.ts';
import { readsOf } from '../reads.ts';
import { watchEvents } from '../watch.ts';

/** A store without files: for tests, and for `RE_STORE=memory`. What it holds ends with the process. */
export function createMemoryStore(): Store {
  const recorded: (RecordedEvent | null)[] = [];
  const hashes: string[] = [];
  const secret = randomBytes(32);
  const fingerprint = (key: DncKey) => createHmac('sha256', secret).update(key).digest('base64url');
  const ledger = new Ledger({ beforeRound: async () => {}, afterLoss: async () => {}, afterWin: async () => {}, gaveUp: () => {} }, fingerprint);
  const over = new AbortController();
  const journal: Journal = {
    crowded: false,
    catchUp: async () => {},
    append: async (entries, accept) => {
      const head = chained(ledger.head, entries, hashes);
      for (const entry of entries) recorded.push(...entry.events);
      accept(head);
      return 'kept';
    },
  };
  const load = async (seqs: readonly number[]) => seqs.flatMap((seq) => recorded[seq - 1] ?? []);
  const open = () => {
    if (over.signal.aborted) throw closedFault();
  };
  const view = async () => {
    open();
    return ledger.tables;
  };
  return {
    ...readsOf(view, fingerprint),
    commit: (meta, decide) => ledger.commit(journal, meta, decide),
    asOfNow: async () => {
      const tables = await view();
      return readsOf(() => tables, fingerprint);
    },
    events: async (filter, page) => {
      open();
      const { seqs, ...rest } = ledger.index.page(filter, ledger.tables, page);
      return { items: await load(seqs), ...rest };
    },
    watch: (afterSeq, { signal }) => watchEvents(ledger, afterSeq, { load, catchUp: journal.catchUp }, AbortSignal.any([signal, over.signal])),
    head: async () => ledger.head,
    lastAt: () => ledger.lastAt,
    hashesAt: async (seqs) => seqs.map((seq) => hashes[seq - 1] ?? null),
    presence: memoryPresence(),
    trouble: () => null,
    fingerprint,
    blankErased: async () => ({ records: blank(recorded, ledger), files: [] }),
    whileStill: (work) => work(),
    archive: async () => ({ files: [] }),
    close: async () => {
      await ledger.close();
      over.abort();
    },
  };
}

/** Forgets what was erased; returns how many events that were. */
function blank(recorded: (RecordedEvent | null)[], ledger: Ledger): number {
  const erasures = ledger.tables.workspace.get(workspaceId)?.erasures ?? [];
  const erasedAt = new Map(erasures.flatMap(({ subjects, seq }) => subjects.map((subject) => [subject, seq] as const)));
  let blanks = 0;
  for (const [i, event] of recorded.entries()) {
    if (!event || event.type === 'LeadErased' || event.seq >= (erasedAt.get(`${event.subject.kind}:${event.subject.id}`) ?? 0)) continue;
    recorded[i] = null;
    blanks += 1;
  }
  return blanks;
}

function chained(head: Head, entries: readonly Entry[], hashes: string[]): Head {
  let { seq, hash: tip } = head;
  for (const event of entries.flatMap((entry) => entry.events)) {
    tip = hash('sha256', tip + JSON.stringify(event));
    seq = event.seq;
    hashes.push(tip);
  }
  return { seq, hash: tip };
}

function memoryPresence(): Presence {
  const beats = new Map<string, { instance: string; atMs: number; facts: Readonly<Record<string, unknown>> }>();
  return {
    beat: async (role, instance, atMs, facts) => void beats.set(role, { instance, atMs, facts: structuredClone(facts) }),
    seen: async (role) => beats.get(role) ?? null,
  };
}
