import { expect, test } from 'vitest';
import type { RecordedEvent } from '../event.ts';
import { Chain } from './chain.ts';
import { header, writeClosing, writeRecord } from './record.ts';

const alone = { part: 1, parts: 1, idempotencyKey: undefined };

function record(seq: number, prev: string): { line: string; hash: string } {
  const event: RecordedEvent = { type: 'ChannelPaused', reason: 'x', seq, at: 1000, subject: { kind: 'channel', id: 'email' }, actor: 'worker:test', correlationId: 'cor', cause: 'test' };
  const { line, hash } = writeRecord(event, { ...alone, prev });
  return { line: line.slice(0, -1), hash };
}

test('an append behind the record that closes its file never counts; the same one counts in the next file', () => {
  const chain = new Chain();
  const first = record(1, '0'.repeat(64));
  const closing = writeClosing(2, 1000, '000001', first.hash);
  const late = record(3, closing.hash);
  for (const line of [header, first.line, closing.line.slice(0, -1)]) chain.take(line);
  expect(chain.closed).toBe(true);
  expect(chain.take(late.line)).toEqual({ kind: 'nothing' });
  expect(chain.head).toEqual({ seq: 2, hash: closing.hash });
  chain.nextFile();
  expect(chain.take(late.line).kind).toBe('whole');
  expect(chain.head).toEqual({ seq: 3, hash: late.hash });
});
