import { expect, test } from 'vitest';
import type { Delivered } from '#lib/channels/sandbox/list-outbox.ts';
import type { MessageView } from '#lib/messages/schema.ts';
import { exchange } from './exchange.ts';

const message = (id: string, direction: 'in' | 'out', sentAt: string, approvalId: string | null = null): MessageView => ({
  kind: 'message', id, channel: 'email', direction, address: 'ana@example.com', displayName: 'Ana', subject: null, text: id, segments: [], truncated: false, original: false,
  attachments: [], sentAt, recordedAt: sentAt, nature: { kind: 'ordinary', why: null }, classification: null, followUp: null, approvalId, why: null,
});
const delivered = (approvalId: string, recipient: string, deliveredAt: string): Delivered => ({ approvalId, channel: 'email', sender: 'us', recipient, subject: null, body: 'Hello', template: null, deliveredAt });

test('their words and what was delivered to them, in order; our record of a send is not shown twice', () => {
  const lines = exchange(
    [message('msg_2', 'in', '2026-05-02T10:00:00.000Z'), message('msg_3', 'out', '2026-05-02T09:00:00.000Z', 'apr_1'), message('msg_1', 'out', '2026-05-01T09:00:00.000Z')],
    [delivered('apr_1', 'ana@example.com', '2026-05-02T09:00:00.000Z'), delivered('apr_2', 'bo@example.com', '2026-05-02T09:30:00.000Z')],
    ['ana@example.com'],
  );
  expect(lines.map((line) => [line.id, line.side])).toEqual([['msg_1', 'team'], ['apr_1', 'team'], ['msg_2', 'lead']]);
});
