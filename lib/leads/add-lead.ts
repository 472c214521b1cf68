import { mayDo } from '#lib/accounts/permissions.ts';
import { orThrow, Refused } from '#lib/errors.ts';
import { refuseErased } from '#lib/erasure/erased.ts';
import { parse } from '#lib/parse.ts';
import { on } from '#lib/store/event.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { findLead } from './find.ts';
import { decideLead, type Consent, type LeadFields } from './lead.ts';
import { addLeadInput, type LeadView } from './schema.ts';
import { canonicalAddresses, refuseTakenAddresses } from './unique-addresses.ts';
import { leadView } from './view.ts';

export const emptyLead: Omit<LeadFields, 'name'> = {
  addresses: [], stage: 'new', timeZone: null, region: null, postalCode: null, ownerId: null, tags: [], language: 'en', facts: {}, note: '',
};

export function consentsOf(given: readonly { readonly channel: Consent['channel']; readonly source: string; readonly at: string }[]): Consent[] {
  return given.map(({ channel, source, at }) => ({ channel, source, at: Date.parse(at) }));
}

/** Adds one lead; every address is made canonical and may belong to nobody else. */
export async function addLead(call: Call, input: unknown): Promise<LeadView> {
  const forbidden = mayDo(call.actor, 'lead.write');
  if (forbidden) throw new Refused(forbidden);
  const { source, addresses = [], consents = [], ...given } = parse(addLeadInput, input);
  const { store, ids, settings } = call.world;
  const id = ids.next('lea');
  const fields: LeadFields = { ...emptyLead, ...given, addresses: canonicalAddresses(addresses, settings.defaultCountry), consents: consentsOf(consents) };
  const committed = await store.commit(metaOf(call, 'add-lead'), async (reads) => {
    await refuseTakenAddresses(reads, fields.addresses, null);
    await refuseErased(reads, fields.addresses);
    return { events: on('lead', id, orThrow(decideLead(null, { type: 'AddLead', fields, source }))), result: id };
  });
  const made = committed.kind === 'committed' ? committed.result : (committed.subjects[0]?.id ?? id);
  return leadView(store, await findLead(store, made));
}
