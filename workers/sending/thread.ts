import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { openAdapters } from '#lib/channels/adapters.ts';
import type { Dispatch } from '#lib/channels/port.ts';
import { systemClock } from '#lib/clock.ts';
import { noted } from '#lib/dispatch/begun-notes.ts';
import { openLine } from '#lib/dispatch/line.ts';
import { lookApart } from '#lib/dispatch/look-apart.ts';
import { openBegunNotes } from '#lib/store/csv/begun-notes.ts';
import { folders } from '#lib/store/csv/data-folder.ts';
import { JournalTail } from '#lib/store/journal/tail.ts';
import type { End, FromSending, Given, SendingOrder, ToSending } from './protocol.ts';

/** The thread that hands messages of one channel over. It has no store: what it cannot see by itself it asks the thread that has. */

const { channel, settings, worker, isFirst } = workerData as SendingOrder;
// The mail library ends each of its streams with an error that nobody reads; how it came about is half of what that costs. What fails here is told by its message.
Error.stackTraceLimit = 0;
const port = parentPort;
const adapter = openAdapters({ settings, clock: systemClock }).get(channel);
if (!port || !adapter) throw new Error(`nothing is sent by ${channel} from here`);
const line = openLine(adapter, systemClock);
const tail = new JournalTail(join(settings.dataDir, folders.journal));
const look = lookApart(tail, worker);
const notes = openBegunNotes(join(settings.dataDir, folders.run), worker, channel, { isFirst });
let ending = new AbortController();
/** Given, and not ended. */
let underWay = 0;
let looks = 0;
const asked = new Map<number, PromiseWithResolvers<string | null>>();
const say = (message: FromSending) => port.postMessage(message);

function ask(id: number): Promise<string | null> {
  const answer = Promise.withResolvers<string | null>();
  looks += 1;
  asked.set(looks, answer);
  say({ kind: 'look', look: looks, id });
  return answer.promise;
}

/** Who looks so often and still finds something new goes by the last answer, which is as old as its way from one thread to the other. */
const looksMax = 3;

/** What this thread sees by itself, or is told; what was recorded while the answer was on its way is asked about as well. */
async function lookAt(id: number, dispatch: Dispatch): Promise<string | null> {
  if (look.isClear(dispatch, systemClock.now() - dispatch.startedAt)) return null;
  for (let left = looksMax; left > 0; left--) {
    const before = look.newest();
    const why = await ask(id);
    if (why !== null || look.newest() === before) return why;
  }
  return null;
}

/** What came of messages is told together: when so many have ended, or all, or one did not go through, or after so long (ms). */
const endsMax = 16;
const endsMsMax = 10;
let ends: End[] = [];
let telling: NodeJS.Timeout | undefined;

function tell(): void {
  clearTimeout(telling);
  telling = undefined;
  if (ends.length > 0) say({ kind: 'ended', ends });
  ends = [];
}

/** What cannot be noted is recorded all the same, soon. */
function noteAccepted(key: string, providerId: string): void {
  try {
    notes.noteAccepted(key, providerId);
  } catch (error) {
    process.emitWarning(`That ${key} went out could not be noted: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function send({ id, turn, isEnding }: Given): Promise<void> {
  const { dispatch } = turn;
  underWay += 1;
  const outcome = await line.send(turn, { signal: isEnding ? AbortSignal.abort() : ending.signal, lastLook: noted(() => lookAt(id, dispatch), notes, dispatch.idempotencyKey) });
  underWay -= 1;
  if (outcome.kind === 'accepted') noteAccepted(dispatch.idempotencyKey, outcome.providerId);
  ends.push({ id, outcome });
  if (ends.length >= endsMax || underWay === 0 || outcome.kind !== 'accepted') tell();
  else telling ??= setTimeout(tell, endsMsMax);
}

// What is known is told before this thread falls over.
process.on('uncaughtExceptionMonitor', tell);

port.on('message', (message: ToSending) => {
  switch (message.kind) {
    case 'send':
      for (const given of message.given) void send(given);
      return;
    case 'stop':
      ending.abort();
      ending = new AbortController();
      return;
    case 'looked':
      if (message.failed === null) asked.get(message.look)?.resolve(message.why);
      else asked.get(message.look)?.reject(new Error(message.failed));
      asked.delete(message.look);
      return;
    case 'close':
      void line.close().then(() => {
        tail.close();
        notes.close();
        port.close();
      });
  }
});
say({ kind: 'ready' });
