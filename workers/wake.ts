import type { Store } from '#lib/store/port.ts';
import { sleep } from './loop.ts';

/** Wakes sleeping steps when anything becomes durable, in whichever process. */
export interface Wake {
  pause(ms: number, signal: AbortSignal): Promise<void>;
  /** Ends when the signal does, or fails when the store can no longer be watched. */
  readonly watching: Promise<void>;
}

export function wakeOn(store: Store, afterSeq: number, signal: AbortSignal): Wake {
  let bell = new AbortController();
  const watching = (async () => {
    for await (const _batch of store.watch(afterSeq, { signal })) {
      bell.abort();
      bell = new AbortController();
    }
  })();
  return { pause: (ms, stop) => sleep(ms, AbortSignal.any([stop, bell.signal])), watching };
}
