import { freshFrom, type Approved } from '#lib/approvals/approval.ts';
import { contentHash, contentOf } from '#lib/approvals/content.ts';
import { textOf, type Subject } from './verdict.ts';

/** What was approved, as the rules see it. Pure. */
export function subjectOf(approval: Approved): Subject {
  const { channel, sender, recipient, decision, template = null } = approval;
  const isForThis = decision.contentHash === contentHash(contentOf(approval));
  return { channel, sender, recipient, template, decidedAt: freshFrom(approval), sendAt: approval.sendAt, text: textOf(approval), decision: { isByPerson: decision.by.startsWith('person:'), isForThis } };
}
