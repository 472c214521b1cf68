import { expect, test, vi } from 'vitest';
import type { RecordedEvent } from './event.ts';
import { EventIndex } from './event-index.ts';
import { Tables } from './tables.ts';

const recorded = (seq: number): RecordedEvent =>
  ({ type: seq % 4 === 0 ? 'DraftApproved' : 'LeadAdded', seq, at: seq, subject: { kind: 'lead', id: `lea_${seq % 7}` }, actor: 'person:usr_ana', correlationId: 'c', cause: 'test' }) as unknown as RecordedEvent;

function indexOf(count: number): EventIndex {
  const index = new EventIndex();
  for (let seq = 1; seq <= count; seq++) index.add(recorded(seq));
  return index;
}

/** Every page until there is none. */
function pages(index: EventIndex, filter: Parameters<EventIndex['page']>[0], limit: number) {
  const found: ReturnType<EventIndex['page']>[] = [];
  for (let cursor: string | null = null; ; ) {
    const page = index.page(filter, new Tables(), { cursor, limit });
    found.push(page);
    if (page.nextCursor === null) return found;
    cursor = page.nextCursor;
  }
}

const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

test.each([[true, upTo(100)], [false, upTo(100).reverse()]])('every event stands on one page, oldest first or not (%s)', (oldestFirst, all) => {
  const index = indexOf(100);
  for (const limit of [1, 7, 99, 100, 101]) expect(pages(index, { oldestFirst }, limit).flatMap(({ seqs }) => seqs)).toEqual(all);
  const ofOne = all.filter((seq) => seq % 7 === 3);
  expect(pages(index, { oldestFirst, subject: { kind: 'lead', id: 'lea_3' } }, 4).flatMap(({ seqs }) => seqs)).toEqual(ofOne);
});

test('the pages of a long history walk it twice, however many they are', () => {
  const index = indexOf(10_000);
  const looked = vi.spyOn(EventIndex.prototype as unknown as { fits: () => boolean }, 'fits');
  for (const oldestFirst of [true, false]) {
    looked.mockClear();
    const all = pages(index, { oldestFirst, types: ['DraftApproved'] }, 10);
    expect([all.length, all.at(-1)?.total, all.flatMap(({ seqs }) => seqs).length]).toEqual([250, 2500, 2500]);
    expect(looked.mock.calls.length).toBeLessThan(2.2 * 10_000);
  }
  looked.mockRestore();
});

test('later pages tell the total of the first, and a cursor of another list is refused', () => {
  const index = indexOf(20);
  const first = index.page({}, new Tables(), { cursor: null, limit: 5 });
  index.add(recorded(21));
  expect(index.page({}, new Tables(), { cursor: first.nextCursor, limit: 5 })).toMatchObject({ seqs: [15, 14, 13, 12, 11], total: 20 });
  expect(() => index.page({}, new Tables(), { cursor: Buffer.from('lea_1').toString('base64url'), limit: 5 })).toThrow('not given out by this list');
});
