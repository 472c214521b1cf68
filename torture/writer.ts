import { appendFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Fault } from '#lib/errors.ts';
import { openCsvStore } from '#lib/store/csv/open-store.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import { nodeFiles, type Files } from '#lib/store/journal/files.ts';
import type { Reads, Store } from '#lib/store/port.ts';
import { Random } from './random.ts';
import type { WriterOrder } from './writer-order.ts';

/**
 * A process that commits until it is done or killed. Each commit has a name that says how many records it has, and adds one to a counter
 * that it read in the same step: a lost, doubled or half applied commit shows, and one that was decided on what others had changed.
 * What it was told is done it notes in a file of its own; the note survives `kill -9`.
 */
const order = JSON.parse(process.argv[2] ?? '{}') as WriterOrder;
const random = new Random(order.seed, order.name);
const parent = process.ppid;
const note = (line: string) => appendFileSync(order.log, `${line}\n`);

function busyFor(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

/** Where the event loop stands still: with an append decided and not written, written and not durable, or durable and not looked at. */
function maybeStall(): void {
  if (random.chance(order.stallChance)) busyFor(random.between(5, 150));
}

let writes = 0;

const turn = join(order.dataDir, 'run', 'turn');

/** With the append written or not. */
function dieInTurn(write: () => void): void {
  if (random.chance(0.5)) write();
  note('in turn');
  process.kill(process.pid, 'SIGKILL');
}

/** The file system, with stalls, and with a death in the middle of one write: what `kill -9` does to a write of several pages. */
const files: Files = {
  ...nodeFiles,
  write: (fd, bytes, offset) => {
    maybeStall();
    writes += 1;
    if (order.diesInTurn && existsSync(turn)) dieInTurn(() => nodeFiles.write(fd, bytes, offset));
    if (writes !== order.tearAtWrite) return nodeFiles.write(fd, bytes, offset);
    nodeFiles.write(fd, bytes.subarray(offset, offset + random.between(1, bytes.length - offset - 1)), 0);
    process.kill(process.pid, 'SIGKILL');
    return 0;
  },
  datasync: async (fd) => {
    maybeStall();
    await nodeFiles.datasync(fd);
    maybeStall();
  },
};

/** Different every time; a name of the DNC list now and then, so that there is a table to be written too. */
async function eventsOf(reads: Reads, name: string, size: number): Promise<NewEvent[]> {
  const count = Number((await reads.channelStates.get('all'))?.watermarks['count'] ?? '0') + 1;
  const counted = on('channel', 'all', [{ type: 'WatermarkMoved', source: 'count', cursor: String(count), why: name }]);
  const others = Array.from({ length: size - 1 }, (_, i) =>
    i === 0
      ? on('dnc', `dnc_${name.replace(/\W/g, '_')}`, [{ type: 'DncEntryAdded', fields: { kind: 'email', value: `${name.replace(/\W/g, '.')}@example.com`, channel: 'all', reason: 'torture, "quoted"', source: 'console' } }])
      : on('channel', order.name, [{ type: 'WatermarkMoved', source: `${name} ${i}`, cursor: String(count), why: 'é, "x" '.repeat(random.between(0, 250)) }]),
  );
  return [...counted, ...others.flat()];
}

async function commitOne(store: Store, number: number): Promise<void> {
  const size = random.pick([1, 1, 1, 2, 3, 6]);
  const name = `${order.name}.${number}/${size}`;
  note(`try ${name}`);
  for (;;) {
    try {
      const committed = await store.commit({ actor: { kind: 'worker', id: order.name, name: order.name }, cause: name, correlationId: name, now: Date.now() }, async (reads) => {
        const events = await eventsOf(reads, name, size);
        maybeStall();
        return { events, result: null };
      });
      if (committed.kind === 'committed') note(`done ${name} ${committed.head.seq} ${committed.head.hash}`);
      return;
    } catch (error) {
      if (!(error instanceof Fault && error.retryable)) throw error;
      await wait(random.between(1, 20));
    }
  }
}

const store = await openCsvStore({ dataDir: order.dataDir, files, segmentBytesMax: order.segmentBytesMax, snapshotEveryMs: order.snapshotEveryMs });
note('open');
let next = 0;
async function work(): Promise<void> {
  while (next < order.commits && process.ppid === parent) await commitOne(store, next++);
}
await Promise.all(Array.from({ length: order.inFlight }, work));
await store.close();
