import { entriesAgainst } from '#lib/dnc/against.ts';
import { mailboxOf } from '#lib/dnc/match.ts';
import { closed } from '#lib/channels/breaker.ts';
import type { Channel } from '#lib/channels/channel.ts';
import { addressKindOf, type Address } from '#lib/leads/address.ts';
import type { Lead } from '#lib/leads/lead.ts';
import type { Reads } from '#lib/store/port.ts';
import { dayMs, hourMs } from './policy.ts';
import { delayedForMs } from './rules/returned-mail.ts';
import { noSends, windowFrom } from './send-count.ts';
import type { Facts, SendCount, Stops } from './verdict.ts';

export interface Asked {
  readonly channel: Channel;
  readonly sender: string;
  readonly recipient: string;
  readonly leadId: string | null;
  /** The message that is asked about, when it is one: it does not stand in its own way. */
  readonly approvalId?: string;
}

/** Loads what the rules need, through the reads it is handed: inside a commit, that is the state the commit decides on. */
export async function loadFacts(reads: Reads, asked: Asked, nowMs: number, clockBehindMs = 0): Promise<Facts> {
  const { channel, sender, leadId } = asked;
  const { lead, addresses } = await personOf(reads, asked);
  const rows = lead ? await rowsOf(reads, lead, addresses) : [];
  const [stops, state, sending, lastHour, lastDay, firstSendAt, toLeadLastDay, toHouseholdLastDay, lastInboundAt, lastInboundAnywhereAt, delayed] = await Promise.all([
    stopsFor(reads, channel, lead, addresses),
    reads.channelStates.get(channel),
    reads.approvals.underWay(),
    reads.sends.since({ channel, sender, sinceMs: windowFrom(nowMs, hourMs) }),
    reads.sends.since({ channel, sender, sinceMs: windowFrom(nowMs, dayMs) }),
    reads.sends.first({ channel, sender }),
    toAll(reads, rows, windowFrom(nowMs, dayMs)),
    lead ? toHousehold(reads, lead, windowFrom(nowMs, dayMs)) : noSends,
    lead ? reads.messages.lastInboundAt({ leadId: lead.id, channel }) : null,
    lead ? reads.messages.lastInboundAt({ leadId: lead.id }) : null,
    lead && channel === 'email' ? reads.messages.delayedSince({ leadId: lead.id, sinceMs: nowMs - delayedForMs }) : noneDelayed,
  ]);
  const breaker = state?.breakers[sender] ?? closed;
  const underWay = sending.filter((row) => row.channel === channel && row.sender === sender).length;
  const toPersonUnderWay = sending.filter((row) => row.id !== asked.approvalId && rows.includes(row.leadId)).length;
  return { ...stops, lead, leadId, addresses, clockBehindMs, breaker, underWay, toPersonUnderWay, lastHour, lastDay, firstSendAt, toLeadLastDay, toHouseholdLastDay, delayed, lastInboundAt, lastInboundAnywhereAt };
}

/** Only what stops a message that is on its way already. */
export async function loadStops(reads: Reads, asked: Asked): Promise<Stops> {
  const { lead, addresses } = await personOf(reads, asked);
  return stopsFor(reads, asked.channel, lead, addresses);
}

/** Where they are written to is the first of their addresses. */
async function personOf(reads: Reads, { channel, recipient: value, leadId }: Asked): Promise<{ lead: Lead | null; addresses: readonly Address[] }> {
  const recipient: Address = { kind: addressKindOf[channel], value };
  const lead = leadId === null ? await reads.leads.byAddress(`${recipient.kind}:${value}`) : await reads.leads.get(leadId);
  return { lead, addresses: [recipient, ...(lead?.addresses ?? []).filter((address) => address.kind !== recipient.kind || address.value !== value)] };
}

async function stopsFor(reads: Reads, channel: Channel, lead: Lead | null, addresses: readonly Address[]): Promise<Stops> {
  const [dnc, state, all] = await Promise.all([entriesAgainst(reads, { leadId: lead?.id ?? null, addresses, to: addresses[0] }), reads.channelStates.get(channel), reads.channelStates.get('all')]);
  return { dnc, pausedChannel: state?.paused?.reason ?? null, pausedAll: all?.paused?.reason ?? null };
}

const noneDelayed: Facts['delayed'] = { count: 0, newest: null };

async function toHousehold(reads: Reads, lead: Lead, sinceMs: number): Promise<SendCount> {
  const members = lead.household === null ? [lead] : await reads.leads.ofHousehold(lead.household);
  return toAll(reads, members.map(({ id }) => id), sinceMs);
}

/** Every lead that has, or once had, an address that they have or once had: two rows of one person have one cap. */
export async function rowsOf(reads: Reads, lead: Lead, addresses: readonly Address[]): Promise<readonly string[]> {
  return [...new Set([lead.id, ...(await reads.leads.everUnder([...addresses, ...lead.formerAddresses].map(mailboxOf)))])];
}

async function toAll(reads: Reads, leadIds: readonly string[], sinceMs: number): Promise<SendCount> {
  return leadIds.length === 0 ? noSends : reads.sends.toLeads({ leadIds, sinceMs });
}
