import { freshFrom, type Approval, type StaleReason } from '#lib/approvals/approval.ts';
import { staleEvents } from '#lib/approvals/staleness.ts';
import { finishErasures } from '#lib/erasure/finish-erasures.ts';
import { hourMs, policyOf, type Policy } from '#lib/policy/policy.ts';
import { metaOf, type World } from '#lib/world.ts';
import type { Step, StepResult } from '../loop.ts';
import { workerCall } from '../worker-call.ts';

/** Decisions looked at in one step; also how many one commit sends back. */
const pageSize = 200;

/**
 * Sends decisions that grew old back to review, before they come due, and those that were to be carried out at a time that has passed, whatever holds them; and ends erasures that a crash interrupted. One page of what is approved per step, the next
 * one at once, and from the beginning again a minute after the last.
 */
export function maintainStep(world: World): Step {
  let cursor: string | null = null;
  return {
    name: 'maintain',
    async run(signal): Promise<StepResult> {
      const policy = policyOf(world.settings, await world.store.policy.get());
      const page = await world.store.approvals.page({ statuses: ['approved'] }, { cursor, limit: pageSize }, 'newest');
      signal.throwIfAborted();
      const stale = await sendBack(world, page.items.filter((row) => whyOld(row, world.clock.now(), policy) !== null).map(({ id }) => id), policy);
      cursor = page.nextCursor;
      if (cursor !== null) return { counts: { stale }, waitMs: 0 };
      signal.throwIfAborted();
      const erased = (await finishErasures(world, workerCall(world, 'maintain'))).length;
      return { counts: { stale, erased }, waitMs: 60_000 };
    },
  };
}

type Times = Pick<Policy, 'staleAfterMs' | 'scheduleGraceMs'>;

function whyOld(row: Approval, now: number, { staleAfterMs, scheduleGraceMs }: Times): StaleReason | null {
  if (row.status !== 'approved') return null;
  if (row.sendAt !== null && now - row.sendAt > scheduleGraceMs) return { kind: 'schedule_missed', sendAt: row.sendAt };
  return now - freshFrom(row) > staleAfterMs ? { kind: 'too_old', limitHours: staleAfterMs / hourMs } : null;
}

async function sendBack(world: World, ids: readonly string[], times: Times): Promise<number> {
  if (ids.length === 0) return 0;
  const committed = await world.store.commit(metaOf(workerCall(world, 'maintain'), 'maintain'), async (reads) => {
    const rows = (await Promise.all(ids.map((id) => reads.approvals.get(id)))).filter((row) => row !== null);
    const old = rows.flatMap((row) => {
      const because = whyOld(row, world.clock.now(), times);
      return because ? [staleEvents(row, because)] : [];
    });
    return { events: old.flat(), result: old.length };
  });
  return committed.kind === 'committed' ? committed.result : 0;
}
