import { mayDo } from '#lib/accounts/permissions.ts';
import type { StaleReason } from '#lib/approvals/approval.ts';
import { staleEventsForLead } from '#lib/approvals/staleness.ts';
import { carriedOver } from '#lib/dnc/former-addresses.ts';
import { isRefusal, Refused } from '#lib/errors.ts';
import { refuseErased } from '#lib/erasure/erased.ts';
import { parse } from '#lib/parse.ts';
import { liftedHoldsOfLeads } from '#lib/policy/lifted-holds.ts';
import { on } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { consentsOf } from './add-lead.ts';
import { addressKey } from './address.ts';
import { findLead } from './find.ts';
import { decideLead, type Lead, type LeadEvent, type LeadFields } from './lead.ts';
import { leadsOfPerson } from './same-person.ts';
import { editLeadInput, type LeadView } from './schema.ts';
import { canonicalAddresses, refuseTakenAddresses } from './unique-addresses.ts';
import { leadView } from './view.ts';

/**
 * Changes a lead as it was seen under `version`; a new stage or other addresses send what waits for them back to review, and what is held is judged anew when they
 * turn out to be somewhere else, or of another household. Nobody comes off the Do-Not-Contact list with an address.
 */
export async function editLead(call: Call, input: unknown): Promise<LeadView> {
  const forbidden = mayDo(call.actor, 'lead.write');
  if (forbidden) throw new Refused(forbidden);
  const { id, version, addresses, consents, ...rest } = parse(editLeadInput, input);
  const changes = {
    ...rest,
    ...(addresses && { addresses: canonicalAddresses(addresses, call.world.settings.defaultCountry) }),
    ...(consents && { consents: consentsOf(consents) }),
  } as Partial<LeadFields>;
  const { store, ids } = call.world;
  await store.commit(metaOf(call, 'edit-lead'), async (reads) => {
    const state = await findLead(reads, id);
    if (changes.addresses) {
      await refuseTakenAddresses(reads, changes.addresses, id);
      await refuseErased(reads, changes.addresses);
    }
    const events = decideLead(state, { type: 'EditLead', seenVersion: version, changes });
    if (isRefusal(events)) throw new Refused({ ...events, details: { ...events.details, current: await leadView(reads, state) } });
    const because = staleBecauseOf(events);
    const stale = because ? await staleEventsForLead(reads, id, because) : [];
    const kept = new Set((changes.addresses ?? state.addresses).map(addressKey));
    const carried = await carriedOver(reads, id, state.addresses.filter((address) => !kept.has(addressKey(address))), () => ids.next('dnc'));
    const rows = await heldByWhatChanged(reads, state, events);
    const judgedAnew = await liftedHoldsOfLeads(reads, because ? rows.filter((row) => row !== id) : rows);
    return { events: [...on('lead', id, events), ...carried, ...stale, ...judgedAnew], result: null };
  });
  return leadView(store, await findLead(store, id));
}

function staleBecauseOf(events: readonly LeadEvent[]): StaleReason | null {
  const edited = events.find((event) => event.type === 'LeadEdited');
  if (edited?.changes.stage) return { kind: 'lead_stage_changed' };
  return edited?.changes.addresses ? { kind: 'lead_address_changed' } : null;
}

/** What rules that hold a message go by. */
const holdingFields: readonly (keyof LeadFields)[] = ['timeZone', 'region', 'postalCode', 'household', 'consents'];

/** Whose messages may be free now: the person’s under every row of theirs, and those of a household that they are not of any more. */
async function heldByWhatChanged(reads: Reads, lead: Lead, events: readonly LeadEvent[]): Promise<readonly string[]> {
  const changed = new Set(events.flatMap((event) => (event.type === 'LeadEdited' ? holdingFields.filter((field) => field in event.changes) : [])));
  if (changed.size === 0) return [];
  const left = changed.has('household') && lead.household !== null ? await reads.leads.ofHousehold(lead.household) : [];
  const rows = await Promise.all([lead, ...left].map(({ id }) => leadsOfPerson(reads, id)));
  return [...new Set(rows.flat())];
}
