import type { Contact } from '#lib/leads/contact.ts';
import type { Lead } from '#lib/leads/lead.ts';
import { storedDncKinds } from '#lib/dnc/entry.ts';
import { policyId } from '#lib/policy/policy.ts';
import { emptyWorkspace, workspaceId } from '#lib/workspace/workspace.ts';
import { channels } from '#lib/channels/channel.ts';
import type { Conversation, MessageRow } from '#lib/messages/message.ts';
import type { DncEntry, DncKey } from '#lib/dnc/entry.ts';
import { dncFacet, dncOrder, leadFacets, leadOrder, messageFacet, messageOrder, wroteAt } from './layouts.ts';
import { contains, pageOfPicked, pageOfWalk, placeOf } from './paging.ts';
import type { DncFilter, LeadFilter, MessageFilter, Page, PageRequest, Reads } from './port.ts';
import { approvalReads, sendReads, type View } from './read-approvals.ts';
import { allUnder, firstUnder, key, lastUnder, merged, prefix, sortable, under, type Sorted } from './sorted.ts';
import type { Tables } from './tables.ts';

/** Every question of the port, answered from the rows that `view` hands out. */
export function readsOf(view: View, fingerprint: (key: DncKey) => string): Reads {
  return {
    approvals: approvalReads(view),
    sends: sendReads(view),
    leads: {
      get: async (id) => (await view()).leads.get(id),
      byAddress: async (address) => {
        const { leads } = await view();
        return firstOf(leads.index('address'), prefix(address), (id) => leads.get(id));
      },
      ofHousehold: async (household) => {
        const { leads } = await view();
        return allUnder(leads.index('household'), prefix(household)).flatMap((id) => leads.get(id) ?? []);
      },
      everUnder: async (keys) => {
        const mailboxes = (await view()).leads.index('mailbox');
        return [...new Set(keys.flatMap((each) => allUnder(mailboxes, prefix(each))))];
      },
      page: async (filter, page, order) => pageOfLeads(await view(), filter, page, order),
    },
    contacts: {
      get: async (id) => (await view()).contacts.get(id),
      byAddress: async (address) => {
        const { contacts } = await view();
        return firstOf(contacts.index('address'), prefix(address), (id) => contacts.get(id));
      },
      page: async (filter, page) => pageOfContacts(await view(), filter.status, page),
    },
    idempotencyKeys: {
      beginningWith: async (start) => {
        for (const [rest] of under((await view()).keys, start, null, false)) return start + rest;
        return null;
      },
    },
    messages: {
      get: async (id) => (await view()).messages.get(id),
      byExternalId: async (channel, externalId) => {
        const { messages } = await view();
        return firstOf(messages.index('external'), prefix(channel, externalId), (id) => messages.get(id));
      },
      page: async (filter, page) => pageOfMessages(await view(), filter, page),
      lastInboundAt: async ({ leadId, channel, beforeMs }) => {
        const { messages } = await view();
        const newest = newestOf(messages.index('inbound'), prefix(leadId, channel ?? 'any'), (id) => messages.get(id), beforeMs === undefined ? null : sortable(beforeMs));
        return newest?.kind === 'message' ? wroteAt(newest) : null;
      },
      delayedSince: async ({ leadId, sinceMs }) => {
        const { messages } = await view();
        return [...under(messages.index('delayed'), prefix(leadId), sortable(sinceMs), false)].flatMap(([, id]) => {
          const row = messages.get(id);
          return row?.kind === 'message' && row.nature.kind === 'bounce' && row.nature.aboutIdempotencyKey !== null ? [{ at: row.recordedAt, aboutIdempotencyKey: row.nature.aboutIdempotencyKey }] : [];
        });
      },
      unclassified: async (limit) => {
        const { messages } = await view();
        const found: MessageRow[] = [];
        for (const [, id] of under(messages.index('unclassified'), '', null, false)) {
          if (found.length >= limit) break;
          const row = messages.get(id);
          if (row) found.push(row);
        }
        return found;
      },
    },
    conversations: {
      get: async (id) => (await view()).conversations.get(id),
      ofLead: async (leadId) => conversationsOf(await view(), leadId),
      latest: async ({ leadId, contactId, channel }) => {
        const tables = await view();
        const all = leadId !== null ? conversationsOf(tables, leadId) : contactId !== null ? conversationsWith(tables, contactId) : [];
        return all.find((row) => row.channel === channel) ?? null;
      },
    },
    dnc: {
      get: async (id) => (await view()).dnc.get(id),
      matching: async (keys) => {
        const { dnc } = await view();
        const someErased = dnc.count(dncFacet('active', 'erased', 'all')) > 0;
        const wanted = new Set([...keys, ...(someErased ? keys.map((each): DncKey => `erased:${fingerprint(each)}`) : [])]);
        return [...wanted].flatMap((each) => allUnder(dnc.index('active'), prefix(each)).flatMap((id) => dnc.get(id) ?? []));
      },
      naming: async (leadId) => {
        const { dnc } = await view();
        return allUnder(dnc.index('named'), prefix(leadId)).flatMap((id) => dnc.get(id) ?? []);
      },
      page: async (filter, page) => pageOfDnc(await view(), filter, page),
    },
    accounts: {
      user: async (id) => (await view()).users.get(id),
      userByEmail: async (email) => {
        const { users } = await view();
        return firstOf(users.index('email'), prefix(email.toLowerCase()), (id) => users.get(id));
      },
      users: async () => (await view()).users.all(),
      token: async (id) => (await view()).tokens.get(id),
      tokens: async () => (await view()).tokens.all(),
      signInTries: async (id) => (await view()).signIns.get(id),
    },
    channelStates: {
      get: async (id) => (await view()).channelStates.get(id),
    },
    workspace: {
      get: async () => (await view()).workspace.get(workspaceId) ?? emptyWorkspace,
    },
    policy: {
      get: async () => (await view()).policy.get(policyId),
    },
  };
}

function firstOf<Row>(index: Sorted<string>, start: string, get: (id: string) => Row | null): Row | null {
  const found = firstUnder(index, start);
  return found && get(found[1]);
}

/** The last row of a part of an index. */
function newestOf<Row>(index: Sorted<string>, start: string, get: (id: string) => Row | null, before: string | null = null): Row | null {
  const found = lastUnder(index, start, before);
  return found && get(found[1]);
}

function* lookedUp<Row>(walk: Iterable<[string, string]>, get: (id: string) => Row | null): Generator<[string, Row]> {
  for (const [place, id] of walk) {
    const row = get(id);
    if (row) yield [place, row];
  }
}

function pageOfLeads(tables: Tables, filter: LeadFilter, page: PageRequest, order: 'newest' | 'name' | 'recent'): Page<Lead> {
  const { leads } = tables;
  const backwards = order !== 'name';
  const wanted = [
    ...(filter.stage === undefined ? [] : [key('stage', filter.stage)]),
    ...(filter.ownerId === undefined ? [] : [key('owner', filter.ownerId)]),
    ...(filter.tag === undefined ? [] : [key('tag', filter.tag)]),
  ].sort((a, b) => leads.count(a) - leads.count(b));
  const smallest = wanted[0] ?? 'all';
  const q = (filter.q ?? '').trim();
  if (wanted.length <= 1 && q === '') {
    const walk = under(leads.index(order), prefix(smallest), placeOf(page), backwards);
    return pageOfWalk(lookedUp(walk, (id) => leads.get(id)), leads.count(smallest), page);
  }
  const has = q === '' ? () => true : contains(q);
  const picked = [...lookedUp(under(leads.index('newest'), prefix(smallest), null, false), (id) => leads.get(id))]
    .map(([, row]) => row)
    .filter((row) => wanted.every((facet) => leadFacets(row).includes(facet)) && (has(row.name) || row.addresses.some((a) => has(a.value)) || row.tags.some(has)));
  return pageOfPicked(picked, leadOrder[order], backwards, page);
}

const contactStatuses = ['open', 'became_lead', 'dismissed'] as const satisfies readonly Contact['status'][];

/** The card with the newest message first. */
function pageOfContacts({ contacts }: Tables, status: Contact['status'] | undefined, page: PageRequest): Page<Contact> {
  const wanted: readonly Contact['status'][] = status === undefined ? contactStatuses : [status];
  const walk = merged(contacts.index('recent'), wanted.map((one) => prefix(one)), placeOf(page), true);
  return pageOfWalk(lookedUp(walk, (id) => contacts.get(id)), wanted.reduce((sum, one) => sum + contacts.count(one), 0), page);
}

function pageOfMessages({ messages }: Tables, filter: MessageFilter, page: PageRequest): Page<MessageRow> {
  const thread = filter.conversationId !== undefined ? key('c', filter.conversationId) : filter.leadId !== undefined ? key('l', filter.leadId) : null;
  const narrowed = filter.channel !== undefined || filter.kind !== undefined || (filter.conversationId !== undefined && filter.leadId !== undefined);
  const get = (id: string) => messages.get(id);
  if (thread !== null && narrowed) {
    const picked = [...lookedUp(under(messages.index('order'), prefix(thread), null, false), get)].map(([, row]) => row).filter((row) => fitsMessage(row, filter));
    return pageOfPicked(picked, messageOrder, false, page);
  }
  const facets =
    thread !== null
      ? [thread]
      : (filter.channel === undefined ? channels : [filter.channel]).flatMap((channel) =>
          (filter.kind === undefined ? (['message', 'unreadable'] as const) : [filter.kind]).map((kind) => messageFacet(channel, kind)),
        );
  const walk = merged(messages.index('order'), facets.map((facet) => prefix(facet)), placeOf(page), false);
  return pageOfWalk(lookedUp(walk, get), facets.reduce((sum, facet) => sum + messages.count(facet), 0), page);
}

function fitsMessage(row: MessageRow, filter: MessageFilter): boolean {
  return (
    (filter.channel === undefined || row.channel === filter.channel) &&
    (filter.kind === undefined || row.kind === filter.kind) &&
    (filter.leadId === undefined || (row.kind === 'message' && row.leadId === filter.leadId)) &&
    (filter.conversationId === undefined || (row.kind === 'message' && row.conversationId === filter.conversationId))
  );
}

function conversationsOf(tables: Tables, leadId: string): Conversation[] {
  const { conversations } = tables;
  return newestFirst(tables, allUnder(conversations.index('lead'), prefix(leadId)).flatMap((id) => conversations.get(id) ?? []));
}

function conversationsWith(tables: Tables, contactId: string): Conversation[] {
  const ids = new Set(
    (tables.contacts.get(contactId)?.messageIds ?? []).flatMap((id) => {
      const message = tables.messages.get(id);
      return message?.kind === 'message' ? [message.conversationId] : [];
    }),
  );
  return newestFirst(tables, [...ids].flatMap((id) => tables.conversations.get(id) ?? []));
}

function newestFirst(tables: Tables, rows: readonly Conversation[]): Conversation[] {
  const placed = rows.map((row) => ({ row, place: lastActivity(tables, row) }));
  return placed.sort((a, b) => (a.place < b.place ? 1 : a.place > b.place ? -1 : 0)).map(({ row }) => row);
}

/** When the newest message of a conversation was recorded, or else when it was started. */
function lastActivity({ messages }: Tables, row: Conversation): string {
  const newest = newestOf(messages.index('order'), prefix(key('c', row.id)), (id) => messages.get(id));
  return newest ? messageOrder(newest) : key(sortable(row.startedAt), row.id);
}

function pageOfDnc({ dnc }: Tables, filter: DncFilter, page: PageRequest): Page<DncEntry> {
  const facets = (filter.status === undefined ? (['active', 'removed'] as const) : [filter.status]).flatMap((status) =>
    (filter.kind === undefined ? storedDncKinds : [filter.kind]).flatMap((kind) =>
      (filter.channel === undefined ? (['all', ...channels] as const) : [filter.channel]).map((channel) => dncFacet(status, kind, channel)),
    ),
  );
  const starts = facets.map((facet) => prefix(facet));
  const get = (id: string) => dnc.get(id);
  const q = (filter.q ?? '').trim();
  if (q === '')
    return pageOfWalk(lookedUp(merged(dnc.index('newest'), starts, placeOf(page), true), get), facets.reduce((sum, facet) => sum + dnc.count(facet), 0), page);
  const has = contains(q);
  const picked = starts.flatMap((start) => [...lookedUp(under(dnc.index('newest'), start, null, false), get)].map(([, row]) => row));
  return pageOfPicked(picked.filter((row) => has(row.value) || has(row.reason)), dncOrder, true, page);
}
