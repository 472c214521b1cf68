import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RecordedEvent } from '../event.ts';
import { Chain, Damage } from './chain.ts';
import { eventOf, header, readRecord, writeRecord } from './record.ts';

const zeros = '0'.repeat(64);

function event(seq: number, more: Partial<{ cursor: string; why: string; cause: string; correlationId: string; id: string }> = {}): RecordedEvent {
  const { cursor = '1', why = '', cause = 'test', correlationId = 'cor_1', id = 'email' } = more;
  return { type: 'WatermarkMoved', source: 'INBOX', cursor, why, seq, at: 1_000 + seq, subject: { kind: 'channel', id }, actor: 'worker:ingest', correlationId, cause };
}

const alone = { prev: zeros, part: 1, parts: 1, idempotencyKey: undefined };

test('a record is one line, and is read back as it was', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 });
  fc.assert(
    fc.property(text, text, text, text, text, (cursor, why, cause, correlationId, key) => {
      const given = event(1, { cursor, why, cause, correlationId });
      const { line, hash } = writeRecord(given, { ...alone, idempotencyKey: key });
      expect(line.indexOf('\n')).toBe(line.length - 1);
      const read = readRecord(line.slice(0, -1));
      expect(read).toMatchObject({ seq: 1, hash, prev: zeros, part: 1, parts: 1, idempotencyKey: key });
      expect(read && eventOf(read)).toEqual(given);
    }),
    { numRuns: 300 },
  );
});

test('text with newlines, quotes, separators and halves of characters stays one line', () => {
  const odd = 'a\r\nb\u0000c,"d";key=e%0A\ud800f';
  const { line } = writeRecord(event(1, { cause: odd, correlationId: odd, why: odd }), alone);
  const read = readRecord(line.slice(0, -1));
  expect(read?.cause).toBe(odd.toWellFormed());
  expect(read?.correlationId).toBe(odd.toWellFormed());
  expect(read?.idempotencyKey).toBeUndefined();
  expect(read && eventOf(read)).toMatchObject({ why: odd });
});

test('a line that is not exactly what was written is no record', () => {
  const { line } = writeRecord(event(1, { why: 'a "quoted" word' }), alone);
  const whole = line.slice(0, -1);
  for (const changed of [whole.replace('INBOX', 'INBOY'), whole.replace('cor_1', 'cor_2'), `${whole} `, ` ${whole}`, whole.replace('""quoted', '"quoted'), whole.slice(0, -1), ''])
    expect(readRecord(changed)).toBeNull();
});

test('the same event twice has two data hashes', () => {
  expect(readRecord(writeRecord(event(1), alone).line.slice(0, -1))?.dataHash).not.toBe(readRecord(writeRecord(event(1), alone).line.slice(0, -1))?.dataHash);
});

/** Lines of one append on top of a head. */
function append(prev: string, from: number, parts: number): { lines: string[]; hashes: string[] } {
  const lines: string[] = [];
  const hashes: string[] = [];
  for (let part = 1; part <= parts; part++) {
    const { line, hash } = writeRecord(event(from + part - 1), { prev: hashes.at(-1) ?? prev, part, parts, idempotencyKey: undefined });
    lines.push(line.slice(0, -1));
    hashes.push(hash);
  }
  return { lines, hashes };
}

function read(lines: readonly string[]): Chain {
  const chain = new Chain();
  for (const line of lines) chain.take(line);
  return chain;
}

test('an append counts with its last part, and the next one follows it', () => {
  const first = append(zeros, 1, 3);
  const second = append(first.hashes[2]!, 4, 1);
  expect(read([header, ...first.lines.slice(0, 2)]).head.seq).toBe(0);
  expect(read([header, ...first.lines]).head.seq).toBe(3);
  expect(read([header, ...first.lines, header, ...second.lines]).head).toEqual({ seq: 4, hash: second.hashes[0] });
});

test('who comes second is skipped with all parts, and so is an append that was never finished', () => {
  const first = append(zeros, 1, 2);
  const late = append(zeros, 1, 3);
  const next = append(first.hashes[1]!, 3, 1);
  expect(read([...first.lines, ...late.lines, ...next.lines]).head.seq).toBe(3);
  expect(read([...late.lines.slice(0, 2), `${late.lines[2]!.slice(0, 50)}!torn`, ...first.lines, ...next.lines]).head.seq).toBe(3);
});

test('an append of the past and the one that beat it cannot change places', () => {
  const first = append(zeros, 1, 1);
  const late = append(zeros, 1, 1);
  const next = append(first.hashes[0]!, 2, 1);
  expect(read([...first.lines, ...late.lines, ...next.lines]).head.seq).toBe(2);
  expect(() => read([...late.lines, ...first.lines, ...next.lines])).toThrow(Damage);
});

test('a part without the part before it, a wrong place, a stranger: damage', () => {
  const first = append(zeros, 1, 3);
  expect(() => read([first.lines[0]!, first.lines[2]!])).toThrow(/part 3 of 3/);
  expect(() => read(append(zeros, 2, 1).lines)).toThrow(/record 2 comes after record 0/);
  expect(() => read([...first.lines, ...append('f'.repeat(64), 4, 1).lines])).toThrow(/not in the chain/);
  expect(() => read([...first.lines, ...first.lines])).toThrow(/twice/);
});
