import { leaseMs } from '#lib/dispatch/claim-next.ts';
import { watchLeases } from '#lib/dispatch/lease-watch.ts';
import { recoverAttempts, type RecoverQuery } from '#lib/dispatch/recover-attempts.ts';
import type { World } from '#lib/world.ts';
import type { Step } from '../loop.ts';
import { workerCall } from '../worker-call.ts';

/** Settles attempts whose worker is gone: proven by the channel, or uncertain. */
export function reconcileStep(world: World, query: Omit<RecoverQuery, 'signal' | 'leases'>): Step {
  const leases = watchLeases(() => world.clock.monotonicMs(), leaseMs);
  return {
    name: 'reconcile',
    async run(signal) {
      return { counts: { settled: await recoverAttempts(workerCall(world, 'reconcile'), { ...query, leases, signal }) }, waitMs: 30_000 };
    },
  };
}
