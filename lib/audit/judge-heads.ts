import type { Head } from '#lib/store/port.ts';
import type { SignedHead } from './head-line.ts';

/** What earlier heads say of a journal as it is now. Pure. */

export interface HeadProblem {
  readonly head: SignedHead;
  /** `began_anew`: the journal is empty, or its first record is later than the head; somebody deleted everything and started over. */
  readonly kind: 'began_anew' | 'another_journal' | 'cut' | 'rewritten';
  readonly problem: string;
}

/** The journal as far as it matters here: its end, its first record, and what stands at a place. */
export interface Standing {
  readonly head: Head;
  /** The first record: its hash and when it was written (ms since the epoch); null when there is none. */
  readonly first: { readonly hash: string; readonly at: number } | null;
  readonly hashAt: (seq: number) => string | null;
  /** Root of the tree over the records up to there; null where nobody worked it out. */
  readonly rootAt?: (seq: number) => string | null;
}

export function judgeHeads(heads: readonly SignedHead[], standing: Standing): HeadProblem[] {
  return inForce(heads).flatMap((head) => judge(head, standing) ?? []);
}

/** Heads that still count: a restart takes back those that the journal did not hold when a person said that it is meant to be so. */
export function inForce(heads: readonly SignedHead[]): SignedHead[] {
  let kept: SignedHead[] = [];
  for (const head of heads) {
    if (head.kind === 're-restart-1') kept = kept.filter((each) => each.journal === head.journal && each.seq <= head.keeps);
    kept.push(head);
  }
  return kept;
}

/** The restart that took a head back; null while it counts. */
export function takenBackBy(head: SignedHead, later: readonly SignedHead[]): SignedHead | null {
  return later.find((each) => each.kind === 're-restart-1' && Date.parse(each.at) >= Date.parse(head.at) && (each.journal !== head.journal || head.seq > each.keeps)) ?? null;
}

export function judge(head: SignedHead, { head: end, first, hashAt, rootAt }: Standing): HeadProblem | null {
  const when = `on ${head.at}`;
  if (first === null) return { head, kind: 'began_anew', problem: `The journal is empty; ${when} it had ${head.seq} records.` };
  if (head.journal !== first.hash) {
    if (first.at > Date.parse(head.at)) return { head, kind: 'began_anew', problem: `The journal began anew: its first record is later than the ${head.seq} records that another one had ${when}.` };
    return { head, kind: 'another_journal', problem: `The journal does not begin with the record that it began with ${when}: it is another one, or it was rewritten from the start.` };
  }
  if (head.seq > end.seq) return { head, kind: 'cut', problem: `The journal ends with record ${end.seq}; ${when} it had ${head.seq}. Its end was cut off.` };
  if (hashAt(head.seq) !== head.hash) return { head, kind: 'rewritten', problem: `Record ${head.seq} is not the one that stood there ${when}: the history was rewritten.` };
  const root = rootAt?.(head.seq) ?? null;
  return root === null || root === head.root ? null : { head, kind: 'rewritten', problem: `The root over the first ${head.seq} records is not the one that was signed ${when}.` };
}
