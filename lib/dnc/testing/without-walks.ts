import type { Reads, Store } from '#lib/store/port.ts';

/** The same store, in which nobody may walk through all approvals. */
export function withoutWalks(store: Store): Store {
  return { ...store, ...guarded(store), commit: (meta, decide) => store.commit(meta, (reads) => decide(guarded(reads))) };
}

function guarded(reads: Reads): Reads {
  return { ...reads, approvals: { ...reads.approvals, page: () => Promise.reject(new Error('a page of approvals was read')) } };
}
