import type { RecordedEvent } from './event.ts';
import type { Ledger } from './ledger.ts';

const batchMax = 500;

/** Batches of events after a place in the chain as they come, until the signal aborts. */
export async function* watchEvents(
  ledger: Ledger,
  afterSeq: number,
  source: { load(seqs: readonly number[]): Promise<RecordedEvent[]>; catchUp(): Promise<void> },
  signal: AbortSignal,
): AsyncGenerator<readonly RecordedEvent[]> {
  let seen = afterSeq;
  while (!signal.aborted) {
    await source.catchUp();
    const upTo = Math.min(ledger.index.length, seen + batchMax);
    if (upTo > seen) {
      const batch = await source.load(Array.from({ length: upTo - seen }, (_, i) => seen + 1 + i));
      seen = upTo;
      if (batch.length > 0) yield batch;
    } else await changed(ledger, seen, signal);
  }
}

function changed(ledger: Ledger, seen: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted || ledger.index.length > seen) return resolve();
    const done = () => {
      stop();
      signal.removeEventListener('abort', done);
      resolve();
    };
    const stop = ledger.onChange(done);
    signal.addEventListener('abort', done, { once: true });
  });
}
