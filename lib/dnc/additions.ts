import type { NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import { isOfTheAddressAlone, type DncEntry, type DncFields } from './entry.ts';
import { listedAlready } from './listed-already.ts';
import { entryKey } from './match.ts';
import { rereadEvents, suppressionEvents } from './suppress.ts';
import { waitingForEach } from './waiting.ts';

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

/** Of candidates that name the same, the first; the others with the row they repeat. That mail came back and that somebody asked for it are not the same. */
export function withoutRepeats(candidates: readonly Candidate[]): { fresh: Candidate[]; repeated: { candidate: Candidate; ofRow: number }[] } {
  const rowOf = new Map<string, number>();
  const fresh: Candidate[] = [];
  const repeated: { candidate: Candidate; ofRow: number }[] = [];
  for (const candidate of candidates) {
    const key = `${entryKey(candidate.fields)} ${candidate.fields.channel} ${isOfTheAddressAlone(candidate.fields)}`;
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
  for (const candidate of candidates) {
    const entry = await listedAlready(reads, candidate.fields);
    if (entry) there.push({ candidate, entry });
    else added.push(candidate);
  }
  const waiting = await waitingForEach(reads, added.map(({ fields }) => fields));
  const suppressed = new Map<string, NewEvent>();
  const reread = new Map<string, NewEvent>();
  for (const [i, { id, fields }] of added.entries()) {
    for (const event of await suppressionEvents(reads, fields, id, waiting[i])) if (!suppressed.has(keyOf(event))) suppressed.set(keyOf(event), event);
    for (const event of await rereadEvents(reads, fields, 'added', waiting[i])) reread.set(keyOf(event), event);
  }
  const blockedCount = [...suppressed.values()].filter(({ event }) => event.type === 'ApprovalBlocked').length;
  return { events: [...suppressed.values(), ...[...reread].flatMap(([key, event]) => (suppressed.has(key) ? [] : [event]))], added, there, blockedCount };
}

function keyOf({ subject }: NewEvent): string {
  return `${subject.kind}:${subject.id}`;
}
