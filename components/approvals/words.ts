import type { ApprovalView } from '#lib/approvals/schema.ts';
import type { BadgeTone } from '#components/ui/badge.tsx';

/** Approvals in words for the screen. Pure. */

interface StatusLook {
  readonly label: string;
  readonly tone: BadgeTone;
}

export function statusLook(approval: Pick<ApprovalView, 'status' | 'hold' | 'nextAttemptAt'> & { readonly sendAt?: string | null }): StatusLook {
  switch (approval.status) {
    case 'pending':
      return { label: 'To review', tone: 'plain' };
    case 'approved':
      if (approval.hold) return { label: 'Held', tone: 'held' };
      if (approval.nextAttemptAt) return { label: 'Trying again', tone: 'held' };
      return { label: approval.sendAt ? 'Scheduled' : 'Approved', tone: 'good' };
    case 'sending':
      return { label: 'Sending', tone: 'good' };
    case 'sent':
      return { label: 'Sent', tone: 'good' };
    case 'uncertain':
      return { label: 'Uncertain', tone: 'uncertain' };
    case 'dead_letter':
      return { label: 'Sending failed', tone: 'failed' };
    case 'blocked':
      return { label: 'Blocked', tone: 'blocked' };
    case 'rejected':
      return { label: 'Rejected', tone: 'plain' };
    case 'expired':
      return { label: 'Expired', tone: 'plain' };
    case 'cancelled':
      return { label: 'Cancelled', tone: 'plain' };
  }
}

/** Why it waits, when there is more to say than that it is new. */
export function waitingWords(approval: ApprovalView): string | null {
  const { reason } = approval;
  if (!reason || reason.kind === 'new') return null;
  return reason.text;
}

const shortReasons: Readonly<Record<string, string>> = {
  edited: 'Edited', undone: 'Undone', new_inbound: 'They wrote again', lead_stage_changed: 'Stage changed', lead_address_changed: 'Addresses changed',
  dnc_changed: 'DNC changed', teammate_sent: 'Teammate wrote', maybe_sent: 'Maybe written to', arrived_before: 'Went out before', too_old: 'Too old', dead_letter_revived: 'Failed before', retry: 'Trying again',
};

/** The same in a word or two, for a row. */
export function waitingInShort(approval: ApprovalView): string | null {
  const { reason } = approval;
  if (!reason || reason.kind === 'new') return null;
  return shortReasons[reason.kind] ?? reason.text;
}

/** The first words, on one line. */
export function firstWords(body: string): string {
  return body.slice(0, 400).replace(/\s+/g, ' ').trim();
}

export function originWords({ origin }: ApprovalView): string {
  if (origin.kind === 'reply') return 'Drafted as a reply';
  return origin.kind === 'assistant' ? 'Drafted by an assistant' : 'Written by a teammate';
}

export const rejectReasons = ['Facts are wrong', 'Tone is wrong', 'No answer needed', 'Already answered', 'Wrong person'] as const;
