import { expect, test } from 'vitest';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { doneWords } from './done-words.ts';

const view = (more: Partial<ApprovalView>) => ({ leadName: 'Jo Park', reason: null, undoUntil: null, decision: null, ...more }) as ApprovalView;
const decision = { by: 'person:usr_mel', byName: 'Mel', at: '2026-01-05T09:00:00.000Z', contentHash: 'h' };

test.each([
  ['sent again', view({ status: 'approved', decision, undoUntil: '2026-01-05T09:00:20.000Z' }), { title: 'To be sent again: Jo Park', detail: 'After the undo window of 20 s, and under today’s rules.' }],
  ['sent again where there is no undo window', view({ status: 'approved', decision, undoUntil: decision.at }), { title: 'To be sent again: Jo Park', detail: 'At once, and under today’s rules.' }],
  ['to be sent again, but the lead changed', view({ status: 'pending', reason: { kind: 'new_inbound', text: 'The lead wrote again' } }), { title: 'Back in review: Jo Park', detail: 'The lead wrote again: it is read again before it is sent.' }],
  ['taken back', view({ status: 'pending', reason: { kind: 'dead_letter_revived', text: 'Taken up again after sending failed' } }), { title: 'Back in review: Jo Park' }],
  ['sent', view({ status: 'sent' }), { title: 'Recorded as sent: Jo Park' }],
  ['dropped', view({ status: 'cancelled' }), { title: 'Nothing more is sent: Jo Park' }],
])('%s', (_what, given, words) => expect(doneWords(given)).toEqual(words));
