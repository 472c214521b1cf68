import type { Head } from '#lib/store/port.ts';
import type { SignedHead } from './head-line.ts';

/** What earlier heads say of a journal as it is now. Pure. */

export interface HeadProblem {
  readonly head: SignedHead;
  readonly kind: 'another_journal' | 'cut' | 'rewritten';
  readonly problem: string;
}

/** The journal as far as it matters here: its end, its first record, and what stands at a place. */
export interface Standing {
  readonly head: Head;
  /** Hash of the first record; null when there is none. */
  readonly journal: string | null;
  readonly hashAt: (seq: number) => string | null;
}

/**
 * Every earlier head must still be in the chain. A restart takes back what was signed before it beyond its place: somebody restored
 * an older history on purpose, and said so.
 */
export function judgeHeads(heads: readonly SignedHead[], standing: Standing): HeadProblem[] {
  return inForce(heads).flatMap((head) => judge(head, standing) ?? []);
}

export function inForce(heads: readonly SignedHead[]): SignedHead[] {
  const kept: SignedHead[] = [];
  for (const head of heads) {
    if (head.kind === 're-restart-1') kept.splice(0, kept.length, ...kept.filter((each) => each.seq <= head.seq));
    kept.push(head);
  }
  return kept;
}

function judge(head: SignedHead, { head: end, journal, hashAt }: Standing): HeadProblem | null {
  if (head.journal !== journal) return { head, kind: 'another_journal', problem: `The head of ${head.at} belongs to a journal that began with another record.` };
  if (head.seq > end.seq) return { head, kind: 'cut', problem: `The journal ends with record ${end.seq}; on ${head.at} it had ${head.seq}. Its end was cut off.` };
  if (hashAt(head.seq) === head.hash) return null;
  return { head, kind: 'rewritten', problem: `Record ${head.seq} is not the one that stood there on ${head.at}: the history was rewritten.` };
}
