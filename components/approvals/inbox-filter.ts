import type { ApprovalView } from '#lib/approvals/schema.ts';
import { channels, type Channel } from '#lib/channels/channel.ts';

/** What the inbox shows, as the address bar carries it. Pure. */

type Status = ApprovalView['status'];

export const tabs = [
  { id: 'pending', label: 'To review', statuses: ['pending'], order: 'queue' },
  { id: 'scheduled', label: 'Scheduled', statuses: ['approved', 'sending'], order: 'queue' },
  { id: 'uncertain', label: 'Uncertain', statuses: ['uncertain'], order: 'queue' },
  { id: 'sent', label: 'Sent', statuses: ['sent'], order: 'recent' },
  { id: 'rejected', label: 'Rejected', statuses: ['rejected'], order: 'recent' },
  { id: 'stopped', label: 'Stopped', statuses: ['blocked', 'dead_letter', 'cancelled', 'expired'], order: 'recent' },
] as const satisfies readonly { id: string; label: string; statuses: readonly Status[]; order: 'queue' | 'recent' }[];

export type TabId = (typeof tabs)[number]['id'];
export type Tab = (typeof tabs)[number];

export interface InboxFilter {
  readonly tab: TabId;
  readonly channel: Channel | null;
  readonly q: string;
  readonly id: string | null;
}

export function tabOf(id: TabId): Tab {
  return tabs.find((tab) => tab.id === id) ?? tabs[0];
}

export function tabOfStatus(status: Status): TabId {
  return tabs.find((tab) => (tab.statuses as readonly Status[]).includes(status))?.id ?? 'pending';
}

export function readFilter(params: { get(name: string): string | null }): InboxFilter {
  const status = params.get('status');
  const channel = params.get('channel');
  return {
    tab: tabs.find((tab) => tab.id === status)?.id ?? tabs.find((tab) => (tab.statuses as readonly string[]).includes(status ?? ''))?.id ?? 'pending',
    channel: channels.find((each) => each === channel) ?? null,
    q: params.get('q') ?? '',
    id: draftIn(params.get('id')),
  };
}

/** An address that somebody cut short, or wrote by hand, names no draft. */
function draftIn(id: string | null): string | null {
  return id !== null && /^apr_\w+$/.test(id) ? id : null;
}

export function writeFilter(filter: InboxFilter): string {
  const params = new URLSearchParams();
  if (filter.tab !== 'pending') params.set('status', filter.tab);
  if (filter.channel) params.set('channel', filter.channel);
  if (filter.q) params.set('q', filter.q);
  if (filter.id) params.set('id', filter.id);
  const text = params.toString();
  return text ? `/inbox?${text}` : '/inbox';
}

export function countOf(tab: Tab, counts: Readonly<Partial<Record<Status, number>>> | undefined): number | undefined {
  return counts && tab.statuses.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
}
