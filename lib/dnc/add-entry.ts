import { mayDo } from '#lib/accounts/permissions.ts';
import { orThrow, refusal, Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import { metaOf, type Call } from '#lib/world.ts';
import type { Subject } from '#lib/store/recorded.ts';
import type { Reads } from '#lib/store/port.ts';
import { canonicalDncValue } from './canonical.ts';
import type { DncFields } from './entry.ts';
import { listedAlready } from './listed-already.ts';
import { addDncInput, type AddedDnc } from './schema.ts';
import { rereadEvents, suppressionEvents } from './suppress.ts';
import { dncView, findDncEntry } from './view.ts';
import { waitingFor } from './waiting.ts';

/** Adds a Do-Not-Contact entry and blocks, in the same commit, everything that waits for whoever it names. */
export async function addDncEntry(call: Call, input: unknown, source = 'console'): Promise<AddedDnc> {
  const forbidden = mayDo(call.actor, 'dnc.add');
  if (forbidden) throw new Refused(forbidden);
  const { kind, value, channel, reason } = parse(addDncInput, input);
  const { store, ids, settings } = call.world;
  const fields: DncFields = { kind, value: orThrow(canonicalDncValue(kind, value, settings.defaultCountry)), channel, reason, source };
  const id = ids.next('dnc');
  const committed = await store.commit(metaOf(call, 'add-dnc-entry'), async (reads) => {
    if (kind === 'lead' && !(await reads.leads.get(fields.value))) throw new Refused(refusal('not_found', `There is no lead ${fields.value}.`, { details: { field: 'value' } }));
    const standing = await listedAlready(reads, fields);
    if (standing) return { events: [], result: { id: standing.id, blockedCount: 0 } };
    const waiting = await waitingFor(reads, fields);
    const events = [...(await suppressionEvents(reads, fields, id, waiting)), ...(await rereadEvents(reads, fields, 'added', waiting))];
    return { events, result: { id, blockedCount: events.filter(({ event }) => event.type === 'ApprovalBlocked').length } };
  });
  const result =
    committed.kind === 'committed'
      ? committed.result
      : { id: committed.subjects.find((subject) => subject.kind === 'dnc')?.id ?? id, blockedCount: await blockedAmong(store, committed.subjects) };
  return { ...(await dncView(store, await findDncEntry(store, result.id))), blockedCount: result.blockedCount };
}

/** Of what a commit touched, how many drafts it ended; the others were sent back to review. */
async function blockedAmong(reads: Reads, subjects: readonly Subject[]): Promise<number> {
  const ids = new Set(subjects.filter((subject) => subject.kind === 'approval').map((subject) => subject.id));
  const rows = await Promise.all([...ids].map((approvalId) => reads.approvals.get(approvalId)));
  return rows.filter((row) => row?.status === 'blocked').length;
}
