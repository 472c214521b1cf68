import type { BulkAction } from '#components/approvals/bulk-words.ts';

/** What may be done with several stuck messages at once. */

export const deadLetterActions: readonly BulkAction[] = [
  {
    decision: 'retry', label: 'Try again', tone: 'plain', asks: null, counted: (count) => `Try ${count} again`, done: 'tried again', undo: 'Take back',
    consequence: 'Each goes out exactly as it is, after the undo window and under today’s rules. What was not handed to the channel yet can be taken back.',
  },
  { decision: 'revive', label: 'Take back to review', tone: 'plain', asks: null, counted: (count) => `Take ${count} back to review`, consequence: 'Each can be edited, and needs a new approval.', done: 'back in review' },
  { decision: 'cancel', label: 'Discard', tone: 'danger', asks: 'Reason', counted: (count) => `Discard ${count}`, consequence: 'None of them is ever sent. This cannot be taken back.', done: 'discarded' },
];

export const uncertainActions: readonly BulkAction[] = [
  { decision: 'was_sent', label: 'They were sent', tone: 'plain', asks: 'What you found out', consequence: 'Each is recorded as sent and never sent again.', done: 'recorded as sent' },
  { decision: 'send_again', label: 'Send again', tone: 'danger', asks: 'What you found out', consequence: 'Whoever did get the first one receives it twice. Where something about the lead changed since, it goes back to review first.', done: 'to be sent again: after the undo window, or once it is read where something about the lead changed' },
  { decision: 'drop', label: 'Drop', tone: 'danger', asks: 'What you found out', consequence: 'Nothing more is sent. Whoever did not get it hears nothing from you.', done: 'dropped' },
];
