import { rmSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { statuses } from '#lib/approvals/approval.ts';
import type { Channel } from '#lib/channels/channel.ts';
import { openCsvStore } from '#lib/store/csv/open-store.ts';
import type { NewEvent, RecordedEvent } from '#lib/store/event.ts';
import type { Reads, Store } from '#lib/store/port.ts';
import { Declined, decide, type Command } from './model-commands.ts';
import { Reference, hashes, type View } from './model-reference.ts';

/** Three stores on one folder and the reference, through rounds of commands that are begun together. Throws where they differ. */

type Asked = Extract<Command, { kind: 'change' }>;
const keyOf = ({ key }: Asked) => (key === null ? null : `key${key}`);

interface Outcome {
  readonly command: Asked;
  readonly events: readonly NewEvent[];
  readonly firstSeq: number;
  readonly at: number;
}

export class Run {
  private readonly dataDir: string;
  private stores: Store[] = [];
  private readonly reference = new Reference();
  private now = 1000;

  constructor(dataDir: string) {
    this.dataDir = dataDir;
  }

  async open(): Promise<void> {
    rmSync(this.dataDir, { recursive: true, force: true });
    this.stores = [await this.openOne(), await this.openOne(), await this.openOne()];
  }

  private openOne(): Promise<Store> {
    return openCsvStore({ dataDir: this.dataDir, segmentBytesMax: 20_000, snapshotEveryMs: 3_600_000, pollMs: 3_600_000 });
  }

  async round(commands: readonly Command[]): Promise<void> {
    const changes = commands.filter((command) => command.kind === 'change');
    await this.together(changes.filter(({ what }) => what !== 'erase'));
    // By itself: what it erases is not found any more by whoever looks where it stands.
    for (const erasure of changes.filter(({ what }) => what === 'erase')) {
      await this.together([erasure]);
      await this.stores[erasure.actor]!.blankErased();
    }
    for (const command of commands) {
      if (command.kind === 'compare') await this.compare(this.stores[command.actor]!);
      if (command.kind === 'reopen') await this.reopen(command.actor);
    }
  }

  private async together(changes: readonly Asked[]): Promise<void> {
    this.now += 7;
    const outcomes = (await Promise.all(changes.map((command) => this.change(command, changes.length === 1)))).flat();
    for (const outcome of outcomes.sort((a, b) => a.firstSeq - b.firstSeq)) await this.follow(outcome);
  }

  private async change(command: Asked, alone: boolean): Promise<Outcome[]> {
    let events: NewEvent[] = [];
    const key = keyOf(command);
    const { now } = this;
    const known = key !== null && this.reference.keys.has(key);
    try {
      const committed = await this.stores[command.actor]!.commit(
        { actor: { kind: 'worker', id: `w${command.actor}`, name: 'w' }, cause: command.what, correlationId: 'model', now, ...(key !== null && { idempotencyKey: key }) },
        async (reads) => ({ events: (events = await decide(command, viewOf(reads))), result: null }),
      );
      if (known && committed.kind !== 'replayed') throw new Error(`the key ${key} was used before, and ${command.what} was done again`);
      if (committed.kind === 'replayed' || events.length === 0) return [];
      if (command.what === 'misfit') throw new Error('an event that does not fit was recorded');
      return [{ command, events, firstSeq: await this.placeOf(command.actor, events, committed.head.seq), at: now }];
    } catch (error) {
      const expected = error instanceof Declined || (command.what === 'misfit' && error instanceof Error && /does not fit|nowhere/.test(error.message));
      if (!expected) throw error;
      if (alone && error instanceof Declined && command.what === 'addLead' && !(await this.reference.lead(`l${command.i % 4}`))) throw new Error('a lead was declined that is not there');
      return [];
    }
  }

  /** The place of this commit's first record: commits of one append share its head, so it is looked for from there backwards. */
  private async placeOf(actor: number, events: readonly NewEvent[], headSeq: number): Promise<number> {
    const store = this.stores[actor]!;
    const page = await store.events({}, { cursor: null, limit: 60 });
    const types = events.map(({ subject, event }) => `${event.type} ${subject.kind}:${subject.id}`);
    const found = page.items.toReversed();
    for (let i = found.length - 1; i >= 0; i--) {
      const run = found.slice(i, i + events.length);
      const alike = run.length === events.length && run.every((each, k) => `${each.type} ${each.subject.kind}:${each.subject.id}` === types[k]);
      if (!alike || run.some((each) => this.claimed.has(each.seq)) || run.at(-1)!.seq > headSeq || !isThis(run[0]!, events[0]!)) continue;
      for (const each of run) this.claimed.add(each.seq);
      return run[0]!.seq;
    }
    throw new Error(`what was acknowledged is not in the journal: ${types.join(', ')}`);
  }

  private readonly claimed = new Set<number>();

  /** The command on the reference as it is at this place must come to the same. */
  private async follow({ command, events, firstSeq, at }: Outcome): Promise<void> {
    if (firstSeq <= this.reference.seq) throw new Error(`record ${firstSeq} comes twice`);
    const wanted = await decide(command, this.reference);
    if (!isDeepStrictEqual(wanted, events)) throw new Error(`${command.what} at record ${firstSeq} was decided on something else than what stood before it: ${JSON.stringify(events)} instead of ${JSON.stringify(wanted)}`);
    this.reference.take(events, firstSeq, at, keyOf(command));
  }

  private async reopen(actor: number): Promise<void> {
    await this.stores[actor]!.close();
    this.stores[actor] = await this.openOne();
    await this.compare(this.stores[actor]!);
  }

  async close(): Promise<void> {
    for (const store of this.stores) await this.compare(store);
    const fresh = await this.openOne();
    await this.compare(fresh);
    for (const store of [...this.stores, fresh]) await store.close();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  private async compare(store: Store): Promise<void> {
    const { reference } = this;
    const all = { cursor: null, limit: 500 };
    const same = (what: string, ours: unknown, wanted: unknown) => {
      if (!isDeepStrictEqual(ours, wanted)) throw new Error(`${what}: the store says ${JSON.stringify(ours)}, the reference ${JSON.stringify(wanted)}`);
    };
    const rows = [...reference.approvals.values()];
    const page = await store.approvals.page({}, all, 'newest');
    same('approvals', page.items.map(({ id, status, version }) => `${id} ${status} ${version}`).sort(), rows.map(({ id, status, version }) => `${id} ${status} ${version}`).sort());
    same('total of approvals', page.total, rows.length);
    same('queue', (await store.approvals.page({ statuses: ['pending'] }, all, 'queue')).items.map((row) => row.id), reference.queue());
    same('queue in pages', await pages(store, 3), reference.queue());
    const counts = await store.approvals.counts();
    for (const channel of ['email', 'whatsapp'] as const satisfies readonly Channel[]) {
      for (const status of statuses) same(`count of ${status} on ${channel}`, counts[status][channel], rows.filter((row) => row.status === status && row.channel === channel).length);
      same(`due on ${channel}`, (await store.approvals.due({ now: 500, channels: [channel], limit: 50 })).map((row) => row.id), reference.due(500, channel));
      for (const sinceMs of [0, reference.at - 60, reference.at]) same(`sends since ${sinceMs} on ${channel}`, (await store.sends.since({ channel, sinceMs })).count, reference.sendsSince(channel, sinceMs));
    }
    same('under way', (await store.approvals.underWay()).map((row) => row.id).sort(), rows.filter((row) => row.status === 'sending').map((row) => row.id).sort());
    same('leads', (await store.leads.page({}, all, 'newest')).items.map(({ id, stage, version }) => `${id} ${stage} ${version}`).sort(), [...reference.leads.values()].map(({ id, stage, version }) => `${id} ${stage} ${version}`).sort());
    for (const { id, email } of reference.leads.values()) same(`lead by ${email}`, (await store.leads.byAddress(`email:${email}`))?.id, id);
    for (let i = 0; i < 12; i++) {
      const wanted = [...reference.dncEntries.values()].filter((entry) => entry.active && entry.email === `lead${i}@example.org`).map((entry) => entry.id);
      same(`DNC of lead${i}`, (await store.dnc.matching([`email:lead${i}@example.org`])).map((entry) => entry.id), wanted);
    }
    same('cursor', Number((await store.channelStates.get('email'))?.watermarks['s'] ?? 0), reference.cursors.get('email') ?? 0);
    const events = await store.events({ oldestFirst: true }, all);
    same('number of events', events.total, reference.history.length);
    same('events', events.items.map(({ seq, type }) => `${seq} ${type}`), reference.history.slice(0, 500).map(({ seq, type }) => `${seq} ${type}`));
    same('events of one', (await store.events({ subject: { kind: 'approval', id: 'a1' } }, all)).total, reference.history.filter(({ kind, id }) => kind === 'approval' && id === 'a1').length);
  }
}

/** Whether a recorded event is this one, beside where and when it was recorded. */
function isThis(recorded: RecordedEvent, { event }: NewEvent): boolean {
  const { seq: _seq, at: _at, subject: _subject, actor: _actor, correlationId: _tie, cause: _cause, ...own } = recorded;
  return isDeepStrictEqual(own, event);
}

async function pages(store: Store, limit: number): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Reads['approvals']['page']>> = await store.approvals.page({ statuses: ['pending'] }, { cursor, limit }, 'queue');
    ids.push(...page.items.map((row) => row.id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return ids;
}

function viewOf(reads: Reads): View {
  return {
    approval: async (id) => {
      const row = await reads.approvals.get(id);
      return row ? { status: row.status, version: row.version, attempts: row.attempts.length, hash: hashes.get(id) ?? '' } : null;
    },
    lead: async (id) => {
      const row = await reads.leads.get(id);
      return row ? { stage: row.stage, version: row.version } : null;
    },
    dnc: async (id) => {
      const row = await reads.dnc.get(id);
      return row ? { active: row.status === 'active' } : null;
    },
    cursor: async (channel) => Number((await reads.channelStates.get(channel))?.watermarks['s'] ?? 0),
  };
}
