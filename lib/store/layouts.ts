import type { Approval, Attempt } from '#lib/approvals/approval.ts';
import type { Channel } from '#lib/channels/channel.ts';
import { entryKey, mailboxOf } from '#lib/dnc/match.ts';
import type { DncEntry } from '#lib/dnc/entry.ts';
import type { User } from '#lib/accounts/account.ts';
import { addressKey } from '#lib/leads/address.ts';
import type { Contact } from '#lib/leads/contact.ts';
import type { Lead, LeadAlsoReached } from '#lib/leads/lead.ts';
import type { Conversation, MessageRow } from '#lib/messages/message.ts';
import type { Recorded } from './recorded.ts';
import { key, prefix, sortable } from './sorted.ts';
import type { Layout } from './table.ts';

/** Under which keys the rows of each table are found. A SQL store has the same list as its indexes. */

/** Part of a key: where a list with this filter begins. */
export const approvalFacet = (status: string, channel: string) => key(status, channel);
export const dncFacet = (status: string, kind: string, channel: string) => key(status, kind, channel);
export const messageFacet = (channel: string, kind: string) => key('p', channel, kind);

/** The order of a list, as text: what a cursor carries. */
export const approvalOrder = {
  queue: (row: Approval) => key(heat(row), sortable(row.dueAt), row.id),
  newest: (row: Approval) => key(sortable(row.createdAt), row.id),
  recent: (row: Approval) => key(sortable(row.updatedAt), row.id),
};

function heat(row: Approval): '0' | '1' {
  return row.temperature === 'hot' ? '0' : '1';
}

export const approvalLayout: Layout<Approval, 'queue' | 'newest' | 'recent' | 'lead' | 'conversation' | 'due' | 'underWay'> = {
  indexes: {
    queue: (row) => [prefix(row.status, row.channel) + approvalOrder.queue(row)],
    newest: (row) => [prefix(row.status, row.channel) + approvalOrder.newest(row)],
    recent: (row) => [prefix(row.status, row.channel) + approvalOrder.recent(row)],
    lead: (row) => [key(row.leadId, row.id)],
    conversation: (row) => (row.conversationId === null ? [] : [key(row.conversationId, row.id)]),
    due: (row) => (row.status === 'approved' ? [key(row.channel, heat(row), sortable(row.notBefore), row.id)] : []),
    underWay: (row) => (row.status === 'sending' ? [key(sortable(row.attempts.at(-1)?.startedAt ?? 0), row.id)] : []),
  },
  facets: (row) => [approvalFacet(row.status, row.channel)],
};

/** An attempt, or what a teammate sent elsewhere, as the quotas see it: what it went out on, fixed when it was started. */
export interface Send {
  readonly id: string;
  readonly channel: Channel;
  readonly sender: string;
  readonly leadId: string;
  readonly startedAt: number;
  /** False once the channel refused it. */
  readonly counts: boolean;
  /** On what stands for one more lead whom the message of this id went to: it counts for the caps of that lead, and is no other send. */
  readonly alsoOf?: string;
}

export function sendOf(approval: Approval, attempt: Attempt, known: Send | null): Send {
  const { channel, sender, leadId } = known ?? approval;
  return { id: attempt.idempotencyKey, channel, sender, leadId, startedAt: attempt.startedAt, counts: attempt.outcome?.kind !== 'refused' };
}

/** What a teammate wrote to a lead outside the console, as the quotas see it; null for everything else. */
export function sentElsewhere(row: MessageRow): Send | null {
  if (row.kind !== 'message' || row.direction !== 'out' || row.approvalId !== null || row.leadId === null) return null;
  return { id: row.id, channel: row.channel, sender: row.sentFrom ?? '', leadId: row.leadId, startedAt: wroteAt(row), counts: true };
}

export const alsoReachedId = (messageId: string, leadId: string) => `${messageId}+${leadId}`;

/** The same for one more lead whom it went to. */
export function alsoReached({ messageId, channel, sender, sentAt, at, subject }: Recorded<LeadAlsoReached>): Send {
  return { id: alsoReachedId(messageId, subject.id), channel, sender, leadId: subject.id, startedAt: wroteAt({ sentAt, recordedAt: at }), counts: true, alsoOf: messageId };
}

const isOneSend = (row: Send) => row.counts && row.alsoOf === undefined;

export const sendLayout: Layout<Send, 'channel' | 'sender' | 'lead'> = {
  indexes: {
    channel: (row) => (isOneSend(row) ? [key(row.channel, sortable(row.startedAt), row.id)] : []),
    sender: (row) => (isOneSend(row) ? [key(row.channel, row.sender, sortable(row.startedAt), row.id)] : []),
    lead: (row) => (row.counts ? [key(row.leadId, sortable(row.startedAt), row.id)] : []),
  },
  facets: (row) =>
    isOneSend(row) ? [[row.channel], [row.channel, row.sender]].flatMap((who) => sendSpans.map((span) => sendFacet(span, who) + sortable(Math.floor(row.startedAt / span.ms)))) : [],
};

/** Spans of time in which sends are counted beforehand, so that a window of a day is not counted one by one. */
export const sendSpans = [{ name: 'minute', ms: 60_000 }, { name: 'hour', ms: 3_600_000 }] as const;

/** What the names begin with under which the sends of a channel, or of one sender on it, are counted. */
export function sendFacet(span: (typeof sendSpans)[number], who: readonly string[]): string {
  return prefix(who.length === 1 ? 'channel' : 'sender', span.name, ...who);
}

export const leadOrder = {
  newest: (row: Lead) => key(sortable(row.createdAt), row.id),
  name: (row: Lead) => key(row.name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase(), row.id),
  recent: (row: Lead) => key(sortable(row.updatedAt), row.id),
};

export function leadFacets(row: Pick<Lead, 'stage' | 'ownerId' | 'tags'>): string[] {
  const owner = row.ownerId === null ? [] : [key('owner', row.ownerId)];
  return ['all', key('stage', row.stage), ...owner, ...new Set(row.tags.map((tag) => key('tag', tag)))];
}

const underEach = (facets: readonly string[], order: string) => facets.map((facet) => prefix(facet) + order);

export const leadLayout: Layout<Lead, 'newest' | 'name' | 'recent' | 'address' | 'mailbox' | 'household'> = {
  indexes: {
    household: (row) => (row.household === null ? [] : [key(row.household, row.id)]),
    newest: (row) => underEach(leadFacets(row), leadOrder.newest(row)),
    name: (row) => underEach(leadFacets(row), leadOrder.name(row)),
    recent: (row) => underEach(leadFacets(row), leadOrder.recent(row)),
    address: (row) => row.addresses.map((address) => key(addressKey(address), row.id)),
    /** Every spelling of every address they have or had. */
    mailbox: (row) => [...new Set([...row.addresses, ...row.formerAddresses].map((address) => key(mailboxOf(address), row.id)))],
  },
  facets: leadFacets,
};

export const contactLayout: Layout<Contact, 'recent' | 'address'> = {
  indexes: {
    recent: (row) => [key(row.status, sortable(row.updatedAt), row.id)],
    address: (row) => [key(addressKey(row.address), row.id)],
  },
  facets: (row) => [row.status],
};

export const messageOrder = (row: MessageRow) => key(sortable(row.recordedAt), row.id);

export function messageFacets(row: MessageRow): string[] {
  const partition = messageFacet(row.channel, row.kind);
  if (row.kind === 'unreadable') return [partition];
  return [partition, key('c', row.conversationId), ...(row.leadId === null ? [] : [key('l', row.leadId)])];
}

/** A clock of a stranger may be ahead: a message was not written after it was recorded. */
export const wroteAt = (row: { readonly sentAt: number; readonly recordedAt: number }) => Math.min(row.sentAt, row.recordedAt);

export const messageLayout: Layout<MessageRow, 'order' | 'external' | 'unclassified' | 'inbound' | 'delayed'> = {
  indexes: {
    delayed: (row) => (row.kind === 'message' && row.nature.kind === 'bounce' && !row.nature.permanent && row.nature.aboutIdempotencyKey !== null && row.leadId !== null ? [key(row.leadId, sortable(row.recordedAt), row.id)] : []),
    order: (row) => underEach(messageFacets(row), messageOrder(row)),
    external: (row) => [key(row.channel, row.externalId, row.kind === 'message' ? row.direction : 'in', row.id)],
    unclassified: (row) =>
      row.kind === 'message' && row.direction === 'in' && row.leadId !== null && row.classification === null ? [messageOrder(row)] : [],
    inbound: (row) => {
      if (row.kind !== 'message' || row.direction !== 'in' || row.leadId === null) return [];
      const at = sortable(wroteAt(row));
      return [key(row.leadId, row.channel, at, row.id), key(row.leadId, 'any', at, row.id)];
    },
  },
  facets: messageFacets,
};

export const conversationLayout: Layout<Conversation, 'lead'> = {
  indexes: { lead: (row) => (row.leadId === null ? [] : [key(row.leadId, row.id)]) },
  facets: () => [],
};

export const dncOrder = (row: DncEntry) => key(sortable(row.addedAt), row.id);

export const dncLayout: Layout<DncEntry, 'newest' | 'active' | 'named'> = {
  indexes: {
    newest: (row) => [prefix(dncFacet(row.status, row.kind, row.channel)) + dncOrder(row)],
    active: (row) => (row.status === 'active' ? [key(entryKey(row), row.id)] : []),
    /** Entries that name a lead, removed ones too. */
    named: (row) => (row.kind === 'lead' ? [key(row.value, row.id)] : []),
  },
  facets: (row) => [dncFacet(row.status, row.kind, row.channel)],
};

export const userLayout: Layout<User, 'email'> = {
  indexes: { email: (row) => [key(row.email.toLowerCase(), row.id)] },
  facets: () => [],
};

/** For tables that are only asked by id, or are short. */
export const plainLayout: Layout<{ readonly id: string }, never> = { indexes: {}, facets: () => [] };
