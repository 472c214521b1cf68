import { join } from 'node:path';
import { setImmediate as afterPoll } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { Outcome } from '#lib/approvals/approval.ts';
import type { Noted } from '#lib/dispatch/begun-notes.ts';
import { leaseMs } from '#lib/dispatch/claim-next.ts';
import { notBegun, type Line, type LineOptions, type Turn } from '#lib/dispatch/line.ts';
import { noteOf } from '#lib/store/csv/begun-notes.ts';
import { folders } from '#lib/store/csv/data-folder.ts';
import { sendingThread, type FromSending, type Given, type SendingOrder, type ToSending } from './protocol.ts';

interface Waiting extends LineOptions {
  readonly key: string;
  readonly settle: (outcome: Outcome) => void;
}

/**
 * A line whose messages are put together and handed over in a thread of its own, while this one decides and records. Of what a thread had that ended, or that answers nothing for a whole
 * lease, nobody knows what became, but for what it had not begun; the next message goes through a new one.
 */
export function threadLine(order: Omit<SendingOrder, 'isFirst'>, patienceMs: number = leaseMs): Line {
  // Begun at once, so that the first message does not wait for it; if there can be none now, there may be one later.
  let thread = started({ ...order, isFirst: true }, patienceMs);
  /** What did not go through, in whichever thread; null before the first is given. */
  let failures: number | null = null;
  const sent = (turn: Turn, options: LineOptions): Promise<Outcome> => {
    if (thread instanceof Thread && !thread.isOver) return thread.send(turn, options);
    // The next thread does not know what became of what the one before had.
    if ((failures ?? 0) > turn.failuresKnown) return Promise.resolve(notBegun('the message before did not go through.'));
    thread = started({ ...order, isFirst: false }, patienceMs);
    return thread instanceof Thread ? thread.send(turn, options) : Promise.resolve(notStarted(thread.message));
  };
  return {
    async send(turn, options) {
      failures ??= turn.failuresKnown;
      const outcome = await sent(turn, options);
      if (outcome.kind !== 'accepted') failures += 1;
      return outcome;
    },
    close: async () => {
      if (thread instanceof Thread) await thread.close();
    },
  };
}

/** The error when the system gives no thread: it has too many, or too little memory. */
function started(order: SendingOrder, patienceMs: number): Thread | Error {
  try {
    return new Thread(order, patienceMs);
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

const notStarted = (why: string): Outcome => ({ kind: 'refused', transient: true, code: 'unchecked', evidence: `The thread that sends could not begin, and nothing was handed over. ${why}` });

/** How long a thread that has nothing left to do may take to end (ms). */
const closeMsMax = 1000;

class Thread {
  isOver = false;
  private isEnding = false;
  private isReady = false;
  private readonly order: SendingOrder;
  private readonly worker: Worker;
  private readonly waiting = new Map<number, Waiting>();
  private readonly patience: NodeJS.Timeout;
  private readonly ended: Promise<unknown>;
  private ids = 0;
  /** How many messages of the thread. */
  private heardCount = 0;
  private posting: Given[] = [];
  private heeded: AbortSignal | null = null;
  private readonly onStop = () => this.say({ kind: 'stop' });

  constructor(order: SendingOrder, patienceMs: number) {
    this.order = order;
    // Room for what mails leave behind (MB): with less the thread spends a tenth of its time clearing up (decision 0003).
    this.worker = new Worker(new URL('thread.ts', import.meta.url), { name: sendingThread(order.channel), workerData: order, resourceLimits: { maxYoungGenerationSizeMb: 64 } });
    this.worker.unref();
    // One that has nothing to answer may be silent.
    this.patience = setTimeout(() => void this.losePatience(), patienceMs).unref();
    this.worker.on('message', (message: FromSending) => this.hear(message));
    this.worker.on('messageerror', (error) => this.giveUp(error.message));
    this.worker.on('error', (error: unknown) => this.giveUp(error instanceof Error ? error.message : String(error)));
    this.ended = new Promise((resolve) => this.worker.once('exit', resolve));
    void this.ended.then(() => this.giveUp('It ended.'));
  }

  send(turn: Turn, options: LineOptions): Promise<Outcome> {
    const id = (this.ids += 1);
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    this.waiting.set(id, { ...options, key: turn.dispatch.idempotencyKey, settle: resolve });
    this.worker.ref();
    this.patience.refresh();
    this.heed(options.signal);
    this.post({ id, turn, isEnding: options.signal.aborted });
    return promise;
  }

  private heed(signal: AbortSignal): void {
    if (signal === this.heeded) return;
    this.heeded = signal;
    signal.addEventListener('abort', this.onStop, { once: true });
  }

  /** What is given in one turn of the event loop goes together. */
  private post(given: Given): void {
    if (this.posting.length === 0) queueMicrotask(() => this.flush());
    this.posting.push(given);
  }

  private flush(): void {
    if (this.posting.length > 0) this.worker.postMessage({ kind: 'send', given: this.posting } satisfies ToSending);
    this.posting = [];
  }

  private say(message: ToSending): void {
    this.flush();
    this.worker.postMessage(message);
  }

  private hear(message: FromSending): void {
    this.heardCount += 1;
    if (message.kind === 'ready') return void (this.isReady = true);
    this.patience.refresh();
    if (message.kind === 'look') return void this.look(message.look, message.id);
    for (const { id, outcome } of message.ends) {
      this.waiting.get(id)?.settle(outcome);
      this.waiting.delete(id);
    }
    if (this.waiting.size === 0) this.worker.unref();
  }

  private async look(look: number, id: number): Promise<void> {
    const waiting = this.waiting.get(id);
    if (!waiting) return;
    const answer = await waiting.lastLook().then((why) => ({ why, failed: null }), (error: unknown) => ({ why: null, failed: error instanceof Error ? error.message : String(error) }));
    this.say({ kind: 'looked', look, ...answer });
  }

  /** What was said while this process itself stood still is heard first: the event loop polls between its timers and its immediates. What is given meanwhile has its own patience. */
  private async losePatience(): Promise<void> {
    const [heard, ids] = [this.heardCount, this.ids];
    await afterPoll();
    if (this.waiting.size > 0 && this.heardCount === heard && this.ids === ids) this.giveUp('It did not answer.');
    else if (!this.isEnding) this.patience.refresh();
  }

  private giveUp(why: string): void {
    if (this.isEnding) return;
    this.isEnding = true;
    clearTimeout(this.patience);
    this.heeded?.removeEventListener('abort', this.onStop);
    // Only a thread that is gone begins nothing more; what is given until then is settled with the rest.
    void this.worker.terminate().then(() => {
      this.isOver = true;
      for (const { key, settle } of this.waiting.values()) settle(this.outcomeOf(key, why));
      this.waiting.clear();
    });
  }

  private outcomeOf(key: string, why: string): Outcome {
    if (!this.isReady) return notStarted(why);
    const noted = this.noted(key);
    switch (noted.kind) {
      case 'accepted':
        return { kind: 'accepted', providerId: noted.providerId, evidence: 'It was noted that the channel had taken it, before the thread that sends ended.' };
      case 'begun':
        return { kind: 'unknown', evidence: `The thread that sends gave no answer. ${why}` };
      case 'not_begun':
        return notBegun(`the thread that sends ended. ${why}`);
    }
  }

  /** What cannot be read says nothing. */
  private noted(key: string): Noted {
    const { worker, channel, settings } = this.order;
    try {
      return noteOf(join(settings.dataDir, folders.run), worker, channel, key);
    } catch {
      return { kind: 'begun' };
    }
  }

  async close(): Promise<void> {
    if (this.isOver) return;
    this.say({ kind: 'close' });
    this.worker.ref();
    // All is told by now: what still holds the thread holds nobody else.
    const limit = setTimeout(() => void this.worker.terminate(), closeMsMax);
    await this.ended;
    clearTimeout(limit);
  }
}
