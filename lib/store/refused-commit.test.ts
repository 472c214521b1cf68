import { expect, onTestFinished, test } from 'vitest';
import { lead } from './contract.ts';
import { on, type NewEvent } from './event.ts';
import { createMemoryStore } from './memory/memory-store.ts';
import type { CommitMeta, Reads } from './port.ts';

const misfit = on('lead', 'lea_none', [{ type: 'LeadEdited', changes: { note: 'x' } }]);
const note = (id: string, text: string) => on('lead', id, [{ type: 'LeadEdited', changes: { note: text } }]);

function open() {
  const store = createMemoryStore();
  onTestFinished(() => store.close());
  const commit = <T>(decide: (reads: Reads) => Promise<{ events: readonly NewEvent[]; result: T }>, more: Partial<CommitMeta> = {}) =>
    store.commit({ actor: { kind: 'worker', id: 'w', name: 'w' }, cause: 'test', correlationId: 'cor', now: 1000, ...more }, decide);
  return { store, commit };
}

test('a commit that is refused in its middle leaves nothing to those that are decided right behind it', async () => {
  const { store, commit } = open();
  // Given at the same time, so that they are decided on each other's rows before anything is recorded.
  const [refused, behind] = await Promise.allSettled([
    commit(async () => ({ events: [...lead('lea_1'), ...misfit], result: null })),
    commit(async (reads) => ({ events: lead('lea_2'), result: await reads.leads.get('lea_1') })),
  ]);
  expect(refused).toMatchObject({ status: 'rejected', reason: { message: expect.stringMatching(/does not fit/) } });
  expect(behind).toMatchObject({ status: 'fulfilled', value: { kind: 'committed', result: null, head: { seq: 1 } } });
  expect(await store.leads.get('lea_1')).toBeNull();
  expect((await store.leads.get('lea_2'))?.version).toBe(1);
});

test('what was decided before a commit that is refused in its middle counts, and so does what comes behind it', async () => {
  const { store, commit } = open();
  await commit(async () => ({ events: lead('lea_1'), result: null }));
  const change = (text: string, events: readonly NewEvent[] = []) =>
    commit(async (reads) => ({ events: [...note('lea_1', text), ...events], result: (await reads.leads.get('lea_1'))?.note }), { idempotencyKey: text });
  const settled = await Promise.allSettled([change('first'), change('lost', misfit), change('second', lead('lea_2')), change('lost too', misfit), change('first'), change('third')]);
  expect(settled.map((each) => (each.status === 'rejected' ? 'rejected' : each.value))).toMatchObject([
    { kind: 'committed', result: '' }, 'rejected', { kind: 'committed', result: 'first' }, 'rejected', { kind: 'replayed' }, { kind: 'committed', result: 'second' },
  ]);
  expect(await store.leads.get('lea_1')).toMatchObject({ note: 'third', version: 4 });
  expect((await store.leads.page({}, { cursor: null, limit: 10 }, 'newest')).total).toBe(2);
  expect((await store.events({}, { cursor: null, limit: 10 })).total).toBe(5);
  expect(await store.idempotencyKeys.beginningWith('lost')).toBeNull();
});
