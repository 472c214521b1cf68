import type { BulkAction } from '#components/approvals/bulk-words.ts';

/** What may be done with several stuck messages at once. */

export const deadLetterActions: readonly BulkAction[] = [
  { decision: 'retry', label: 'Try again', tone: 'plain', asks: null, consequence: 'Each goes out exactly as it is, after the undo window and under today’s rules. Where something about the lead changed since, it is left and told: take it back to review.', done: 'tried again' },
  { decision: 'revive', label: 'Take back to review', tone: 'plain', asks: null, consequence: 'Each can be edited, and needs a new approval.', done: 'back in review' },
  { decision: 'cancel', label: 'Discard', tone: 'danger', asks: 'Reason', consequence: 'None of them is ever sent.', done: 'discarded' },
];

export const uncertainActions: readonly BulkAction[] = [
  { decision: 'was_sent', label: 'They were sent', tone: 'plain', asks: 'What you found out', consequence: 'Each is recorded as sent and never sent again.', done: 'recorded as sent' },
  { decision: 'send_again', label: 'Send again', tone: 'danger', asks: 'What you found out', consequence: 'Whoever did get the first one receives it twice. Where something about the lead changed since, it goes back to review first.', done: 'to be sent again: after the undo window, or once it is read where something about the lead changed' },
  { decision: 'drop', label: 'Drop', tone: 'danger', asks: 'What you found out', consequence: 'Nothing more is sent. Whoever did not get it hears nothing from you.', done: 'dropped' },
];
