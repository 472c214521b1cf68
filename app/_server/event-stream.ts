import { refusal, Refused } from '#lib/errors.ts';
import type { RecordedEvent } from '#lib/store/event.ts';
import type { Call } from '#lib/world.ts';
import { callerOf } from './caller.ts';

const heartbeatMs = 15_000;
const recheckMs = 5000;
const streamsMax = 500;
let open = 0;

/** Server-sent events: what became durable, without its contents; the browser asks for those it shows. Ends when the session does. */
export async function eventStream(call: Call, request: Request): Promise<Response> {
  if (open >= streamsMax) throw new Refused(refusal('throttled', 'Too many open event streams.', { details: { retryAfterSeconds: 10 } }));
  const { store } = call.world;
  const after = startAfter(request) ?? (await store.head()).seq;
  const ending = new AbortController();
  const signal = AbortSignal.any([request.signal, ending.signal]);
  const encoder = new TextEncoder();
  open += 1;
  let timers: NodeJS.Timeout[] = [];
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => {
        if (!signal.aborted) controller.enqueue(encoder.encode(text));
      };
      write(`retry: 2000\nid: ${after}\nevent: hello\ndata: {"seq":${after}}\n\n`);
      timers = [setInterval(() => write(': still here\n\n'), heartbeatMs), setInterval(() => void endWithSession(), recheckMs)];
      const endWithSession = async () => {
        if (!(await callerOf(call.world, request))) ending.abort();
      };
      signal.addEventListener('abort', () => {
        timers.forEach(clearInterval);
        open -= 1;
        controller.close();
      }, { once: true });
      void pump(store.watch(after, { signal }), write, ending);
    },
    cancel: () => ending.abort(),
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' } });
}

async function pump(batches: AsyncIterable<readonly RecordedEvent[]>, write: (text: string) => void, ending: AbortController): Promise<void> {
  try {
    for await (const batch of batches) for (const { seq, type, subject } of batch) write(`id: ${seq}\ndata: ${JSON.stringify({ seq, type, subject })}\n\n`);
  } finally {
    ending.abort();
  }
}

function startAfter(request: Request): number | null {
  const last = request.headers.get('last-event-id') ?? new URL(request.url).searchParams.get('after');
  return last !== null && /^\d{1,15}$/.test(last) ? Number(last) : null;
}
