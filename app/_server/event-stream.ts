import { refusal, Refused } from '#lib/errors.ts';
import type { RecordedEvent } from '#lib/store/event.ts';
import type { Call } from '#lib/world.ts';
import { callerOf } from './caller.ts';
import { logTrouble } from './log-trouble.ts';

const heartbeatMs = 15_000;
const recheckMs = 4000;
const streamsMax = 500;
const open = new Set<AbortController>();

/** A process that is asked to end cannot while streams are open: they end first, and browsers come back to the next one. */
const ending = Symbol.for('re-engine.streams-end');
const shared = globalThis as { [ending]?: Set<Set<AbortController>> };
if (!shared[ending]) {
  shared[ending] = new Set();
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, () => {
      for (const streams of shared[ending] ?? []) for (const stream of streams) stream.abort();
    });
}
shared[ending].add(open);

/** Server-sent events: what became durable, without its contents; the browser asks for those it shows. Ends when the session does. */
export async function eventStream(call: Call, request: Request): Promise<Response> {
  if (open.size >= streamsMax) throw new Refused(refusal('throttled', 'Too many open event streams.', { details: { retryAfterSeconds: 10 } }));
  const { store } = call.world;
  const after = startAfter(request) ?? (await store.head()).seq;
  const over = new AbortController();
  const end = () => over.abort();
  open.add(over);
  request.signal.addEventListener('abort', end, { once: true });
  if (request.signal.aborted) end();
  const body = new ReadableStream<Uint8Array>({ start: (controller) => stream(call, request, controller, over, store.watch(after, { signal: over.signal }), after), cancel: end });
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' } });
}

function stream(
  call: Call, request: Request, controller: ReadableStreamDefaultController<Uint8Array>, over: AbortController, batches: AsyncIterable<readonly RecordedEvent[]>, after: number,
): void {
  const encoder = new TextEncoder();
  const write = (text: string) => {
    if (!over.signal.aborted) controller.enqueue(encoder.encode(text));
  };
  const failed = (error: unknown) => {
    logTrouble(error, { correlationId: call.correlationId, method: 'GET', path: '/api/events/stream' });
    over.abort();
  };
  const recheck = async () => {
    if (!(await callerOf(call.world, request))) over.abort();
  };
  const timers = [setInterval(() => write(': still here\n\n'), heartbeatMs), setInterval(() => void recheck().catch(failed), recheckMs)];
  const close = () => {
    timers.forEach(clearInterval);
    open.delete(over);
    try {
      controller.close();
    } catch (error) {
      // A reader that went away has closed it already.
      if (!(error instanceof TypeError)) throw error;
    }
  };
  if (over.signal.aborted) return close();
  over.signal.addEventListener('abort', close, { once: true });
  write(`retry: 2000\nid: ${after}\nevent: hello\ndata: {"seq":${after}}\n\n`);
  void pump(batches, write).then(() => over.abort(), failed);
}

async function pump(batches: AsyncIterable<readonly RecordedEvent[]>, write: (text: string) => void): Promise<void> {
  for await (const batch of batches) for (const { seq, type, subject } of batch) write(`id: ${seq}\ndata: ${JSON.stringify({ seq, type, subject })}\n\n`);
}

function startAfter(request: Request): number | null {
  const last = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('after');
  return last !== null && /^\d{1,15}$/.test(last) ? Number(last) : null;
}
