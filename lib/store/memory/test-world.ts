import type { Actor } from '#lib/accounts/actor.ts';
import { neverBehind } from '#lib/clock.ts';
import { readConfig } from '#lib/config.ts';
import { makeIds } from '#lib/ids.ts';
import type { Call, World } from '#lib/world.ts';
import type { NewEvent } from '../event.ts';
import { createMemoryFiles } from './memory-files.ts';
import { createMemoryStore } from './memory-store.ts';

export const testStart = Date.UTC(2026, 0, 5, 9);
const worker: Actor = { kind: 'worker', id: 'test', name: 'test' };

/** For tests: a world in memory whose clock moves only when told to. */
export function createTestWorld(env: Readonly<Record<string, string>> = {}) {
  const config = readConfig(env);
  if (!config.ok) throw new Error(config.problems.map(({ setting, problem }) => `${setting} ${problem}`).join('; '));
  let now = testStart;
  const store = createMemoryStore();
  const clock = neverBehind({ now: () => now, monotonicMs: () => now - testStart }, () => store.lastAt());
  const world: World = {
    store, ...createMemoryFiles(), clock, ids: makeIds(clock.now), random: () => 0.5, settings: config.settings,
  };
  return {
    world,
    pass: (ms: number) => void (now += ms),
    as: (actor: Actor, idempotencyKey?: string): Call => ({ world, actor, correlationId: 'cor_test', ...(idempotencyKey === undefined ? {} : { idempotencyKey }) }),
    record: async (events: readonly NewEvent[], actor: Actor = worker) => {
      await world.store.commit({ actor, cause: 'test', correlationId: 'cor_test', now }, async () => ({ events, result: null }));
    },
  };
}
