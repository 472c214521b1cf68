import { iso } from '#lib/clock.ts';
import { never } from '#lib/errors.ts';
import type { Message, MessageRow, Nature } from './message.ts';
import type { MessageView, UnreadableView } from './schema.ts';

/** A message as the edges show it. Pure. */
export function messageView(row: MessageRow): MessageView | UnreadableView {
  if (row.kind === 'unreadable') return { kind: 'unreadable', id: row.id, channel: row.channel, why: row.why, recordedAt: iso(row.recordedAt) };
  return readableView(row);
}

function readableView(row: Message): MessageView {
  const { id, channel, direction, leadId, contactId, displayName, subject, text, truncated, approvalId } = row;
  return {
    kind: 'message', id, channel, direction, leadId, contactId, address: { kind: row.address.kind, value: row.address.value }, displayName, subject, text, truncated,
    hasHtml: row.hasHtml === true && row.artifact !== null, attachments: row.attachments.map((each) => ({ ...each })),
    sentAt: iso(row.sentAt), recordedAt: iso(row.recordedAt), nature: natureView(row.nature),
    classification: row.classification && { ...row.classification, reasons: [...row.classification.reasons] },
    followUp: row.followUp && { ...row.followUp }, approvalId,
  };
}

function natureView(nature: Nature): MessageView['nature'] {
  switch (nature.kind) {
    case 'ordinary':
      return { kind: 'ordinary' };
    case 'auto_reply':
      return { kind: 'auto_reply', why: nature.why };
    case 'bounce':
      return { kind: 'bounce', why: nature.why, permanent: nature.permanent };
    default:
      return never(nature);
  }
}
