import { mayDo } from '#lib/accounts/permissions.ts';
import { isRefusal, never, refusal, Refused, type Refusal } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import type { Reads } from '#lib/store/port.ts';
import type { Call } from '#lib/world.ts';
import type { z } from 'zod';
import { refusedByDnc } from './approve-draft.ts';
import type { Approval, ApprovalCommand } from './approval.ts';
import { changedSince } from './changed-since.ts';
import { decideApproval } from './decide.ts';
import { filterOf } from './filter-of.ts';
import { refusedByRecipient } from './refused-by-recipient.ts';
import { refusedBySender } from './refused-by-sender.ts';
import { prepareBulkInput, preparedMax, type PreparedBulk } from './schema.ts';

type Input = z.infer<typeof prepareBulkInput>;

/**
 * What would come of one decision on many dead letters, before anybody makes it: on which it would fall, each with the version it was counted with, and which would be
 * left and why. Changes nothing; the decision itself is made some at a time, and what changed since it was counted is left then too.
 */
export async function prepareBulk(call: Call, input: unknown): Promise<PreparedBulk> {
  const forbidden = mayDo(call.actor, 'deadletter.decide');
  if (forbidden) throw new Refused(forbidden);
  const asked = parse(prepareBulkInput, input);
  // All of one moment: the counts add up.
  const reads = await call.world.store.asOfNow();
  const ready: { row: Approval; leadName: string }[] = [];
  const left = new Map<string, PreparedBulk['left'][number]>();
  for (const { row, version } of await rowsOf(call, reads, asked)) {
    const leadName = (row && (await reads.leads.get(row.leadId))?.name) ?? 'Erased lead';
    const refused = row ? await whyNot(call, reads, row, asked.decision, version) : refusal('not_found', 'It is gone: whom it was for was erased.');
    if (row && !refused) ready.push({ row, leadName });
    if (!refused) continue;
    const group = left.get(refused.message);
    left.set(refused.message, { code: refused.code, message: refused.message, count: (group?.count ?? 0) + 1, leadNames: [...(group?.leadNames ?? []), leadName].slice(0, namesMax) });
  }
  return {
    total: ready.length + [...left.values()].reduce((sum, { count }) => sum + count, 0),
    items: ready.map(({ row: { id, contentHash, version }, leadName }) => ({ id, contentHash, version, leadName })),
    channels: counted(ready.map(({ row }) => row.channel)).map(([channel, count]) => ({ channel, count })),
    codes: counted(ready.flatMap(({ row }) => (row.status === 'dead_letter' ? [row.code] : []))).map(([code, count]) => ({ code, count })),
    left: [...left.values()].sort((a, b) => b.count - a.count),
  };
}

/** More names than that nobody reads. */
const namesMax = 5;

interface Counted {
  /** Null when it is gone: erased since it was shown. */
  readonly row: Approval | null;
  /** As it was shown; null when nobody was shown it. */
  readonly version: number | null;
}

async function rowsOf(call: Call, reads: Reads, { items, filter, except }: Input): Promise<Counted[]> {
  if (items) {
    const unique = new Map(items.map(({ id, version }) => [id, version]));
    return Promise.all([...unique].map(async ([id, version]) => ({ row: await reads.approvals.get(id), version })));
  }
  const without = new Set(except);
  const wanted = { ...filterOf(filter ?? {}, call.world.clock.now()), statuses: ['dead_letter'] } as const;
  const rows: Approval[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<Reads['approvals']['page']>> = await reads.approvals.page(wanted, { cursor, limit: 500 }, 'recent');
    rows.push(...page.items.filter(({ id }) => !without.has(id)));
    if (rows.length > preparedMax) throw tooMany(page.total);
    cursor = page.nextCursor;
    await new Promise(setImmediate);
  } while (cursor !== null);
  return rows.map((row) => ({ row, version: null }));
}

function tooMany(total: number): Refused {
  return new Refused(refusal('invalid_input', `${total} fit; ${preparedMax} are counted at once.`, { lift: 'Narrow the filter.', details: { field: 'filter', total } }));
}

/** The same rules that the decision itself will meet. */
async function whyNot(call: Call, reads: Reads, row: Approval, decision: Input['decision'], version: number | null): Promise<Refusal | null> {
  if (row.status !== 'dead_letter') return refusal('wrong_status', `It is ${row.status.replace('_', ' ')} now, and no dead letter any more.`);
  const decided = decideApproval(row, commandOf(call, row, decision));
  if (isRefusal(decided)) return decided;
  if (version !== null && version !== row.version) return changedSince(row);
  if (decision !== 'retry') return null;
  return (await refusedByDnc(reads, row)) ?? refusedBySender(call.world.settings, row) ?? (await refusedByRecipient(reads, row));
}

function commandOf({ actor, world }: Call, row: Approval, decision: Input['decision']): ApprovalCommand {
  switch (decision) {
    case 'retry':
      return { type: 'RetryDeadLetter', actor, contentHash: row.contentHash, now: world.clock.now(), undoMs: world.settings.undoMs[row.channel] };
    case 'revive':
      return { type: 'ReviveDeadLetter', actor };
    case 'cancel':
      return { type: 'Cancel', actor, reason: 'Counted' };
    default:
      return never(decision);
  }
}

function counted<T extends string>(all: readonly T[]): [T, number][] {
  const counts = new Map<T, number>();
  for (const each of all) counts.set(each, (counts.get(each) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}
