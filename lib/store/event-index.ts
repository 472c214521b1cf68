import type { EventType, RecordedEvent } from './event.ts';
import { eventTypes } from './fold.ts';
import { placeOf } from './paging.ts';
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

  /** Sequence numbers of one page of events that fit the filter. */
  page(filter: EventFilter, tables: Tables, page: PageRequest): { seqs: number[]; nextCursor: string | null; total: number } {
    const after = placeOf(page);
    const start = after === null ? null : Number.parseInt(after, 36);
    const seqs: number[] = [];
    let total = 0;
    let more = false;
    const types = filter.types && new Set(filter.types.flatMap((type) => typeCodes.get(type) ?? []));
    for (const seq of this.candidates(filter, tables)) {
      if (!this.fits(seq, filter, types)) continue;
      total += 1;
      if (start !== null && (filter.oldestFirst ? seq <= start : seq >= start)) continue;
      if (seqs.length < page.limit) seqs.push(seq);
      else more = true;
    }
    const last = seqs.at(-1);
    return { seqs, total, nextCursor: more && last !== undefined ? Buffer.from(last.toString(36)).toString('base64url') : null };
  }

  private candidates(filter: EventFilter, tables: Tables): Iterable<number> {
    if (filter.subject === undefined && filter.leadId === undefined) return everySeq(this.count, filter.oldestFirst ?? false);
    let found = filter.leadId === undefined ? null : this.ofLead(filter.leadId, tables);
    if (filter.subject !== undefined) {
      const { kind, id } = filter.subject;
      const ofSubject = this.bySubject.get(key(kind, id)) ?? [];
      const ofLead = found === null ? null : new Set(found);
      found = ofLead === null ? ofSubject : ofSubject.filter((seq) => ofLead.has(seq));
    }
    const ordered = [...new Set(found)].sort((a, b) => a - b);
    return filter.oldestFirst ? ordered : ordered.reverse();
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

function* everySeq(count: number, oldestFirst: boolean): Generator<number> {
  if (oldestFirst) for (let seq = 1; seq <= count; seq++) yield seq;
  else for (let seq = count; seq >= 1; seq--) yield seq;
}
