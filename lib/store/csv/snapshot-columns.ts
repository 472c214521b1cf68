import type { Approval } from '#lib/approvals/approval.ts';
import type { DncEntry } from '#lib/dnc/entry.ts';
import type { Contact } from '#lib/leads/contact.ts';
import type { Lead } from '#lib/leads/lead.ts';
import type { Conversation, MessageRow } from '#lib/messages/message.ts';
import type { Tables } from '../tables.ts';

/** What stands in which column of the tables that people open in a spreadsheet. */

type Cell = string | number | null;
type Columns<Row> = Readonly<Record<string, (row: Row) => Cell>>;

const instant = (ms: number | null) => (ms === null ? null : new Date(ms).toISOString());

const leads: Columns<Lead> = {
  id: (row) => row.id, name: (row) => row.name, stage: (row) => row.stage, temperature: (row) => row.temperature,
  addresses: (row) => row.addresses.map((address) => `${address.kind}:${address.value}`).join(' '),
  time_zone: (row) => row.timeZone, region: (row) => row.region, postal_code: (row) => row.postalCode, owner_id: (row) => row.ownerId,
  tags: (row) => row.tags.join(' '), language: (row) => row.language, facts: (row) => JSON.stringify(row.facts), note: (row) => row.note, source: (row) => row.source,
  created_at: (row) => instant(row.createdAt), updated_at: (row) => instant(row.updatedAt), version: (row) => row.version,
};

const approvals: Columns<Approval> = {
  id: (row) => row.id, status: (row) => row.status, channel: (row) => row.channel, lead_id: (row) => row.leadId, sender: (row) => row.sender,
  recipient: (row) => row.recipient, subject: (row) => row.subject, body: (row) => row.body, temperature: (row) => row.temperature,
  due_at: (row) => instant(row.dueAt), decided_by: (row) => ('decision' in row ? row.decision.by : null),
  not_before: (row) => (row.status === 'approved' ? instant(row.notBefore) : null), attempts: (row) => row.attempts.length,
  sent_at: (row) => (row.status === 'sent' ? instant(row.sentAt) : null), content_hash: (row) => row.contentHash,
  created_at: (row) => instant(row.createdAt), updated_at: (row) => instant(row.updatedAt), version: (row) => row.version,
};

const messages: Columns<MessageRow> = {
  id: (row) => row.id, kind: (row) => row.kind, channel: (row) => row.channel, external_id: (row) => row.externalId,
  direction: (row) => (row.kind === 'message' ? row.direction : 'in'), lead_id: (row) => (row.kind === 'message' ? row.leadId : null),
  conversation_id: (row) => (row.kind === 'message' ? row.conversationId : null),
  address: (row) => (row.kind === 'message' ? `${row.address.kind}:${row.address.value}` : null),
  subject: (row) => (row.kind === 'message' ? row.subject : null), text: (row) => (row.kind === 'message' ? row.text : row.why),
  temperature: (row) => (row.kind === 'message' ? (row.classification?.temperature ?? null) : null), recorded_at: (row) => instant(row.recordedAt),
};

const contacts: Columns<Contact> = {
  id: (row) => row.id, status: (row) => row.status, address: (row) => `${row.address.kind}:${row.address.value}`, name: (row) => row.name,
  messages: (row) => row.messageIds.length, lead_id: (row) => row.leadId, created_at: (row) => instant(row.createdAt), updated_at: (row) => instant(row.updatedAt),
};

const conversations: Columns<Conversation> = {
  id: (row) => row.id, channel: (row) => row.channel, lead_id: (row) => row.leadId, title: (row) => row.title, started_at: (row) => instant(row.startedAt),
};

const dnc: Columns<DncEntry> = {
  id: (row) => row.id, kind: (row) => row.kind, value: (row) => row.value, channel: (row) => row.channel, status: (row) => row.status, reason: (row) => row.reason,
  source: (row) => row.source, added_at: (row) => instant(row.addedAt), added_by: (row) => row.addedBy, removed_at: (row) => instant(row.removedAt),
  removed_by: (row) => row.removedBy, removal_reason: (row) => row.removalReason,
};

export interface SnapshotTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly size: number;
  /** Rows of one slice, by id, as cells. */
  slice(from: number, to: number): Cell[][];
}

function tableOf<Row>(name: string, columns: Columns<Row>, rows: readonly Row[]): SnapshotTable {
  const cells = Object.values(columns);
  return { name, columns: Object.keys(columns), size: rows.length, slice: (from, to) => rows.slice(from, to).map((row) => cells.map((cell) => cell(row))) };
}

export const snapshotNames = ['leads', 'approvals', 'messages', 'contacts', 'conversations', 'dnc'] as const;

export function snapshotTables(tables: Tables): SnapshotTable[] {
  return [
    tableOf('leads', leads, tables.leads.all()), tableOf('approvals', approvals, tables.approvals.all()), tableOf('messages', messages, tables.messages.all()),
    tableOf('contacts', contacts, tables.contacts.all()), tableOf('conversations', conversations, tables.conversations.all()), tableOf('dnc', dnc, tables.dnc.all()),
  ];
}
