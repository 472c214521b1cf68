import type { Approval } from '#lib/approvals/approval.ts';
import { decideApproval } from '#lib/approvals/decide.ts';
import { staleEvents } from '#lib/approvals/staleness.ts';
import { orThrow } from '#lib/errors.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import { decideDncEntry, whyOnDnc, type DncFields } from './entry.ts';
import { listedAlready } from './listed-already.ts';
import { waitingFor } from './waiting.ts';

/**
 * A new DNC entry and, in the same commit, the end of everything that waits for whoever it names: every address in every
 * spelling, on the channel or on all of them. `dncId` is drawn before the commit; `waiting` is what waits for them, where it has been read.
 */
export async function suppressionEvents(reads: Reads, fields: DncFields, dncId: string, waiting?: readonly Approval[]): Promise<NewEvent[]> {
  const added = on('dnc', dncId, orThrow(decideDncEntry(null, { type: 'Add', fields })));
  const hit = (waiting ?? (await waitingFor(reads, fields))).filter((approval) => forbids(fields, approval));
  const why = whyOnDnc(fields);
  return [...added, ...hit.flatMap((approval) => on('approval', approval.id, orThrow(decideApproval(approval, { type: 'Block', rule: 'dnc', why }))))];
}

/** The same where nothing on the list forbids as much already. */
export async function suppressionUnlessListed(reads: Reads, fields: DncFields, dncId: string): Promise<NewEvent[]> {
  return (await listedAlready(reads, fields)) ? [] : suppressionEvents(reads, fields, dncId);
}

/** What waits for the same person where the entry does not forbid it must be read again by somebody who knows of the change. */
export async function rereadEvents(reads: Reads, fields: DncFields, change: 'added' | 'removed', waiting?: readonly Approval[]): Promise<NewEvent[]> {
  const theirs = waiting ?? (await waitingFor(reads, fields));
  return theirs.filter((approval) => change === 'removed' || !forbids(fields, approval)).flatMap((approval) => staleEvents(approval, { kind: 'dnc_changed' }));
}

function forbids(fields: DncFields, approval: Approval): boolean {
  return fields.channel === 'all' || approval.channel === fields.channel;
}
