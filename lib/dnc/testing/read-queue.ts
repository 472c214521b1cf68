import type { Approval } from '#lib/approvals/approval.ts';
import type { Reads } from '#lib/store/port.ts';
import { keysAgainst } from '../against.ts';
import type { DncKey } from '../entry.ts';
import { allQueued, reachedBy } from '../waiting.ts';

/** What waits, found the long way: everything is looked at, under every key by which an entry could name whoever it would reach. */
export interface Queue {
  readonly now: ReadonlyMap<DncKey, readonly Approval[]>;
  readonly ever: ReadonlyMap<DncKey, readonly Approval[]>;
}

export async function readQueue(reads: Reads): Promise<Queue> {
  const [now, ever] = [new Map<DncKey, Approval[]>(), new Map<DncKey, Approval[]>()];
  for await (const approval of allQueued(reads)) {
    const keys = await keysAgainst(reads, await reachedBy(reads, approval));
    for (const [queue, found] of [[now, keys.now], [ever, keys.ever]] as const) for (const key of found) queue.set(key, [...(queue.get(key) ?? []), approval]);
  }
  return { now, ever };
}
