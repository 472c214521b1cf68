import { expect, onTestFinished, test, vi } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { createToken } from '#lib/accounts/create-token.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { GET } from './sends/route.ts';

const ada: Actor = { kind: 'person', id: 'usr_ada', name: 'Ada', role: 'admin' };
/** Where a web process keeps its world. */
const place = Symbol.for('re-engine.web-runtime');

async function asking() {
  const { world, as } = createTestWorld();
  Reflect.set(globalThis, place, Promise.resolve(world));
  onTestFinished(() => void Reflect.deleteProperty(globalThis, place));
  const { token } = await createToken(as(ada), { name: 'watcher', role: 'viewer' });
  const logged = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  onTestFinished(() => logged.mockRestore());
  const ask = (signal: AbortSignal) => GET(new Request('https://console.example.com/api/audit/sends', { headers: { authorization: `Bearer ${token}` }, signal }), { params: Promise.resolve({}) });
  return { ask, logged, world };
}

test('whoever may read checks every send', async () => {
  const { ask, logged } = await asking();
  const answer = await ask(new AbortController().signal);
  expect([answer.status, await answer.json()]).toMatchObject([200, { ok: true, attempts: 0, problems: [] }]);
  expect(logged).not.toHaveBeenCalled();
});

test('a check that is left before it ends is no fault of ours; one that cannot be made is', async () => {
  const { ask, logged, world } = await asking();
  await ask(AbortSignal.abort());
  expect(logged).not.toHaveBeenCalled();
  Reflect.set(globalThis, place, Promise.resolve({ ...world, store: { ...world.store, head: () => Promise.reject(new Error('the disk is gone')) } }));
  expect((await ask(new AbortController().signal)).status).toBe(500);
  expect(logged).toHaveBeenCalledOnce();
});
