import { expect, onTestFinished, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { GET } from './route.ts';

const ana: Actor = { kind: 'person', id: 'usr_ana', name: 'Ana', role: 'agent' };
/** Where a web process keeps its world. */
const place = Symbol.for('re-engine.web-runtime');

test('a clock that was set back says why nothing is sent, until it has caught up', async () => {
  const { world, as, pass } = createTestWorld({ RE_STORE: 'memory' });
  Reflect.set(globalThis, place, Promise.resolve(world));
  onTestFinished(() => void Reflect.deleteProperty(globalThis, place));
  await addLead(as(ana), { name: 'Kim', addresses: [] });
  const reasons = async () => {
    await world.store.presence.beat('worker', 'w1', world.clock.now(), {});
    return (await (await GET()).json()).reasons;
  };
  expect(await reasons()).toEqual([]);
  pass(-36 * 3_600_000);
  expect(await reasons()).toEqual(['The clock of this machine was set back: it is 2 d behind what is recorded. Nothing is sent until it has caught up.']);
  pass(36 * 3_600_000);
  expect(await reasons()).toEqual([]);
});
