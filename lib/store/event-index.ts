import type { EventType, RecordedEvent } from './event.ts';
import { eventTypes } from './fold.ts';
import { foreignCursor, placeOf } from './paging.ts';
import type { EventFilter, PageRequest } from './port.ts';
import { allUnder, key, prefix } from './sorted.ts';
import type { Tables } from './tables.ts';

/**
 * What is kept in memory of every recorded event so that lists of events are found without reading them: a few numbers
 * each. The events themselves stay where they are stored.
 */
export class EventIndex {
  private at = new Float64Array(1024);
  private type = new Uint8Array(1024);
  private actor = new Uint32Array(1024);
  private readonly actors = new Map<string, number>();
  private readonly bySubject = new Map<string, number[]>();
  private count = 0;

  get length(): number {
    return this.count;
  }

  /** Leaves out places of the chain that hold no event of ours (the record that closes a file). */
  fillTo(seq: number): void {
    while (this.count < seq) {
      if (this.count === this.at.length) this.grow();
      this.type[this.count] = 0;
      this.count += 1;
    }
  }

  add(event: RecordedEvent): void {
    this.fillTo(event.seq - 1);
    const i = this.count;
    if (i === this.at.length) this.grow();
    this.at[i] = event.at;
    this.type[i] = typeCodes.get(event.type) ?? 0;
    const actor = this.actors.get(event.actor) ?? this.actors.size;
    this.actors.set(event.actor, actor);
    this.actor[i] = actor;
    this.count += 1;
    const subject = key(event.subject.kind, event.subject.id);
    const seqs = this.bySubject.get(subject);
    if (seqs) seqs.push(event.seq);
    else this.bySubject.set(subject, [event.seq]);
  }

  /** Leaves out what happened to these subjects (`kind:id`) before a place in the chain: it was erased. */
  forget(subjects: readonly string[], before: number): void {
    for (const subject of subjects) {
      const name = subject.replace(':', key('', ''));
      const seqs = this.bySubject.get(name) ?? [];
      for (const seq of seqs) if (seq < before) this.type[seq - 1] = 0;
      const rest = seqs.filter((seq) => seq >= before);
      if (rest.length > 0) this.bySubject.set(name, rest);
      else this.bySubject.delete(name);
    }
  }

  holds(seq: number): boolean {
    return this.type[seq - 1] !== 0;
  }

  private grow(): void {
    const size = this.at.length * 2;
    this.at = copied(new Float64Array(size), this.at);
    this.type = copied(new Uint8Array(size), this.type);
    this.actor = copied(new Uint32Array(size), this.actor);
  }

  /**
   * Sequence numbers of one page of events that fit the filter. How many fit is counted for the first page alone and handed on in its cursor: whoever reads a long
   * history to its end walks it twice, not once for each page.
   */
  page(filter: EventFilter, tables: Tables, page: PageRequest): { seqs: number[]; nextCursor: string | null; total: number } {
    const from = cursorOf(page);
    const types = filter.types && new Set(filter.types.flatMap((type) => typeCodes.get(type) ?? []));
    const seqs: number[] = [];
    let fitting = 0;
    for (const seq of this.candidates(filter, tables, from?.after ?? null)) {
      if (!this.fits(seq, filter, types)) continue;
      fitting += 1;
      if (seqs.length < page.limit) seqs.push(seq);
      else if (from !== null) break;
    }
    const total = from?.total ?? fitting;
    const last = seqs.at(-1);
    return { seqs, total, nextCursor: fitting > seqs.length && last !== undefined ? cursorText({ after: last, total }) : null };
  }

  /** In the order of the filter, from behind `after`. */
  private candidates(filter: EventFilter, tables: Tables, after: number | null): Iterable<number> {
    const oldestFirst = filter.oldestFirst ?? false;
    if (filter.subject === undefined && filter.leadId === undefined) return everySeq(this.count, oldestFirst, after);
    let found = filter.leadId === undefined ? null : this.ofLead(filter.leadId, tables);
    if (filter.subject !== undefined) {
      const { kind, id } = filter.subject;
      const ofSubject = this.bySubject.get(key(kind, id)) ?? [];
      const ofLead = found === null ? null : new Set(found);
      found = ofLead === null ? ofSubject : ofSubject.filter((seq) => ofLead.has(seq));
    }
    const rest = [...new Set(found)].filter((seq) => after === null || (oldestFirst ? seq > after : seq < after)).sort((a, b) => a - b);
    return oldestFirst ? rest : rest.reverse();
  }

  private ofLead(leadId: string, tables: Tables): number[] {
    const subjects = [
      key('lead', leadId),
      ...allUnder(tables.approvals.index('lead'), prefix(leadId)).map((id) => key('approval', id)),
      ...allUnder(tables.messages.index('order'), prefix('l', leadId)).map((id) => key('message', id)),
      ...allUnder(tables.conversations.index('lead'), prefix(leadId)).map((id) => key('conversation', id)),
      ...allUnder(tables.dnc.index('named'), prefix(leadId)).map((id) => key('dnc', id)),
    ];
    return subjects.flatMap((subject) => this.bySubject.get(subject) ?? []);
  }

  private fits(seq: number, filter: EventFilter, types: ReadonlySet<number> | undefined): boolean {
    const i = seq - 1;
    const at = this.at[i]!;
    if (this.type[i] === 0) return false;
    if (filter.fromMs !== undefined && at < filter.fromMs) return false;
    if (filter.toMs !== undefined && at > filter.toMs) return false;
    if (filter.actor !== undefined && this.actor[i] !== this.actors.get(filter.actor)) return false;
    return types === undefined || types.has(this.type[i]!);
  }
}

const typeCodes: ReadonlyMap<EventType, number> = new Map(eventTypes.map((type, i) => [type, i + 1]));

function copied<A extends Float64Array | Uint8Array | Uint32Array>(to: A, from: A): A {
  to.set(from);
  return to;
}

function* everySeq(count: number, oldestFirst: boolean, after: number | null): Generator<number> {
  if (oldestFirst) for (let seq = (after ?? 0) + 1; seq <= count; seq++) yield seq;
  else for (let seq = Math.min(count, (after ?? Infinity) - 1); seq >= 1; seq--) yield seq;
}

/** Behind which event a page begins, and how many fitted when the first page was made. */
interface Cursor {
  readonly after: number;
  readonly total: number;
}

const cursorText = ({ after, total }: Cursor): string => Buffer.from(`${after}.${total}`).toString('base64url');

function cursorOf(page: PageRequest): Cursor | null {
  const text = placeOf(page);
  if (text === null) return null;
  const numbers = /^(\d{1,15})\.(\d{1,15})$/.exec(text);
  if (!numbers) throw foreignCursor();
  return { after: Number(numbers[1]), total: Number(numbers[2]) };
}
