import { expect, onTestFinished, test } from 'vitest';
import { lead } from './contract.ts';
import { on, type NewEvent } from './event.ts';
import { createMemoryStore } from './memory/memory-store.ts';
import type { Reads } from './port.ts';

test('a commit that is refused in its middle leaves nothing to those that are decided right behind it', async () => {
  const store = createMemoryStore();
  onTestFinished(() => store.close());
  const commit = <T>(decide: (reads: Reads) => Promise<{ events: readonly NewEvent[]; result: T }>) =>
    store.commit({ actor: { kind: 'worker', id: 'w', name: 'w' }, cause: 'test', correlationId: 'cor', now: 1000 }, decide);
  // Given at the same time, so that they are decided on each other's rows before anything is recorded.
  const [refused, behind] = await Promise.allSettled([
    commit(async () => ({ events: [...lead('lea_1'), ...on('lead', 'lea_none', [{ type: 'LeadEdited', changes: { note: 'x' } }])], result: null })),
    commit(async (reads) => ({ events: lead('lea_2'), result: await reads.leads.get('lea_1') })),
  ]);
  expect(refused).toMatchObject({ status: 'rejected', reason: { message: expect.stringMatching(/does not fit/) } });
  expect(behind).toMatchObject({ status: 'fulfilled', value: { kind: 'committed', result: null, head: { seq: 1 } } });
  expect(await store.leads.get('lea_1')).toBeNull();
  expect((await store.leads.get('lea_2'))?.version).toBe(1);
});
