import { leaseMs } from '#lib/dispatch/claim-next.ts';
import { watchLeases } from '#lib/dispatch/lease-watch.ts';
import { recoverAttempts, type RecoverQuery } from '#lib/dispatch/recover-attempts.ts';
import { forgetBegun, noteOf } from '#lib/store/csv/begun-notes.ts';
import type { World } from '#lib/world.ts';
import type { Step } from '../loop.ts';
import { workerCall } from '../worker-call.ts';

export interface ReconcileOptions extends Pick<RecoverQuery, 'adapters' | 'isGone'> {
  /** Where workers note what they begin. */
  readonly runFolder: string;
  /** This one. */
  readonly worker: string;
}

/** Settles attempts whose worker is gone: proven by the channel, or uncertain. */
export function reconcileStep(world: World, { runFolder, worker: self, ...query }: ReconcileOptions): Step {
  const notedOf: RecoverQuery['notedOf'] = (channel, { worker, idempotencyKey }) => noteOf(runFolder, worker, channel, idempotencyKey);
  const leases = watchLeases(() => world.clock.monotonicMs(), leaseMs);
  return {
    name: 'reconcile',
    async run(signal) {
      const settled = await recoverAttempts(workerCall(world, 'reconcile'), { ...query, notedOf, leases, signal });
      const asked = new Set((await world.store.approvals.underWay()).map(({ attempts }) => attempts.at(-1)?.worker));
      forgetBegun(runFolder, { nowMs: world.clock.now(), isGone: query.isGone, isKept: (worker) => worker === self || asked.has(worker) });
      return { counts: { settled }, waitMs: 30_000 };
    },
  };
}
