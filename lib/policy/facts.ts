import { entriesAgainst } from '#lib/dnc/against.ts';
import { closed } from '#lib/channels/breaker.ts';
import type { Channel } from '#lib/channels/channel.ts';
import { senderOf } from '#lib/channels/sender.ts';
import type { Settings } from '#lib/config.ts';
import { addressKey, addressKindOf, type Address } from '#lib/leads/address.ts';
import type { Lead } from '#lib/leads/lead.ts';
import type { Reads } from '#lib/store/port.ts';
import { delayedTo } from './delayed.ts';
import { lastInboundOf, personBehind, type Person } from './person.ts';
import { dayMs, hourMs } from './policy.ts';
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

/** Loads what the rules need, through the reads it is handed: inside a commit, that is the state the commit decides on. What we send from is a setting. */
export async function loadFacts(settings: Pick<Settings, 'email'>, reads: Reads, asked: Asked, nowMs: number, clockBehindMs = 0): Promise<Facts> {
  const { channel, sender, leadId } = asked;
  const { lead: found, addresses } = await addressed(reads, asked);
  const owner = await reads.leads.byAddress(addressKey(recipientOf(asked)));
  const { lead, rows, home, writers } = found ? await personBehind(reads, found, recipientOf(asked)) : nobody;
  const [stops, state, sending, lastHour, lastDay, firstSendAt, toLeadLastDay, toHouseholdLastDay, lastInboundAt, lastInboundAnywhereAt, delayed] = await Promise.all([
    stopsFor(reads, channel, found, addresses),
    reads.channelStates.get(channel),
    reads.approvals.underWay(),
    reads.sends.since({ channel, sender, sinceMs: windowFrom(nowMs, hourMs) }),
    reads.sends.since({ channel, sender, sinceMs: windowFrom(nowMs, dayMs) }),
    reads.sends.first({ channel, sender }),
    toAll(reads, rows, windowFrom(nowMs, dayMs)),
    toAll(reads, home, windowFrom(nowMs, dayMs)),
    lastInboundOf(reads, writers, { channel }),
    lastInboundOf(reads, rows, {}),
    delayedTo(reads, asked.recipient, channel === 'email' ? rows : [], nowMs),
  ]);
  const breaker = state?.breakers[sender] ?? closed;
  const underWay = sending.filter((row) => row.channel === channel && row.sender === sender).length;
  const toPersonUnderWay = sending.filter((row) => row.id !== asked.approvalId && rows.includes(row.leadId)).length;
  return { ...stops, lead, leadId, recipientLeadId: owner?.id ?? null, ourSender: senderOf(settings, channel), addresses, clockBehindMs, breaker, underWay, toPersonUnderWay, lastHour, lastDay, firstSendAt, toLeadLastDay, toHouseholdLastDay, delayed, lastInboundAt, lastInboundAnywhereAt };
}

const nobody: Omit<Person, 'lead'> & { readonly lead: null } = { lead: null, rows: [], home: [], writers: [] };

/** Only what stops a message that is on its way already. */
export async function loadStops(reads: Reads, asked: Asked): Promise<Stops> {
  const { lead, addresses } = await addressed(reads, asked);
  return stopsFor(reads, asked.channel, lead, addresses);
}

const recipientOf = ({ channel, recipient }: Asked): Address => ({ kind: addressKindOf[channel], value: recipient });

/** Where they are written to is the first of their addresses. */
async function addressed(reads: Reads, asked: Asked): Promise<{ lead: Lead | null; addresses: readonly Address[] }> {
  const recipient = recipientOf(asked);
  const lead = asked.leadId === null ? await reads.leads.byAddress(addressKey(recipient)) : await reads.leads.get(asked.leadId);
  return { lead, addresses: [recipient, ...(lead?.addresses ?? []).filter((address) => address.kind !== recipient.kind || address.value !== recipient.value)] };
}

async function stopsFor(reads: Reads, channel: Channel, lead: Lead | null, addresses: readonly Address[]): Promise<Stops> {
  const [dnc, state, all] = await Promise.all([entriesAgainst(reads, { leadId: lead?.id ?? null, addresses, to: addresses[0] }), reads.channelStates.get(channel), reads.channelStates.get('all')]);
  return { dnc, pausedChannel: state?.paused?.reason ?? null, pausedAll: all?.paused?.reason ?? null };
}

async function toAll(reads: Reads, leadIds: readonly string[], sinceMs: number): Promise<SendCount> {
  return leadIds.length === 0 ? noSends : reads.sends.toLeads({ leadIds, sinceMs });
}
