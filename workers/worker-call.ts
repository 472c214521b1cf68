import type { Call, World } from '#lib/world.ts';

/** What a step does is recorded under the worker, each run with a correlation of its own. */
export function workerCall(world: World, step: string): Call {
  return { world, actor: { kind: 'worker', id: step, name: `Worker (${step})` }, correlationId: world.ids.next('cor') };
}
