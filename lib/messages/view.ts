import { iso } from '#lib/clock.ts';
import { segmentsOf } from './mail/quoted.ts';
import type { FollowUp, Message, MessageRow, Unreadable } from './message.ts';
import type { MessageView } from './schema.ts';

/** A message as the edges show it. Pure. */
export function messageView(row: MessageRow): MessageView {
  return row.kind === 'message' ? readable(row) : unreadable(row);
}

function readable(row: Message): MessageView {
  return {
    kind: 'message', id: row.id, channel: row.channel, direction: row.direction, address: row.address.value, displayName: row.displayName,
    subject: row.subject, text: row.text, segments: segmentsOf(row.text), truncated: row.truncated, original: row.hasHtml === true && row.artifact !== null,
    attachments: [...row.attachments], sentAt: iso(row.sentAt), recordedAt: iso(row.recordedAt),
    nature: { kind: row.nature.kind, why: row.nature.kind === 'ordinary' ? null : row.nature.why },
    classification: row.classification && { ...row.classification, reasons: [...row.classification.reasons] },
    followUp: row.followUp && followUpView(row.followUp), approvalId: row.approvalId, why: null,
  };
}

function followUpView(followUp: FollowUp): NonNullable<MessageView['followUp']> {
  return followUp.kind === 'drafted' ? { kind: 'drafted', approvalId: followUp.approvalId, why: null } : { kind: 'no_draft', approvalId: null, why: followUp.why };
}

function unreadable(row: Unreadable): MessageView {
  return {
    kind: 'unreadable', id: row.id, channel: row.channel, direction: 'in', address: '', displayName: '', subject: null, text: '', segments: [], truncated: false,
    original: false, attachments: [], sentAt: iso(row.recordedAt), recordedAt: iso(row.recordedAt), nature: { kind: 'ordinary', why: null },
    classification: null, followUp: null, approvalId: null, why: row.why,
  };
}
