import { iso } from '#lib/clock.ts';
import { never } from '#lib/errors.ts';
import type { Approval, Attempt, ReviewReason, StaleReason } from './approval.ts';
import type { ApprovalView } from './schema.ts';
import { staleText } from './stale-text.ts';

/** An approval as the edges show it. Pure. */
export function approvalView(row: Approval, leadName: string, deciderName: string | null = null): ApprovalView {
  return {
    id: row.id, status: row.status, version: row.version, contentHash: row.contentHash, channel: row.channel,
    leadId: row.leadId, leadName, sender: row.sender, recipient: row.recipient, subject: row.subject, body: row.body,
    attachments: [...row.attachments], template: row.template ? { ...row.template, parameters: [...row.template.parameters] } : null, temperature: row.temperature, dueAt: iso(row.dueAt), createdAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt), conversationId: row.conversationId, inReplyTo: row.inReplyTo,
    origin: {
      kind: row.origin.kind,
      template: row.origin.kind === 'reply' ? row.origin.template : null,
      by: row.origin.kind === 'reply' ? null : row.origin.by,
    },
    editedByPerson: row.editedByPerson, firstBody: row.firstBody, reason: reasonOf(row),
    stale: 'staleBecause' in row && row.staleBecause ? { kind: row.staleBecause.kind, text: `${staleText(row.staleBecause)}.` } : null,
    decision: 'decision' in row ? { by: row.decision.by, byName: deciderName, at: iso(row.decision.at), contentHash: row.decision.contentHash } : null,
    undoUntil: row.status === 'approved' ? iso(row.undoUntilMs) : null,
    notBefore: row.status === 'approved' ? iso(row.notBefore) : null,
    sendAt: row.status === 'approved' && row.sendAt !== null ? iso(row.sendAt) : null,
    hold: row.status === 'approved' && row.hold ? { rule: row.hold.rule, why: row.hold.why, until: iso(row.hold.untilMs) } : null,
    attemptCount: row.attempts.length,
    nextAttemptAt: row.status === 'approved' && row.nextAttemptAt !== null ? iso(row.nextAttemptAt) : null,
    attempts: row.attempts.map(attemptView),
    sentAt: row.status === 'sent' ? iso(row.sentAt) : null,
    providerId: row.status === 'sent' ? row.providerId : null,
  };
}

function attemptView(attempt: Attempt): ApprovalView['attempts'][number] {
  const { outcome } = attempt;
  return {
    number: attempt.number,
    idempotencyKey: attempt.idempotencyKey,
    startedAt: iso(attempt.startedAt),
    endedAt: attempt.endedAt === null ? null : iso(attempt.endedAt),
    outcome: outcome && {
      kind: outcome.kind,
      transient: outcome.kind === 'refused' ? outcome.transient : null,
      code: outcome.kind === 'refused' ? outcome.code : null,
      evidence: outcome.evidence,
    },
    nextAttemptAt: attempt.nextAttemptAt === null ? null : iso(attempt.nextAttemptAt),
  };
}

function reasonOf(row: Approval): ApprovalView['reason'] {
  switch (row.status) {
    case 'pending':
      return { kind: row.reason.kind === 'stale' ? row.reason.because.kind : row.reason.kind, text: reviewReasonText(row.reason) };
    case 'approved':
      if (row.hold) return { kind: row.hold.rule, text: row.hold.why };
      if (row.nextAttemptAt !== null) return { kind: 'retry', text: 'The channel could not take it; it will be tried again.' };
      return row.sendAt === null ? null : { kind: 'scheduled', text: 'Scheduled by the person who approved it.' };
    case 'uncertain':
      return { kind: 'uncertain', text: 'Nobody knows whether this was sent.' };
    case 'dead_letter':
      return { kind: row.code, text: row.evidence };
    case 'blocked':
      return { kind: row.rule, text: row.why };
    case 'rejected':
      return { kind: 'rejected', text: row.rejectReason };
    case 'cancelled':
      return { kind: 'cancelled', text: row.cancelReason };
    case 'expired':
      return { kind: 'expired', text: 'Nobody decided in time.' };
    case 'sending':
    case 'sent':
      return null;
    default:
      return never(row);
  }
}

export function reviewReasonText(reason: ReviewReason): string {
  switch (reason.kind) {
    case 'new':
      return 'New draft';
    case 'edited':
      return 'Edited since it was first drafted';
    case 'undone':
      return 'A decision was undone';
    case 'stale':
      return staleText(reason.because);
    case 'dead_letter_revived':
      return 'Taken up again after sending failed';
    default:
      return never(reason);
  }
}
