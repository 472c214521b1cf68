'use client';

import { FileText } from 'lucide-react';
import Link from 'next/link';
import { tabOfStatus } from '#components/approvals/inbox-filter.ts';
import { statusLook } from '#components/approvals/words.ts';
import { ChannelMark } from '#components/messages/channel-mark.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { statuses, type Status } from '#lib/approvals/approval.ts';
import type { LeadDetail } from '#lib/leads/schema.ts';

/** Everything that was proposed to them and what became of it. */
export function LeadDrafts({ lead }: { lead: LeadDetail }) {
  if (lead.approvals.length === 0) return <EmptyState icon={<FileText />} title="No drafts">What is drafted to {lead.name} appears here until long after it was sent.</EmptyState>;
  return (
    <ul>
      {lead.approvals.map((each) => {
        const status = statusOf(each.status);
        const look = statusLook({ status, hold: null, nextAttemptAt: null });
        return (
          <li key={each.id}>
            <Link href={`/inbox?status=${tabOfStatus(status)}&id=${each.id}`} className="flex min-h-12 items-center gap-3 border-b px-5 py-1.5 text-sm -outline-offset-2 hover:bg-hover max-sm:px-4">
              <ChannelMark channel={each.channel} />
              <span className="min-w-0 flex-1 truncate">{each.subject && <span className="font-medium">{each.subject} · </span>}<span className="text-ink-2">{each.firstWords}</span></span>
              <Badge tone={look.tone}>{look.label}</Badge>
              <RelativeTime at={each.updatedAt} className="w-14 shrink-0 text-right text-xs text-ink-3" />
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

function statusOf(text: string): Status {
  return statuses.find((status) => status === text) ?? 'pending';
}
