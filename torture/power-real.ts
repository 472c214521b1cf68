import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openCsvStore } from '#lib/store/csv/open-store.ts';
import type { Order } from './campaign.ts';
import { judgeWriters, linesIn } from './judge.ts';
import type { Processes } from './processes.ts';
import { Random } from './random.ts';
import { Tally } from './tally.ts';
import type { WriterOrder } from './writer-order.ts';

/**
 * Power cuts of a real file system: ext4 in a file, mounted so that it writes nothing out by itself for minutes. What the file holds at a moment
 * is what a disk would hold; a copy of it is mounted as after a cut, replays its own journal, and is what is judged.
 */

const script = join(import.meta.dirname, 'writer.ts');
const megabytes = 48;

export async function cutReal(order: Order, processes: Processes, tally: Tally): Promise<void> {
  const why = whyNot(order.folder);
  if (why !== null) {
    tally.notRun.push({ what: `${order.n} cuts of a real file system`, why });
    return;
  }
  const random = new Random(order.seed, 'power-real');
  for (let cut = 0; cut < order.n && !order.signal.aborted; cut++) {
    const place = join(order.folder, `real-${cut}`);
    const one = new Tally();
    await cutOnce(place, random, processes, one);
    tally.take(one);
    if (!one.isBad) rmSync(place, { recursive: true, force: true });
    if (cut % 5 === 4) order.progress(`power: ${cut + 1} of ${order.n} real cuts`);
  }
}

function run(command: string, ...args: readonly string[]): string | null {
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  return status === 0 ? null : (error?.message ?? `${command}: ${stderr.trim()}`);
}

function must(command: string, ...args: readonly string[]): void {
  const failed = run(command, ...args);
  if (failed !== null) throw new Error(failed);
}

/** Null when images can be made and mounted here. */
function whyNot(folder: string): string | null {
  if (process.getuid?.() !== 0) return 'mounting needs root';
  const [image, mounted] = [join(folder, 'probe.img'), join(folder, 'probe')];
  mkdirSync(mounted, { recursive: true });
  const failed = run('truncate', '-s', `${megabytes}M`, image) ?? run('mkfs.ext4', '-q', image) ?? run('mount', '-o', 'loop', image, mounted);
  if (failed === null) must('umount', mounted);
  rmSync(image, { force: true });
  rmSync(mounted, { recursive: true, force: true });
  return failed;
}

async function cutOnce(place: string, random: Random, processes: Processes, tally: Tally): Promise<void> {
  const [image, copy, disk, after] = [join(place, 'disk.img'), join(place, 'copy.img'), join(place, 'disk'), join(place, 'after')];
  for (const folder of [disk, after]) mkdirSync(folder, { recursive: true });
  must('truncate', '-s', `${megabytes}M`, image);
  must('mkfs.ext4', '-q', image);
  must('mount', '-o', 'loop,commit=300', image, disk);
  const logs = ['a', 'b'].map((name) => join(place, name));
  try {
    const writers = logs.map((log, i) => processes.start([script, JSON.stringify(orderOf(join(disk, 'data'), log, `w${i}`, random))]));
    await until(() => logs.some((log) => linesIn(log).filter((line) => line.startsWith('done')).length > 3) || writers.every((writer) => writer.isOver()));
    await wait(random.between(0, 400));
    for (const writer of writers) writer.signal('SIGSTOP');
    must('cp', '--sparse=always', image, copy);
    for (const writer of writers) {
      writer.signal('SIGKILL');
      await writer.ended;
    }
  } finally {
    must('umount', disk);
  }
  must('mount', '-o', 'loop', copy, after);
  try {
    tally.addOwn('realCuts');
    judgeWriters(tally, place, join(after, 'data'), logs);
    await startAgain(join(after, 'data'), tally, place);
  } finally {
    must('umount', after);
  }
}

function orderOf(dataDir: string, log: string, name: string, random: Random): WriterOrder {
  return { dataDir, name, log, seed: random.between(0, 0x7fff_ffff), commits: 100_000, inFlight: random.pick([1, 4]), segmentBytesMax: random.between(20_000, 200_000), snapshotEveryMs: 20, tearAtWrite: 0, diesInTurn: false, stallChance: random.pick([0, 0.05]) };
}

async function startAgain(dataDir: string, tally: Tally, where: string): Promise<void> {
  try {
    const store = await openCsvStore({ dataDir });
    await store.close();
  } catch (error) {
    tally.bad('contradictions', where, [`the store does not start: ${error instanceof Error ? error.message : String(error)}`]);
  }
}

async function until(condition: () => boolean): Promise<void> {
  for (const end = performance.now() + 20_000; !condition() && performance.now() < end; ) await wait(10);
}
