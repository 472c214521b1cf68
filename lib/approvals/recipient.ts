import { nameInText, type Channel } from '#lib/channels/channel.ts';
import { isRefusal, refusal, type Refusal } from '#lib/errors.ts';
import { addressKindOf, parseAddress } from '#lib/leads/address.ts';
import type { Lead } from '#lib/leads/lead.ts';

/** The canonical address a draft may go to: one of the lead's own on this channel, their first when none is named. Pure. */
export function recipientOf(lead: Lead | null, channel: Channel, raw?: string): string | Refusal {
  if (!lead) return refusal('not_found', 'There is no such lead.');
  const kind = addressKindOf[channel];
  const theirs = lead.addresses.filter((address) => address.kind === kind).map((address) => address.value);
  const first = theirs[0];
  if (first === undefined)
    return refusal('invalid_input', `${lead.name} has no ${kind} address, so nothing can go out by ${nameInText(channel)}.`, { lift: 'Add the address to the lead first.', details: { field: 'recipient' } });
  if (raw === undefined) return first;
  const wanted = parseAddress(kind, raw);
  if (isRefusal(wanted)) return { ...wanted, details: { field: 'recipient' } };
  if (theirs.includes(wanted.value)) return wanted.value;
  return refusal('invalid_input', `${wanted.value} is not an address of ${lead.name}.`, { lift: 'Add it to the lead first, or choose one of theirs.', details: { field: 'recipient', choices: theirs } });
}
