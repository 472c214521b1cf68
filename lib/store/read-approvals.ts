import { statuses, type Approval, type Status } from '#lib/approvals/approval.ts';
import { channels, type Channel } from '#lib/channels/channel.ts';
import { approvalFacet, approvalOrder, sendFacet, sendSpans } from './layouts.ts';
import { contains, pageOfPicked, pageOfWalk, placeOf } from './paging.ts';
import type { ApprovalFilter, Page, PageRequest, Reads } from './port.ts';
import { allUnder, firstUnder, lastUnder, merged, numberIn, prefix, sortable, under, type Sorted } from './sorted.ts';
import type { Tables } from './tables.ts';

/** The questions about approvals and about what was sent. */

/** Where the rows come from: each question is answered from what it hands out then. */
export type View = () => Tables | Promise<Tables>;

type Order = 'queue' | 'newest' | 'recent';

export function approvalReads(view: View): Reads['approvals'] {
  return {
    get: async (id) => (await view()).approvals.get(id),
    page: async (filter, page, order) => pageOfApprovals(await view(), filter, page, order),
    counts: async () => countsOf(await view()),
    codes: async (filter) => codesOf(await view(), filter),
    ofLead: async (leadId, wanted) => ofLead(await view(), leadId).filter((row) => wanted.includes(row.status)),
    due: async ({ now, channels: on, limit }) => dueRows(await view(), now, on, limit),
    nextDueAt: async ({ now, channels: on }) => nextDueAt(await view(), now, on),
    underWay: async () => {
      const { approvals } = await view();
      return approvals.index('underWay').valuesArray().flatMap((id) => approvals.get(id) ?? []);
    },
  };
}

function pageOfApprovals(tables: Tables, filter: ApprovalFilter, page: PageRequest, order: Order): Page<Approval> {
  const partitions = [...new Set(filter.statuses ?? statuses)].flatMap((status) =>
    (filter.channel ? [filter.channel] : channels).map((channel) => ({ status, channel })),
  );
  const backwards = order !== 'queue';
  const { leadId, conversationId, q = '', code, triedFromMs, triedToMs } = filter;
  const picky = q.trim() !== '' || [leadId, conversationId, code, triedFromMs, triedToMs].some((each) => each !== undefined);
  if (picky) return pageOfPicked(picked(tables, filter, partitions), approvalOrder[order], backwards, page);
  const walk = merged(tables.approvals.index(order), partitions.map(({ status, channel }) => prefix(status, channel)), placeOf(page), backwards);
  const total = partitions.reduce((sum, { status, channel }) => sum + tables.approvals.count(approvalFacet(status, channel)), 0);
  return pageOfWalk(rowsOf(tables, walk), total, page);
}

function* rowsOf(tables: Tables, walk: Iterable<[string, string]>): Generator<[string, Approval]> {
  for (const [place, id] of walk) {
    const row = tables.approvals.get(id);
    if (row) yield [place, row];
  }
}

function picked(tables: Tables, filter: ApprovalFilter, partitions: readonly { status: Status; channel: Channel }[]): Approval[] {
  const facets = new Set(partitions.map(({ status, channel }) => approvalFacet(status, channel)));
  const matches = textMatch(tables, filter.q);
  return candidates(tables, filter, partitions).filter(
    (row) =>
      facets.has(approvalFacet(row.status, row.channel)) &&
      (filter.leadId === undefined || row.leadId === filter.leadId) &&
      (filter.conversationId === undefined || row.conversationId === filter.conversationId) &&
      (filter.code === undefined || (row.status === 'dead_letter' && row.code === filter.code)) &&
      wasTried(row, filter) &&
      matches(row),
  );
}

function wasTried({ attempts }: Approval, { triedFromMs, triedToMs }: ApprovalFilter): boolean {
  if (triedFromMs === undefined && triedToMs === undefined) return true;
  const last = attempts.at(-1)?.startedAt;
  return last !== undefined && last >= (triedFromMs ?? 0) && last < (triedToMs ?? Infinity);
}

function codesOf(tables: Tables, filter: ApprovalFilter): { code: string; count: number }[] {
  const counts = new Map<string, number>();
  const partitions = (filter.channel ? [filter.channel] : channels).map((channel) => ({ status: 'dead_letter' as const, channel }));
  for (const row of picked(tables, filter, partitions)) if (row.status === 'dead_letter') counts.set(row.code, (counts.get(row.code) ?? 0) + 1);
  return [...counts].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

function candidates(tables: Tables, filter: ApprovalFilter, partitions: readonly { status: Status; channel: Channel }[]): Approval[] {
  if (filter.conversationId !== undefined) return idsUnder(tables, 'conversation', filter.conversationId);
  if (filter.leadId !== undefined) return ofLead(tables, filter.leadId);
  return partitions.flatMap(({ status, channel }) => [...rowsOf(tables, under(tables.approvals.index('newest'), prefix(status, channel), null, false))].map(([, row]) => row));
}

function textMatch(tables: Tables, q: string | undefined): (row: Approval) => boolean {
  if (q === undefined || q.trim() === '') return () => true;
  const has = contains(q);
  const named = new Map<string, boolean>();
  const nameHas = (leadId: string) => {
    const known = named.get(leadId) ?? has(tables.leads.get(leadId)?.name ?? '');
    named.set(leadId, known);
    return known;
  };
  return (row) => has(row.recipient) || has(row.subject ?? '') || nameHas(row.leadId) || has(row.body);
}

function idsUnder(tables: Tables, index: 'lead' | 'conversation', id: string): Approval[] {
  return allUnder(tables.approvals.index(index), prefix(id)).flatMap((found) => tables.approvals.get(found) ?? []);
}

export function ofLead(tables: Tables, leadId: string): Approval[] {
  return idsUnder(tables, 'lead', leadId);
}

function countsOf(tables: Tables): Record<Status, Record<Channel, number>> {
  const perChannel = (status: Status) =>
    Object.fromEntries(channels.map((channel) => [channel, tables.approvals.count(approvalFacet(status, channel))])) as Record<Channel, number>;
  return Object.fromEntries(statuses.map((status) => [status, perChannel(status)])) as Record<Status, Record<Channel, number>>;
}

function dueRows(tables: Tables, now: number, on: readonly Channel[], limit: number): Approval[] {
  const due: Approval[] = [];
  const notYet = sortable(now + 1);
  for (const heat of ['0', '1']) {
    for (const [place, id] of merged(tables.approvals.index('due'), on.map((channel) => prefix(channel, heat)), null, false)) {
      if (due.length >= limit || place >= notYet) break;
      const row = tables.approvals.get(id);
      if (row) due.push(row);
    }
  }
  return due;
}

function nextDueAt(tables: Tables, now: number, on: readonly Channel[]): number | null {
  const starts = on.flatMap((channel) => [prefix(channel, '0'), prefix(channel, '1')]);
  for (const [, id] of merged(tables.approvals.index('due'), starts, sortable(now + 1), false)) {
    const row = tables.approvals.get(id);
    if (row?.status === 'approved') return row.notBefore;
  }
  return null;
}

export function sendReads(view: View): Reads['sends'] {
  return {
    since: async ({ channel, sender, sinceMs }) => {
      const { sends } = await view();
      const who = sender === undefined ? [channel] : [channel, sender];
      const [index, start] = [sends.index(sender === undefined ? 'channel' : 'sender'), prefix(...who)];
      const oldest = firstAt(index, start, sinceMs);
      if (oldest === null) return { count: 0, oldest, newest: null };
      return { count: countSince(sends, who, sinceMs), oldest, newest: instantOf(lastUnder(index, start)) };
    },
    first: async ({ channel, sender }) => firstAt((await view()).sends.index('sender'), prefix(channel, sender), 0),
    toLeads: async ({ leadIds, sinceMs }) => {
      const { sends } = await view();
      const found = leadIds.map((leadId) => [...under(sends.index('lead'), prefix(leadId), sortable(sinceMs), false)]);
      const instants = new Map(found.flat().map((each) => [sends.get(each[1])?.alsoOf ?? each[1], numberIn(each[0])]));
      const ordered = [...instants.values()].sort((a, b) => a - b);
      return { count: ordered.length, oldest: ordered[0] ?? null, newest: ordered.at(-1) ?? null };
    },
  };
}

function firstAt(index: Sorted<string>, start: string, sinceMs: number): number | null {
  return instantOf(firstUnder(index, start, sortable(sinceMs)));
}

function instantOf(found: [string, string] | null | undefined): number | null {
  return found ? numberIn(found[0]) : null;
}

/** One by one up to the next whole minute, by minutes up to the next whole hour, by hours from there. */
function countSince(sends: Tables['sends'], who: readonly string[], sinceMs: number): number {
  const [minute, hour] = sendSpans;
  const fromMinute = Math.ceil(sinceMs / minute.ms);
  const fromHour = Math.ceil(sinceMs / hour.ms);
  const wholeMinute = sortable(fromMinute * minute.ms);
  let count = 0;
  for (const [place] of under(sends.index(who.length === 1 ? 'channel' : 'sender'), prefix(...who), sortable(sinceMs), false)) {
    if (place >= wholeMinute) break;
    count += 1;
  }
  const minutes = sends.countBetween(sendFacet(minute, who), sortable(fromMinute), sortable((fromHour * hour.ms) / minute.ms));
  return count + minutes + sends.countBetween(sendFacet(hour, who), sortable(fromHour), null);
}
