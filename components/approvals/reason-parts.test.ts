import { expect, test } from 'vitest';
import type { Approval, StaleReason } from '#lib/approvals/approval.ts';
import { approvalView } from '#lib/approvals/view.ts';
import { reasonParts } from './reason-parts.ts';

const outcome = { kind: 'refused', transient: false, code: 'smtp_550', evidence: 'mail.test answered 550 5.1.1 nobody here.' } as const;
const attempt = { number: 1, idempotencyKey: 'apr_1.1', worker: 'w', startedAt: 1, leaseUntilMs: 2, channel: 'email', recipient: 'jo@example.com', outcome, endedAt: 2 } as const;
const base = {
  id: 'apr_1', version: 4, contentHash: 'h', leadId: 'lea_1', conversationId: null, inReplyTo: null, origin: { kind: 'person', by: 'person:usr_ana' }, temperature: 'hot', editedByPerson: false, firstBody: 'Hi',
  createdAt: 0, updatedAt: 2, dueAt: 3, channel: 'email', sender: 'us@example.com', recipient: 'jo@example.com', subject: 'Hi', body: 'Hi', attachments: [], decision: { by: 'person:usr_ana', at: 0, contentHash: 'h' },
} as const;
const dead = (staleBecause: StaleReason | null): Approval => ({ ...base, status: 'dead_letter', code: outcome.code, evidence: outcome.evidence, staleBecause, attempts: [attempt] });
const uncertain = (staleBecause: StaleReason | null): Approval => ({ ...base, status: 'uncertain', evidence: 'No answer came.', staleBecause, attempts: [{ ...attempt, outcome: { kind: 'unknown', evidence: 'No answer came.' } }] });
const partsOf = (approval: Approval) => reasonParts(approvalView(approval, 'Jo Park'));

test.each([
  ['a dead letter', dead(null), outcome.evidence, null],
  ['a dead letter of a lead who changed', dead({ kind: 'lead_stage_changed' }), outcome.evidence, 'The lead’s stage changed.'],
  ['an uncertain send', uncertain(null), 'Nobody knows whether this was sent.', null],
  ['an uncertain send to a lead who wrote', uncertain({ kind: 'new_inbound', messageId: 'msg_1' }), 'Nobody knows whether this was sent.', 'The lead wrote again since this was drafted.'],
] as const)('%s', (_what, approval, why, stale) => expect(partsOf(approval)).toEqual({ why, stale }));

test('what is not stuck has one reason', () => expect(partsOf({ ...base, status: 'cancelled', by: 'person:usr_ana', cancelReason: 'x', attempts: [attempt] })).toEqual({ why: 'x', stale: null }));
