import { staleEvents } from '#lib/approvals/staleness.ts';
import { hourMs } from '#lib/policy/limits.ts';
import { metaOf, type World } from '#lib/world.ts';
import type { Step } from '../loop.ts';
import { workerCall } from '../worker-call.ts';

const batchSize = 200;

/** Sends decisions that grew old back to review, before they come due. */
export function maintainStep(world: World): Step {
  return {
    name: 'maintain',
    async run() {
      const call = workerCall(world, 'maintain');
      const { staleAfterMs } = world.settings;
      const committed = await world.store.commit(metaOf(call, 'maintain'), async (reads) => {
        const now = world.clock.now();
        const page = await reads.approvals.page({ statuses: ['approved'] }, { cursor: null, limit: batchSize }, 'newest');
        const old = page.items.filter((row) => row.status === 'approved' && now - row.decision.at > staleAfterMs);
        return { events: old.flatMap((row) => staleEvents(row, { kind: 'too_old', limitHours: staleAfterMs / hourMs })), result: old.length };
      });
      return { counts: { stale: committed.kind === 'committed' ? committed.result : 0 }, waitMs: 60_000 };
    },
  };
}
