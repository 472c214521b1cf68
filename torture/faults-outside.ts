import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCsvStore } from '#lib/store/csv/open-store.ts';
import type { Order } from './campaign.ts';
import { judgeWriters, linesIn } from './judge.ts';
import { Random } from './random.ts';
import { Tally } from './tally.ts';
import type { WriterOrder } from './writer-order.ts';

/** The same from outside: the kernel's own answers are exchanged (strace), and a file system that is really full. */

const script = join(import.meta.dirname, 'writer.ts');
const endWithinMs = 30_000;

function orderOf(dataDir: string, log: string, random: Random): WriterOrder {
  return { dataDir, name: 'w', log, seed: random.between(0, 0x7fff_ffff), commits: 60, inFlight: random.pick([1, 3]), segmentBytesMax: 4000, snapshotEveryMs: 3_600_000, tearAtWrite: 0, diesInTurn: false, stallChance: 0 };
}

function writer(order: WriterOrder, under: readonly string[]): { status: number | null; output: string } {
  const [command = '', ...args] = [...under, process.execPath, '--disable-warning=ExperimentalWarning', script, JSON.stringify(order)];
  const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8', timeout: endWithinMs, killSignal: 'SIGKILL' });
  return { status, output: error?.message ?? stderr };
}

/** What the kernel is made to say, and of which calls on the journal. */
const injections = ['fdatasync:error=EIO', 'fdatasync:error=ENOSPC', 'write:error=ENOSPC', 'write:error=EIO', 'write:error=EROFS', 'fsync:error=EIO', 'openat:error=EMFILE'] as const;

export async function failOutside(order: Order, tally: Tally): Promise<void> {
  const why = whyNot(order.folder);
  if (why !== null) {
    tally.notRun.push({ what: 'failures injected from outside', why });
    return;
  }
  const random = new Random(order.seed, 'faults-outside');
  for (let i = 0; i < order.n && !order.signal.aborted; i++) {
    const place = join(order.folder, `outside-${i}`);
    const one = new Tally();
    await injectOnce(place, `${random.pick(injections)}:when=${random.between(1, 40)}${random.pick(['', '+'])}`, random, one);
    tally.take(one);
    if (!one.isBad) rmSync(place, { recursive: true, force: true });
    if (i % 10 === 9) order.progress(`faults: ${i + 1} of ${order.n} injected from outside`);
  }
}

function whyNot(folder: string): string | null {
  const { status, stderr, error } = spawnSync('strace', ['-f', '-o', join(folder, 'probe'), '-e', 'trace=fsync', '-e', 'inject=fsync:error=EIO:when=1', 'true'], { encoding: 'utf8' });
  if (error) return 'strace is missing';
  return status === 0 ? null : `strace does not work here: ${stderr.trim()}`;
}

async function injectOnce(place: string, injection: string, random: Random, tally: Tally): Promise<void> {
  const [dataDir, log] = [join(place, 'data'), join(place, 'log')];
  mkdirSync(join(dataDir, 'journal'), { recursive: true, mode: 0o700 });
  writeFileSync(join(dataDir, 're-engine.json'), '{"product":"RE Engine","version":1}\n');
  const paths = ['', '/000001.csv', '/000002.csv', '/000003.csv'].flatMap((name) => ['-P', join(dataDir, `journal${name}`)]);
  const call = injection.split(':')[0] ?? '';
  const { status, output } = writer(orderOf(dataDir, log, random), ['strace', '-f', '-qq', '-o', '/dev/null', ...paths, '-e', `trace=${call}`, '-e', `inject=${injection}`]);
  tally.addOwn('injected');
  if (status === null) tally.bad('contradictions', `${place}, ${injection}`, [`the writer did not end within ${endWithinMs} ms: ${output.slice(-300)}`]);
  await judgeAndGoOn(place, dataDir, log, tally);
}

async function judgeAndGoOn(place: string, dataDir: string, log: string, tally: Tally): Promise<void> {
  try {
    await (await openCsvStore({ dataDir })).close();
  } catch (error) {
    tally.bad('contradictions', place, [`with the disk well again the store does not start: ${error instanceof Error ? error.message : String(error)}`]);
  }
  judgeWriters(tally, place, dataDir, [log]);
}

/** A file system of its own that fills up, is given room again, and goes on. */
export async function fillUp(order: Order, tally: Tally): Promise<void> {
  const place = join(order.folder, 'full');
  mkdirSync(place, { recursive: true });
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m,mode=0700', 'tmpfs', place], { encoding: 'utf8' });
  if (mounted.status !== 0) {
    tally.notRun.push({ what: 'a full file system', why: mounted.error?.message ?? mounted.stderr.trim() });
    return;
  }
  try {
    const random = new Random(order.seed, 'faults-full');
    const [dataDir, log, again] = [join(place, 'data'), join(order.folder, 'full.log'), join(order.folder, 'again.log')];
    writeFileSync(join(place, 'ballast'), Buffer.alloc(700_000));
    const first = writer({ ...orderOf(dataDir, log, random), commits: 5000 }, []);
    if (first.status === 0) tally.bad('undetected', place, ['5,000 commits went into 300 kB']);
    const told = linesIn(log).filter((line) => line.startsWith('done')).length;
    if (told === 0) tally.bad('contradictions', place, ['nothing was acknowledged before the disk was full']);
    rmSync(join(place, 'ballast'));
    const second = writer({ ...orderOf(dataDir, again, random), name: 'v', commits: 20 }, []);
    if (second.status !== 0) tally.bad('contradictions', place, [`with room again the writer does not go on: ${second.output.slice(-300)}`]);
    tally.addOwn('filledUp');
    judgeWriters(tally, place, dataDir, [log, again]);
  } finally {
    const { status, stderr } = spawnSync('umount', [place], { encoding: 'utf8' });
    if (status !== 0 && existsSync(join(place, 'data'))) tally.notRun.push({ what: 'taking the full file system down again', why: stderr.trim() });
  }
}
