/** A check of the history that is under way, and what it comes to. */
interface Running<T> {
  readonly throughSeq: number;
  readonly result: Promise<T>;
  readonly listeners: Set<(progress: Progress) => void>;
  readonly stop: AbortController;
  askers: number;
}

export interface Progress {
  readonly events: number;
  readonly total: number;
}

/** How a check goes on: until it is told to stop, telling how far it is. */
export interface Within {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

/**
 * One check at a time: reading the whole journal is dear, and anybody who may read may ask for it. Who asks while one is under way that reads as far as they want gets its
 * answer; else they wait for its end and share the next. It goes on until all who asked have gone. One of these for each process: it saves work, and no answer rests on it.
 */
export class OneCheck<T> {
  private running: Running<T> | null = null;

  /** `run` reads the journal up to `throughSeq`. Rejects with the reason of the asker's own signal when that aborts. */
  async ask(throughSeq: number, run: (within: Within) => Promise<T>, { signal, onProgress }: Partial<Within>): Promise<T> {
    signal?.throwIfAborted();
    while (this.running !== null && this.running.throughSeq < throughSeq) await untilAborted(this.running.result.catch(() => undefined), signal);
    const running = (this.running ??= this.begin(throughSeq, run));
    running.askers += 1;
    if (onProgress) running.listeners.add(onProgress);
    try {
      return await untilAborted(running.result, signal);
    } finally {
      if (onProgress) running.listeners.delete(onProgress);
      running.askers -= 1;
      if (running.askers === 0) this.end(running);
    }
  }

  private begin(throughSeq: number, run: (within: Within) => Promise<T>): Running<T> {
    const stop = new AbortController();
    const listeners: Running<T>['listeners'] = new Set();
    const result = run({ signal: stop.signal, onProgress: (progress) => listeners.forEach((listen) => listen(progress)) });
    const running: Running<T> = { throughSeq, result, listeners, stop, askers: 0 };
    const over = () => this.running === running && (this.running = null);
    result.then(over, over);
    return running;
  }

  /** Nobody waits for it any more: the next who asks does not get a check that was stopped. */
  private end(running: Running<T>): void {
    if (this.running === running) this.running = null;
    running.stop.abort();
  }
}

async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(signal.reason);
  signal.addEventListener('abort', onAbort, { once: true });
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([work, promise]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
