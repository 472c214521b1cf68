import { existsSync, mkdirSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Order } from './campaign.ts';
import { judgeWriters, linesIn } from './judge.ts';
import type { Processes, Running } from './processes.ts';
import { Random } from './random.ts';
import { Tally } from './tally.ts';
import type { WriterOrder } from './writer-order.ts';

/** Crashes of processes that do nothing but commit: three at a time on one folder, all killed, and three new ones after them. */

const script = join(import.meta.dirname, 'writer.ts');
const together = 3;
/** The journal grows long enough to have several files, and stays short enough to be read after every round. */
const roundsOnOneFolder = 8;
const openWithinMs = 60_000;

export async function crashWriters(order: Order, processes: Processes, tally: Tally): Promise<void> {
  const random = new Random(order.seed, 'crash-writers');
  let killed = 0;
  for (let number = 1; killed < order.n && !order.signal.aborted; number++) {
    const dataDir = join(order.folder, `writers-${number}`);
    const { tally: one, killed: more } = await crashOnOneFolder(dataDir, order.n - killed, random, processes, order.signal);
    killed += more;
    tally.take(one);
    if (!one.isBad) for (const folder of [dataDir, logsOf(dataDir)]) rmSync(folder, { recursive: true, force: true });
    order.progress(`writers: ${killed} of ${order.n} killed, ${tally.numbers.acknowledged} commits acknowledged`);
  }
}

const logsOf = (dataDir: string) => `${dataDir}-logs`;

/** Judged after every round, when nobody writes; what the last look says is what counts, since it sees all that came before. */
async function crashOnOneFolder(dataDir: string, most: number, random: Random, processes: Processes, signal: AbortSignal): Promise<{ tally: Tally; killed: number }> {
  mkdirSync(logsOf(dataDir), { recursive: true });
  const logs: string[] = [];
  const starts = new Tally();
  let killed = 0;
  let seen = new Tally();
  for (let round = 0; round < roundsOnOneFolder && killed < most && !signal.aborted && !seen.isBad; round++) {
    const writers = parts(random, Math.min(together, most - killed)).map((part, i) => begin(processes, random, dataDir, `r${round}w${i}`, part));
    logs.push(...writers.map(({ log }) => log));
    for (const fate of await Promise.all(writers.map((writer) => endOf(writer, signal)))) {
      starts.addOwn(fate.how);
      if (fate.refused !== null) starts.bad('contradictions', `${dataDir}, round ${round}`, [`a writer did not start: ${fate.refused}`]);
    }
    killed += writers.length;
    if (random.chance(0.5)) letTimePass(dataDir);
    seen = new Tally();
    judgeWriters(seen, `${dataDir}, round ${round}`, dataDir, logs);
  }
  seen.take(starts);
  return { tally: seen, killed };
}

/** Locks that the dead left look as old as they would be half a minute later: who writes the tables waits that long for them. */
function letTimePass(dataDir: string): void {
  const run = join(dataDir, 'run');
  const minuteAgo = new Date(Date.now() - 60_000);
  for (const name of existsSync(run) ? readdirSync(run) : []) if (name.endsWith('.lock')) utimesSync(join(run, name), minuteAgo, minuteAgo);
}

type How = 'killedWhileStarting' | 'killedAtWork' | 'killedInAWrite';

interface Part {
  readonly how: How;
  readonly stallChance: number;
}

/** Who dies how. In some rounds one often stands still between reading to the end and writing, while the other dies in a write: it goes on right behind what is unfinished. */
function parts(random: Random, most: number): Part[] {
  if (most >= 2 && random.chance(0.3)) return [{ how: 'killedAtWork', stallChance: 0.6 }, { how: 'killedInAWrite', stallChance: 0 }];
  const any = (): Part => ({ how: random.pick(['killedWhileStarting', 'killedAtWork', 'killedAtWork', 'killedInAWrite'] as const), stallChance: random.pick([0, 0, 0.1]) });
  return Array.from({ length: most }, any);
}

interface Writer {
  readonly running: Running;
  readonly log: string;
  readonly dies: { readonly how: How; readonly afterMs: number };
}

function begin(processes: Processes, random: Random, dataDir: string, name: string, { how, stallChance }: Part): Writer {
  const log = join(logsOf(dataDir), name);
  const order: WriterOrder = {
    dataDir, name, log, seed: random.between(0, 0x7fff_ffff), commits: 100_000, inFlight: random.pick([1, 2, 8]), segmentBytesMax: random.between(20_000, 300_000), snapshotEveryMs: 4,
    tearAtWrite: how === 'killedInAWrite' ? random.between(1, 60) : 0, diesInTurn: false, stallChance,
  };
  return { running: processes.start([script, JSON.stringify(order)]), log, dies: { how, afterMs: how === 'killedWhileStarting' ? random.between(0, 600) : random.between(0, stallChance > 0.5 ? 900 : 250) } };
}

/** Kills it when its time has come; one that ends by itself before could not start. */
async function endOf({ running, log, dies }: Writer, signal: AbortSignal): Promise<{ how: string; refused: string | null }> {
  const open = dies.how === 'killedWhileStarting' || (await becomesTrue(() => linesIn(log).includes('open') || running.isOver(), openWithinMs, signal));
  if (open && dies.how !== 'killedInAWrite') await wait(dies.afterMs);
  if (dies.how === 'killedInAWrite') await becomesTrue(() => running.isOver(), 10_000, signal);
  running.signal('SIGKILL');
  const { code } = await running.ended;
  if (code !== null) return { how: 'endedThemselves', refused: `exit ${code}: ${running.output()}` };
  return open || signal.aborted ? { how: dies.how, refused: null } : { how: dies.how, refused: `not open within ${openWithinMs} ms` };
}

async function becomesTrue(condition: () => boolean, withinMs: number, signal: AbortSignal): Promise<boolean> {
  const end = performance.now() + withinMs;
  while (!condition()) {
    if (performance.now() > end || signal.aborted) return false;
    await wait(10);
  }
  return true;
}
