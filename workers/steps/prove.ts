import { proveUncertain, type ProveQuery } from '#lib/dispatch/prove-uncertain.ts';
import type { World } from '#lib/world.ts';
import type { Step } from '../loop.ts';
import { workerCall } from '../worker-call.ts';

/** How often the channels of uncertain sends are asked again (ms). */
const everyMs = 2 * 60_000;

/** Looks whether an uncertain send, or one that is to be sent again, has shown itself since. */
export function proveStep(world: World, query: Omit<ProveQuery, 'signal'>): Step {
  return {
    name: 'prove',
    async run(signal) {
      return { counts: { proven: await proveUncertain(workerCall(world, 'prove'), { ...query, signal }) }, waitMs: everyMs };
    },
  };
}
