import { freshFrom, type Approval } from '#lib/approvals/approval.ts';
import { staleEvents } from '#lib/approvals/staleness.ts';
import { finishErasures } from '#lib/erasure/finish-erasures.ts';
import { hourMs, policyOf } from '#lib/policy/policy.ts';
import { metaOf, type World } from '#lib/world.ts';
import type { Step, StepResult } from '../loop.ts';
import { workerCall } from '../worker-call.ts';

/** Decisions looked at in one step; also how many one commit sends back. */
const pageSize = 200;

/**
 * Sends decisions that grew old back to review, before they come due, and ends erasures that a crash interrupted. One page of what is approved per step, the next
 * one at once, and from the beginning again a minute after the last.
 */
export function maintainStep(world: World): Step {
  let cursor: string | null = null;
  return {
    name: 'maintain',
    async run(signal): Promise<StepResult> {
      const { staleAfterMs } = policyOf(world.settings, await world.store.policy.get());
      const page = await world.store.approvals.page({ statuses: ['approved'] }, { cursor, limit: pageSize }, 'newest');
      signal.throwIfAborted();
      const stale = await sendBack(world, page.items.filter((row) => isOld(world, row, staleAfterMs)).map(({ id }) => id), staleAfterMs);
      cursor = page.nextCursor;
      if (cursor !== null) return { counts: { stale }, waitMs: 0 };
      signal.throwIfAborted();
      const erased = (await finishErasures(world, workerCall(world, 'maintain'))).length;
      return { counts: { stale, erased }, waitMs: 60_000 };
    },
  };
}

function isOld({ clock }: World, row: Approval, staleAfterMs: number): boolean {
  return row.status === 'approved' && clock.now() - freshFrom(row) > staleAfterMs;
}

async function sendBack(world: World, ids: readonly string[], staleAfterMs: number): Promise<number> {
  if (ids.length === 0) return 0;
  const because = { kind: 'too_old', limitHours: staleAfterMs / hourMs } as const;
  const committed = await world.store.commit(metaOf(workerCall(world, 'maintain'), 'maintain'), async (reads) => {
    const rows = await Promise.all(ids.map((id) => reads.approvals.get(id)));
    const old = rows.filter((row) => row !== null && isOld(world, row, staleAfterMs));
    return { events: old.flatMap((row) => (row ? staleEvents(row, because) : [])), result: old.length };
  });
  return committed.kind === 'committed' ? committed.result : 0;
}
