import type { NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import type { DncEntry, DncFields } from './entry.ts';
import { entryKey } from './match.ts';
import { readQueue, rereadEvents, suppressionEvents } from './suppress.ts';

/** Many entries of one table, added in one commit as one is in the console. */

export interface Candidate {
  /** Of the table, counting from 1 with the header. */
  readonly row: number;
  /** Drawn before the commit. */
  readonly id: string;
  readonly fields: DncFields;
}

export interface Additions {
  readonly events: readonly NewEvent[];
  readonly added: readonly Candidate[];
  /** What forbids at least as much already. */
  readonly there: readonly { readonly candidate: Candidate; readonly entry: DncEntry }[];
  readonly blockedCount: number;
}

/** Of candidates that name the same, the first; the others with the row they repeat. */
export function withoutRepeats(candidates: readonly Candidate[]): { fresh: Candidate[]; repeated: { candidate: Candidate; ofRow: number }[] } {
  const rowOf = new Map<string, number>();
  const fresh: Candidate[] = [];
  const repeated: { candidate: Candidate; ofRow: number }[] = [];
  for (const candidate of candidates) {
    const key = `${entryKey(candidate.fields)} ${candidate.fields.channel}`;
    const ofRow = rowOf.get(key);
    if (ofRow === undefined) {
      rowOf.set(key, candidate.row);
      fresh.push(candidate);
    } else repeated.push({ candidate, ofRow });
  }
  return { fresh, repeated };
}

/** What is queued for anybody they name is blocked, once; what else waits for them must be read again. */
export async function additionEvents(reads: Reads, candidates: readonly Candidate[]): Promise<Additions> {
  const added: Candidate[] = [];
  const there: { candidate: Candidate; entry: DncEntry }[] = [];
  const suppressed = new Map<string, NewEvent>();
  const reread = new Map<string, NewEvent>();
  const queue = await readQueue(reads);
  for (const candidate of candidates) {
    const { id, fields } = candidate;
    const entry = (await reads.dnc.matching([entryKey(fields)])).find((each) => each.channel === 'all' || each.channel === fields.channel);
    if (entry) {
      there.push({ candidate, entry });
      continue;
    }
    added.push(candidate);
    for (const event of await suppressionEvents(reads, fields, id, queue)) if (!suppressed.has(keyOf(event))) suppressed.set(keyOf(event), event);
    for (const event of await rereadEvents(reads, fields, 'added', queue)) reread.set(keyOf(event), event);
  }
  const blockedCount = [...suppressed.values()].filter(({ event }) => event.type === 'ApprovalBlocked').length;
  return { events: [...suppressed.values(), ...[...reread].flatMap(([key, event]) => (suppressed.has(key) ? [] : [event]))], added, there, blockedCount };
}

function keyOf({ subject }: NewEvent): string {
  return `${subject.kind}:${subject.id}`;
}
