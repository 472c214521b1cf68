import { personKeys } from '#lib/dnc/match.ts';
import { closed } from '#lib/channels/breaker.ts';
import type { Channel } from '#lib/channels/channel.ts';
import { addressKindOf, type Address } from '#lib/leads/address.ts';
import type { Reads } from '#lib/store/port.ts';
import { dayMs, hourMs } from './policy.ts';
import type { Facts } from './verdict.ts';

export interface Asked {
  readonly channel: Channel;
  readonly sender: string;
  readonly recipient: string;
  readonly leadId: string | null;
}

/** Loads what the rules need, through the reads it is handed: inside a commit, that is the state the commit decides on. */
export async function loadFacts(reads: Reads, asked: Asked, nowMs: number): Promise<Facts> {
  const { channel, sender, leadId } = asked;
  const recipient: Address = { kind: addressKindOf[channel], value: asked.recipient };
  const lead = leadId === null ? await reads.leads.byAddress(`${recipient.kind}:${recipient.value}`) : await reads.leads.get(leadId);
  const addresses = [recipient, ...(lead?.addresses ?? []).filter((address) => address.kind !== recipient.kind || address.value !== recipient.value)];
  const [dnc, state, all, sending, lastHour, lastDay, toLeadLastDay, lastInboundAt, lastInboundAnywhereAt] = await Promise.all([
    reads.dnc.matching(personKeys({ leadId: lead?.id ?? null, addresses })),
    reads.channelStates.get(channel),
    reads.channelStates.get('all'),
    reads.approvals.underWay(),
    reads.sends.since({ channel, sender, sinceMs: nowMs - hourMs }),
    reads.sends.since({ channel, sender, sinceMs: nowMs - dayMs }),
    lead ? reads.sends.toLead({ leadId: lead.id, sinceMs: nowMs - dayMs }) : { count: 0, oldest: null, newest: null },
    lead ? reads.messages.lastInboundAt({ leadId: lead.id, channel }) : null,
    lead ? reads.messages.lastInboundAt({ leadId: lead.id }) : null,
  ]);
  const breaker = state?.breakers[sender] ?? closed;
  const underWay = sending.filter((row) => row.channel === channel && row.sender === sender).length;
  const [pausedChannel, pausedAll] = [state?.paused?.reason ?? null, all?.paused?.reason ?? null];
  return { lead, leadId, addresses, dnc, pausedChannel, pausedAll, breaker, underWay, lastHour, lastDay, toLeadLastDay, lastInboundAt, lastInboundAnywhereAt };
}
