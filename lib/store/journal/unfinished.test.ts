import { expect, test } from 'vitest';
import type { RecordedEvent } from '../event.ts';
import { Chain, Damage } from './chain.ts';
import { header, writeRecord } from './record.ts';

/** Lines that a dying writer left, and what others wrote right behind them. */

const event = (seq: number): RecordedEvent => ({ seq, at: 1e12, subject: { kind: 'channel', id: 'all' }, actor: 'worker:w', correlationId: 'c', cause: 'x', type: 'WatermarkMoved', source: 's', cursor: '1', why: '' });
const a = writeRecord(event(1), { prev: '0'.repeat(64), part: 1, parts: 1, idempotencyKey: undefined });
const b = writeRecord(event(2), { prev: a.hash, part: 1, parts: 1, idempotencyKey: undefined });
const line = (text: string) => text.slice(0, -1);

function takes(chain: Chain, text: string): string {
  try {
    return chain.take(text).kind;
  } catch (error) {
    if (error instanceof Damage) return error.message;
    throw error;
  }
}

test('a record right behind an unfinished one counts, wherever the write before it broke off', () => {
  const refused: number[] = [];
  for (let cut = 1; cut < b.line.length - 1; cut++) {
    const chain = new Chain();
    chain.take(line(a.line));
    const fragment = line(b.line).slice(0, cut);
    const taken = takes(chain, fragment + line(b.line));
    if (taken !== 'whole') refused.push(cut);
  }
  expect(refused).toEqual([]);
});

test('a whole line whose end was changed is not hidden by a mark for unfinished lines', () => {
  const chain = new Chain();
  chain.take(line(a.line));
  expect(() => chain.take(`${line(b.line)}x3,2026!torn`)).toThrow(Damage);
});

test('a header right behind an unfinished line says nothing', () => {
  // One process found the new file empty and stood still; another wrote header and records there and died in a write; the first goes on.
  const chain = new Chain();
  chain.take(header);
  expect(chain.take(`1,2026-11-23T15:59:35.302Z,Wa${header}`)).toEqual({ kind: 'nothing' });
});

test('nothing stands between the parts of one append', () => {
  const one = writeRecord(event(1), { prev: '0'.repeat(64), part: 1, parts: 2, idempotencyKey: undefined });
  const two = writeRecord(event(2), { prev: one.hash, part: 2, parts: 2, idempotencyKey: undefined });
  const chain = new Chain();
  chain.take(line(one.line));
  chain.take('2,2026!torn');
  expect(() => chain.take(line(two.line))).toThrow(Damage);
});
