import { statuses, type Approval } from '#lib/approvals/approval.ts';
import { channels } from '#lib/channels/channel.ts';
import { storedDncKinds, type DncEntry } from '#lib/dnc/entry.ts';
import type { Contact } from '#lib/leads/contact.ts';
import { stages, type Lead } from '#lib/leads/lead.ts';
import type { Conversation, MessageRow } from '#lib/messages/message.ts';
import type { OwnColumn, OwnTable } from '#lib/tables/compare-table.ts';
import type { Cell } from '#lib/tables/same-cell.ts';
import type { Table } from '../table.ts';
import type { Tables } from '../tables.ts';

/** What stands in which column of the tables that people open in a spreadsheet. */

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

/** What a cell of a column may say; a column that is not here holds text. */
const kinds: Readonly<Record<string, Omit<OwnColumn, 'name'>>> = {
  id: { kind: 'id' },
  ...Object.fromEntries(['due_at', 'not_before', 'sent_at', 'created_at', 'updated_at', 'recorded_at', 'started_at', 'added_at', 'removed_at'].map((name) => [name, { kind: 'instant' }])),
  ...Object.fromEntries(['version', 'attempts', 'messages'].map((name) => [name, { kind: 'number' }])),
  status: { kind: 'word', words: [...statuses, 'open', 'became_lead', 'dismissed', 'active', 'removed'] },
  stage: { kind: 'word', words: stages },
  temperature: { kind: 'word', words: ['hot', 'warm', 'cold', 'unknown'] },
  channel: { kind: 'word', words: ['all', ...channels] },
  kind: { kind: 'word', words: [...storedDncKinds, 'message', 'unreadable'] },
  direction: { kind: 'word', words: ['in', 'out'] },
};

export const snapshotNames = ['leads', 'approvals', 'messages', 'contacts', 'conversations', 'dnc'] as const;
export type SnapshotName = (typeof snapshotNames)[number];

export interface SnapshotTable extends OwnTable {
  readonly name: SnapshotName;
  /** The same number again: the same rows, in this process. */
  readonly revision: number;
}

function tableOf<Row extends { readonly id: string }, Index extends string>(name: SnapshotName, columns: Columns<Row>, table: Table<Row, Index>, bornAt: (row: Row) => number): SnapshotTable {
  const cells = Object.values(columns);
  let rows: readonly Row[] | null = null;
  return {
    name, revision: table.revision, size: table.size,
    columns: Object.keys(columns).map((column) => ({ name: column, ...(kinds[column] ?? { kind: 'text' }) })),
    slice: (from, to) => (rows ??= table.all()).slice(from, to).map((row) => ({ id: row.id, cells: cells.map((cell) => cell(row)), bornAt: bornAt(row) })),
  };
}

/** As they are now; `tables` must not change while slices are taken. */
export function snapshotTable(name: SnapshotName, tables: Tables): SnapshotTable {
  switch (name) {
    case 'leads':
      return tableOf(name, leads, tables.leads, (row) => row.createdAt);
    case 'approvals':
      return tableOf(name, approvals, tables.approvals, (row) => row.createdAt);
    case 'messages':
      return tableOf(name, messages, tables.messages, (row) => row.recordedAt);
    case 'contacts':
      return tableOf(name, contacts, tables.contacts, (row) => row.createdAt);
    case 'conversations':
      return tableOf(name, conversations, tables.conversations, (row) => row.startedAt);
    case 'dnc':
      return tableOf(name, dnc, tables.dnc, (row) => row.addedAt);
  }
}
