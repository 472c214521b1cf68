import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { verifyJournal } from '#lib/audit/verify-journal.ts';
import { on } from '../event.ts';
import { nodeFiles, type Files } from '../journal/files.ts';
import type { Store } from '../port.ts';
import { openCsvStore } from './open-store.ts';

/** Two writers whose steps fall between each other exactly where it hurts. */

const hour = 3_600_000;

function folder(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 're-lost-race-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  return dataDir;
}

async function opened(dataDir: string, files: Files = nodeFiles): Promise<Store> {
  const store = await openCsvStore({ dataDir, files, pollMs: hour, snapshotEveryMs: hour });
  onTestFinished(() => store.close());
  return store;
}

const count = async (reads: Pick<Store, 'channelStates'>) => Number((await reads.channelStates.get('all'))?.watermarks['count'] ?? '0');

/** Adds one to a counter that is read in the same step; says how often it was decided. */
async function addOne(store: Store, name: string, decided = () => {}): Promise<number> {
  let decisions = 0;
  await store.commit({ actor: { kind: 'worker', id: name, name }, cause: name, correlationId: name, now: 1000 }, async (reads) => {
    decisions += 1;
    const next = 1 + (await count(reads));
    decided();
    return { events: on('channel', 'all', [{ type: 'WatermarkMoved', source: 'count', cursor: String(next), why: name }]), result: null };
  });
  return decisions;
}

/** Who counted in which order. */
async function counted(store: Store): Promise<string[]> {
  const { items } = await store.events({ oldestFirst: true }, { cursor: null, limit: 500 });
  return items.map((event) => `${event.type === 'WatermarkMoved' ? event.cursor : event.type} ${event.cause}`);
}

interface Disk {
  readonly slow: Files;
  readonly fast: Files;
  isOnItsWay(): boolean;
  /** The slow writer's bytes land when the fast one looks at the file the next time, just before it does. */
  landAtNextLook(): void;
  /** The slow writer's sync comes to its end. */
  arrive(): void;
}

/** A disk on which one writer's bytes stay on their way until another writer's come, and then land just before them. */
function slowWriter(): Disk {
  let onItsWay: (() => void) | null = null;
  let atNextLook = false;
  const arrived = Promise.withResolvers<void>();
  const land = () => {
    onItsWay?.();
    onItsWay = null;
  };
  const slow: Files = {
    ...nodeFiles,
    write: (fd, bytes, offset) => {
      const copy = Buffer.from(bytes.subarray(offset));
      onItsWay = () => void nodeFiles.write(fd, copy, 0);
      return copy.length;
    },
    datasync: () => arrived.promise,
  };
  const fast: Files = {
    ...nodeFiles,
    size: (fd) => {
      if (atNextLook) land();
      return nodeFiles.size(fd);
    },
    write: (fd, bytes, offset) => {
      land();
      return nodeFiles.write(fd, bytes, offset);
    },
  };
  return { slow, fast, isOnItsWay: () => onItsWay !== null, landAtNextLook: () => void (atNextLook = true), arrive: arrived.resolve };
}

test('a writer whose append landed behind another one decides again, and neither is lost', async () => {
  const dataDir = folder();
  const disk = slowWriter();
  const fast = await opened(dataDir, disk.fast);
  await addOne(fast, 'before');
  const slow = await opened(dataDir, disk.slow);
  onTestFinished(disk.arrive);
  const first = addOne(slow, 'slow');
  await vi.waitFor(() => expect(disk.isOnItsWay()).toBe(true));
  expect(await addOne(fast, 'fast')).toBe(2);
  disk.arrive();
  expect(await first).toBe(1);
  // Each of the two sees what a newcomer sees.
  for (const store of [await opened(dataDir), fast, slow]) expect([...(await counted(store)), await count(store)]).toEqual(['1 before', '2 slow', '3 fast', 3]);
  expect(await verifyJournal(dataDir)).toMatchObject({ ok: true, records: 3 });
});

test('a decision on rows that changed before it was written down is made again', async () => {
  const dataDir = folder();
  const disk = slowWriter();
  const [fast, slow] = [await opened(dataDir, disk.fast), await opened(dataDir, disk.slow)];
  onTestFinished(disk.arrive);
  const first = addOne(slow, 'slow');
  await vi.waitFor(() => expect(disk.isOnItsWay()).toBe(true));
  expect(await addOne(fast, 'fast', disk.landAtNextLook)).toBe(2);
  disk.arrive();
  expect(await first).toBe(1);
  for (const store of [await opened(dataDir), fast, slow]) expect([...(await counted(store)), await count(store)]).toEqual(['1 slow', '2 fast', 2]);
});

test('what one process was told is done, another one that asks next sees', async () => {
  const dataDir = folder();
  // Nothing but the question itself may lead the other one to look: what tells it of changes finds none meanwhile.
  let looksAway = false;
  let known = { size: 0, removed: false };
  const size = (fd: number) => (looksAway ? known : (known = nodeFiles.size(fd)));
  const [one, other] = [await opened(dataDir), await opened(dataDir, { ...nodeFiles, size })];
  for (let i = 1; i <= 5; i++) {
    looksAway = true;
    await addOne(one, 'one');
    looksAway = false;
    expect(await count(other)).toBe(i);
  }
});

test('reads as of now stay at that moment, whatever another writer appends', async () => {
  const dataDir = folder();
  const [a, b] = [await opened(dataDir), await opened(dataDir)];
  await addOne(b, 'b');
  const reads = await a.asOfNow();
  await addOne(b, 'b');
  expect(await count(a)).toBe(2);
  expect(await count(reads)).toBe(1);
});
