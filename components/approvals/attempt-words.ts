import { ourRefusals } from '#lib/approvals/approval.ts';
import type { ApprovalView } from '#lib/approvals/schema.ts';

/** What a try came to, in words with their colour. Pure. */
export function outcomeLook(outcome: ApprovalView['attempts'][number]['outcome']): { readonly label: string; readonly look: string } {
  if (!outcome) return { label: 'Under way', look: 'font-medium text-ink' };
  switch (outcome.kind) {
    case 'accepted':
      return { label: 'Accepted', look: 'font-medium text-good' };
    case 'refused':
      if (outcome.transient && outcome.code !== null && ourRefusals.has(outcome.code)) return { label: 'Held back before it left', look: 'font-medium text-held' };
      return outcome.transient ? { label: 'Refused for now', look: 'font-medium text-held' } : { label: 'Refused for good', look: 'font-medium text-failed' };
    case 'unknown':
      return { label: 'No clear answer: it may have gone out', look: 'font-medium text-uncertain' };
  }
}
