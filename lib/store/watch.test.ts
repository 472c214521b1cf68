import { expect, onTestFinished, test } from 'vitest';
import { lead } from './contract.ts';
import { createMemoryStore } from './memory/memory-store.ts';

test('whoever watches hears of every event, those there were and those that come, up to one they wait for', async () => {
  const store = createMemoryStore();
  onTestFinished(() => store.close());
  const record = (id: string) => store.commit({ actor: { kind: 'worker', id: 'w', name: 'w' }, cause: 'test', correlationId: 'cor', now: 1000 }, async () => ({ events: lead(id), result: null }));
  await record('lea_1');
  await record('lea_2');
  const stop = new AbortController();
  const seqs: number[] = [];
  const watching = (async () => {
    for await (const batch of store.watch(0, { signal: stop.signal })) {
      seqs.push(...batch.map((event) => event.seq));
      if ((seqs.at(-1) ?? 0) > 20) return;
    }
  })();
  // More than are waited for, so that one who leaves some out comes to an end too.
  for (let i = 3; i <= 60 && (seqs.at(-1) ?? 0) <= 20; i++) {
    await record(`lea_${i}`);
    await new Promise(setImmediate);
  }
  stop.abort();
  await watching;
  expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, i) => i + 1));
  expect(seqs.length).toBeGreaterThan(20);
});
