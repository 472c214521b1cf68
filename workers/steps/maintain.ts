import { freshFrom } from '#lib/approvals/approval.ts';
import { staleEvents } from '#lib/approvals/staleness.ts';
import { finishErasures } from '#lib/erasure/finish-erasures.ts';
import { hourMs, policyOf } from '#lib/policy/policy.ts';
import type { Reads } from '#lib/store/port.ts';
import { metaOf, type World } from '#lib/world.ts';
import type { Step } from '../loop.ts';
import { workerCall } from '../worker-call.ts';

const pageSize = 500;
const batchSize = 200;

/** Sends decisions that grew old back to review, before they come due, and ends erasures that a crash interrupted. */
export function maintainStep(world: World): Step {
  return {
    name: 'maintain',
    async run() {
      const { staleAfterMs } = policyOf(world.settings, await world.store.policy.get());
      const old = await idsOfOld(world, staleAfterMs);
      const batch = old.slice(0, batchSize);
      const stale = batch.length === 0 ? 0 : await sendBack(world, batch, staleAfterMs);
      const erased = (await finishErasures(world, workerCall(world, 'maintain'))).length;
      return { counts: { stale, erased }, waitMs: old.length > batch.length ? 0 : 60_000 };
    },
  };
}

async function idsOfOld(world: World, staleAfterMs: number): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Reads['approvals']['page']>> = await world.store.approvals.page({ statuses: ['approved'] }, { cursor, limit: pageSize }, 'newest');
    for (const row of page.items) if (row.status === 'approved' && isOld(world, freshFrom(row), staleAfterMs)) ids.push(row.id);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return ids;
}

const isOld = ({ clock }: World, decidedAt: number, staleAfterMs: number) => clock.now() - decidedAt > staleAfterMs;

async function sendBack(world: World, ids: readonly string[], staleAfterMs: number): Promise<number> {
  const because = { kind: 'too_old', limitHours: staleAfterMs / hourMs } as const;
  const committed = await world.store.commit(metaOf(workerCall(world, 'maintain'), 'maintain'), async (reads) => {
    const rows = await Promise.all(ids.map((id) => reads.approvals.get(id)));
    const old = rows.filter((row) => row?.status === 'approved' && isOld(world, freshFrom(row), staleAfterMs));
    return { events: old.flatMap((row) => (row ? staleEvents(row, because) : [])), result: old.length };
  });
  return committed.kind === 'committed' ? committed.result : 0;
}
