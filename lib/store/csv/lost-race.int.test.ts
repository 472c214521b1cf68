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
async function addOne(store: Store, name: string, meanwhile: (decision: number) => Promise<void> = async () => {}): Promise<number> {
  let decisions = 0;
  await store.commit({ actor: { kind: 'worker', id: name, name }, cause: name, correlationId: name, now: 1000 }, async (reads) => {
    decisions += 1;
    const next = 1 + (await count(reads));
    await meanwhile(decisions);
    return { events: on('channel', 'all', [{ type: 'WatermarkMoved', source: 'count', cursor: String(next), why: name }]), result: null };
  });
  return decisions;
}

/** Who counted in which order. */
async function counted(store: Store): Promise<string[]> {
  const { items } = await store.events({ oldestFirst: true }, { cursor: null, limit: 500 });
  return items.map((event) => `${event.type === 'WatermarkMoved' ? event.cursor : event.type} ${event.cause}`);
}

/** A disk on which one writer's bytes stay on their way until another writer's come, and then land just before them. */
function slowWriter(): { slow: Files; fast: Files; isOnItsWay: () => boolean; arrive: () => void } {
  let onItsWay: (() => void) | null = null;
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
    write: (fd, bytes, offset) => {
      land();
      return nodeFiles.write(fd, bytes, offset);
    },
  };
  return { slow, fast, isOnItsWay: () => onItsWay !== null, arrive: arrived.resolve };
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
  const [one, other] = [await opened(dataDir), await opened(dataDir)];
  const decisions = await addOne(one, 'one', async (decision) => {
    if (decision === 1) await addOne(other, 'other');
  });
  expect(decisions).toBe(2);
  for (const store of [await opened(dataDir), one, other]) expect([...(await counted(store)), await count(store)]).toEqual(['1 other', '2 one', 2]);
});

test('what one process was told is done, another one that asks next sees', async () => {
  const dataDir = folder();
  const [one, other] = [await opened(dataDir), await opened(dataDir)];
  for (let i = 1; i <= 5; i++) {
    await addOne(one, 'one');
    expect(await count(other)).toBe(i);
  }
});
