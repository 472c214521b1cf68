import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Campaign, Order } from './campaign.ts';
import { findClocks, type Clocks } from './clocks.ts';
import { judgeReader } from './judge-readers.ts';
import { judgeWriters, linesIn } from './judge.ts';
import { Processes, type Running } from './processes.ts';
import { Random } from './random.ts';
import { Tally } from './tally.ts';
import type { WriterOrder } from './writer-order.ts';

/**
 * Eight writers and three readers on one folder, each round with other harm: pauses, stalls, clocks that jump, and the death of
 * whoever asked for its turn. Nothing is asked of any lock; only the chain is looked at.
 */
export const campaign: Campaign = {
  name: 'race',
  summary: 'eight writers, paused, stalled, killed, with clocks that jump, and three readers; n counts rounds',
  nDefault: 10,
  async run(order) {
    const processes = new Processes();
    const tally = new Tally();
    const clocks = findClocks();
    if ('why' in clocks) tally.notRun.push(clocks);
    try {
      for (let number = 1; number <= order.n && !order.signal.aborted; number++) {
        const one = await round(number, order, processes, 'why' in clocks ? null : clocks);
        tally.take(one);
        order.progress(`race: round ${number} of ${order.n}, ${tally.numbers.acknowledged} commits acknowledged`);
      }
      return tally.counts();
    } finally {
      await processes.close();
    }
  },
};

const writerCount = 8;
const readerCount = 3;
const commitsEach = 40;
/** From outside; who dies otherwise is not counted here. */
const killsMax = 3;
/** A round that takes longer is stuck. */
const roundMsMax = 120_000;

interface Writer {
  readonly running: Running;
  readonly log: string;
  readonly clock: string;
}

interface Round {
  readonly dataDir: string;
  readonly logs: string;
  readonly where: string;
  readonly random: Random;
  readonly processes: Processes;
  readonly clocks: Clocks | null;
  readonly writers: Writer[];
  readonly tally: Tally;
}

async function round(number: number, { seed, folder, signal }: Order, processes: Processes, clocks: Clocks | null): Promise<Tally> {
  const dataDir = join(folder, `race-${number}`);
  const here: Round = { dataDir, logs: `${dataDir}-logs`, where: `round ${number}`, random: new Random(seed, `race ${number}`), processes, clocks, writers: [], tally: new Tally() };
  mkdirSync(here.logs, { recursive: true });
  const readers = Array.from({ length: readerCount }, (_, i) => startReader(here, `reader${i}`));
  for (let i = 0; i < writerCount; i++) startWriter(here, `w${i}`);
  const over = new AbortController();
  const harm = harmUntil(here, AbortSignal.any([over.signal, signal, AbortSignal.timeout(roundMsMax)]));
  await finish(here, signal);
  over.abort();
  await harm;
  await endReaders(here, readers, signal);
  judge(here, readers);
  if (!here.tally.isBad) for (const path of [dataDir, here.logs]) rmSync(path, { recursive: true, force: true });
  return here.tally;
}

function startWriter(here: Round, name: string): void {
  const { dataDir, logs, random, processes, clocks } = here;
  const log = join(logs, name);
  const clock = join(logs, `${name}.clock`);
  const order: WriterOrder = {
    dataDir, name, log, seed: random.between(0, 0x7fff_ffff), commits: commitsEach, inFlight: random.pick([1, 1, 4]), segmentBytesMax: 60_000, snapshotEveryMs: 100, tearAtWrite: 0,
    stallChance: random.pick([0, 0, 0.02, 0.1]), diesInTurn: random.chance(0.3),
  };
  clocks?.set(clock, random.pick([0, 0, 15, -15]));
  here.writers.push({ running: processes.start([join(import.meta.dirname, 'writer.ts'), JSON.stringify(order)], { env: clocks?.env(clock) ?? {} }), log, clock });
}

interface Reader {
  readonly running: Running;
  readonly log: string;
}

function startReader({ dataDir, logs, processes }: Round, name: string): Reader {
  const log = join(logs, name);
  return { log, running: processes.start([join(import.meta.dirname, 'reader.ts'), JSON.stringify({ dataDir, log })]) };
}

/** Harm after harm until everybody is done. */
async function harmUntil(here: Round, signal: AbortSignal): Promise<void> {
  const { random, tally } = here;
  let killed = 0;
  while (!signal.aborted) {
    await wait(random.between(5, 60));
    const writer = random.pick(here.writers);
    const kind = random.pick(['pause', 'pause', 'jump', 'jump', 'kill'] as const);
    if (writer.running.isOver()) continue;
    if (kind === 'pause') await pause(here, writer, random.pick([10, 50, 300, 1000]), signal);
    if (kind === 'jump' && here.clocks) {
      here.clocks.set(writer.clock, random.pick([15, -15, 0]));
      tally.addOwn('clockJumps');
    }
    if (kind === 'kill' && killed < killsMax && linesIn(writer.log).length > 3) killed += Number(writer.running.signal('SIGKILL'));
  }
}

async function pause({ tally }: Round, { running }: Writer, ms: number, signal: AbortSignal): Promise<void> {
  running.signal('SIGSTOP');
  tally.addOwn('pauses');
  // What is paused goes on, also when everything else is over.
  await wait(ms, undefined, { signal }).catch(() => 'over early');
  running.signal('SIGCONT');
}

/** Until every writer has ended by itself; in the place of each that was killed another one begins. */
async function finish(here: Round, signal: AbortSignal): Promise<void> {
  const stuck = AbortSignal.timeout(roundMsMax);
  for (let i = 0; i < here.writers.length; i++) {
    const { running, log } = here.writers[i]!;
    const over = await Promise.race([running.ended, aborted(AbortSignal.any([signal, stuck]))]);
    if (over === 'aborted') running.signal('SIGKILL');
    const { code } = await running.ended;
    if (over === 'aborted' && stuck.aborted) here.tally.bad('contradictions', here.where, [`a writer did not come to an end within ${roundMsMax} ms`]);
    else if (code === null && over !== 'aborted') replace(here, linesIn(log).at(-1) === 'in turn' ? 'killedInTheirTurn' : 'killed');
    else if (code !== 0 && code !== null) here.tally.bad('contradictions', here.where, [`a writer gave up: ${running.output()}`]);
  }
}

function replace(here: Round, how: string): void {
  here.tally.addOwn(how);
  startWriter(here, `w${here.writers.length}`);
}

function aborted(signal: AbortSignal): Promise<'aborted'> {
  return new Promise((resolve) => (signal.aborted ? resolve('aborted') : signal.addEventListener('abort', () => resolve('aborted'), { once: true })));
}

async function endReaders(here: Round, readers: readonly Reader[], signal: AbortSignal): Promise<void> {
  for (const { running } of readers) running.signal(signal.aborted ? 'SIGKILL' : 'SIGTERM');
  for (const { running, log } of readers) {
    const { code } = await running.ended;
    if (!signal.aborted && (code !== 0 || linesIn(log).at(-1) !== 'end')) here.tally.bad('contradictions', here.where, [`a reader gave up: ${running.output()}`]);
  }
}

function judge({ tally, where, dataDir, writers }: Round, readers: readonly Reader[]): void {
  const account = judgeWriters(tally, where, dataDir, writers.map(({ log }) => log));
  for (const { log } of readers) judgeReader(tally, `${where}, ${log}`, account, log);
}
