import type { Log } from '#lib/log.ts';
import { Fault } from '#lib/errors.ts';

/** A small bounded piece of work: what it did, by name, and when it wants to be called again at the latest (ms from now). */
export interface StepResult {
  readonly counts: Readonly<Record<string, number>>;
  readonly waitMs: number;
}

export interface Step {
  readonly name: string;
  run(signal: AbortSignal): Promise<StepResult>;
  /** Called once, after the last run: what must not be left behind. */
  finish?(): Promise<void>;
}

export interface LoopOptions {
  readonly signal: AbortSignal;
  readonly log: Log;
  /** Resolves when something happened that may make the next call worth it, when the time is over, or on abort. */
  readonly pause: (ms: number, signal: AbortSignal) => Promise<void>;
  /** The longest pause after failures in a row (ms); five minutes unless told. */
  readonly backoffMsMax?: number;
  /** Told of every failure, and of the first success after one. */
  readonly onHealth?: (trouble: { error: unknown; nextTryMs: number } | null) => void;
}

const firstBackoffMs = 1000;

/** Calls a step until the signal aborts. An error is logged and the loop goes on, after pauses that grow. Never rejects. */
export async function loop(step: Step, { signal, log, pause, backoffMsMax = 5 * 60_000, onHealth }: LoopOptions): Promise<void> {
  let failures = 0;
  while (!signal.aborted) {
    try {
      const { counts, waitMs } = await step.run(signal);
      if (failures > 0) onHealth?.(null);
      failures = 0;
      if (Object.values(counts).some((n) => n > 0)) log.info({ step: step.name, ...counts }, 'step');
      if (waitMs > 0) await pause(waitMs, signal);
    } catch (error) {
      if (signal.aborted) break;
      const nextTryMs = Math.min(backoffMsMax, firstBackoffMs * 2 ** Math.min(failures, 20));
      failures += 1;
      log.error({ step: step.name, code: error instanceof Fault ? error.code : 'bug', nextTryMs, error: String(error), ...(error instanceof Fault ? {} : { stack: (error as Error).stack }) }, 'step failed');
      onHealth?.({ error, nextTryMs });
      await sleep(nextTryMs, signal);
    }
  }
  await step.finish?.().catch((error: unknown) => log.error({ step: step.name, error: String(error) }, 'something is left behind'));
}

/** Resolves after `ms`, or at once when the signal aborts. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
  });
}
