import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { sendingThread } from '../../workers/sending/protocol.ts';
import type { Order } from '../campaign.ts';
import type { Processes, Running } from '../processes.ts';
import { Random } from '../random.ts';
import type { Tally } from '../tally.ts';
import { waysToStop, type Office } from './office.ts';
import { startWorker, type Rig } from './rig.ts';
import { Sweep } from './sweep.ts';

/** The worker is killed at the k-th call of one kind, for one k after the other until it gets through; then it begins again with other chances. */

/** What the worker does by itself, from its start on, or what the thread does that hands messages over. */
interface Kind {
  readonly call: 'write' | 'writev' | 'fdatasync' | 'fsync' | 'connect' | 'rename';
  readonly by: 'worker' | 'sending';
  /** Calls between two kills: of some there are dozens before the worker is ready to send. */
  readonly step: number;
}

const writes: Kind = { call: 'write', by: 'worker', step: 7 };
const toServer: Kind = { call: 'write', by: 'sending', step: 1 };

/** By turns. */
const kinds: readonly Kind[] = [
  writes, toServer, { call: 'fdatasync', by: 'worker', step: 1 }, toServer, writes, { call: 'writev', by: 'sending', step: 1 }, { call: 'fsync', by: 'worker', step: 3 }, toServer, { call: 'connect', by: 'sending', step: 1 },
  writes, { call: 'rename', by: 'worker', step: 2 },
];
/** Calls are counted for each thread: with one in the pool, every call that the worker makes by itself has its number. */
export const oneThread = { UV_THREADPOOL_SIZE: '1' };
/** With several, some are claimed while others are on their way. */
const intentsEach = [2, 2, 6] as const;
/** How long a worker may take over what waits for it before it counts as through (ms). */
const workMsMax = 8000;
/** How long it may take to end by itself. */
const endMsMax = 12_000;

export async function killAtCalls(order: Order, rig: Rig, processes: Processes, tally: Tally, office: Office): Promise<void> {
  const why = whyNot(order.folder);
  if (why !== null) return void tally.notRun.push({ what: 'kills at the calls of the system', why });
  const random = new Random(order.seed, 'kill-points');
  const sweeps = new Map(kinds.map((kind) => [kind, new Sweep(kind.step)]));
  for (let i = 0; i < order.n && !order.signal.aborted; i++) {
    const kind = kinds[i % kinds.length] ?? writes;
    const sweep = sweeps.get(kind) ?? new Sweep(1);
    const killed = await once({ rig, processes, office, random, tally, signal: order.signal }, kind, sweep.next);
    sweep.note(killed);
    tally.addOwn(killed ? (kind.by === 'sending' ? 'killedWhileSending' : 'killedAtCalls') : 'gotThrough');
    if (i % 25 === 24) order.progress(`send: ${i + 1} of ${order.n} kill points, ${rig.receipts().length} taken (next: ${[...sweeps].map(([{ call, by }, { next }]) => `${call} of ${by} ${next}`).join(', ')})`);
  }
}

interface Round {
  readonly rig: Rig;
  readonly processes: Processes;
  readonly office: Office;
  readonly random: Random;
  readonly tally: Tally;
  readonly signal: AbortSignal;
}

/** True when the worker was killed. */
async function once(round: Round, { call, by }: Kind, k: number): Promise<boolean> {
  const { rig, processes, office, signal } = round;
  const injection = ['-qq', '-o', '/dev/null', '-e', `trace=${call}`, '-e', `inject=${call}:signal=KILL:when=${k}`];
  const env = { ...rig.env, ...oneThread };
  if (by === 'worker') {
    const intents = await intend(round);
    return end(startWorker(processes, env, ['strace', '-f', ...injection]), round, intents);
  }
  const worker = startWorker(processes, env);
  const thread = await threadOf(worker, signal);
  if (thread !== null) {
    processes.startProgram('strace', ['-p', thread, ...injection]);
    await until(() => tracerOf(thread) !== '0', worker, signal);
  }
  return end(worker, round, await intend(round));
}

async function intend({ office, random, tally }: Round): Promise<string[]> {
  const intents: string[] = [];
  for (let left = random.pick(intentsEach); left > 0; left--) {
    const { id, recipient } = await office.approve();
    tally.add('tried');
    tally.add('acknowledged');
    intents.push(id);
    if (random.chance(0.1)) await office.edit(id, random.chance(0.5));
    if (random.chance(0.1)) await office.stop({ id, recipient }, random.pick(waysToStop));
  }
  return intents;
}

async function end(worker: Running, { office, signal }: Round, intents: readonly string[]): Promise<boolean> {
  if (await atRest(office, intents, worker, signal)) worker.signal('SIGTERM');
  await Promise.race([worker.ended, wait(endMsMax)]);
  const killed = worker.isOver() && !worker.output().includes('"msg":"ended"') && (await worker.ended).signal === 'SIGKILL';
  if (!worker.isOver()) {
    worker.signal('SIGKILL');
    await worker.ended;
  }
  return killed;
}

/** The thread that hands mails over, once there is one; null when the worker ended before. */
async function threadOf(worker: Running, signal: AbortSignal): Promise<string | null> {
  const threads = () => (worker.isOver() ? [] : readdirSync(`/proc/${worker.pid}/task`).filter((id) => statusOf(worker.pid, id, 'comm').trim() === sendingThread('email')));
  await until(() => threads().length > 0, worker, signal);
  return threads()[0] ?? null;
}

const tracerOf = (thread: string): string => /^TracerPid:\s*(\d+)/m.exec(statusOf(thread, thread, 'status'))?.[1] ?? '0';

/** What the system says of a thread; nothing once it is gone. */
function statusOf(process: number | string, thread: string, what: 'comm' | 'status'): string {
  try {
    return readFileSync(`/proc/${process}/task/${thread}/${what}`, 'utf8');
  } catch {
    return '';
  }
}

async function until(isSo: () => boolean, worker: Running, signal: AbortSignal): Promise<void> {
  const end = performance.now() + workMsMax;
  while (!isSo() && performance.now() < end && !worker.isOver() && !signal.aborted) await wait(5);
}

async function atRest(office: Office, intents: readonly string[], worker: Running, signal: AbortSignal): Promise<boolean> {
  const end = performance.now() + workMsMax;
  while (performance.now() < end && !worker.isOver() && !signal.aborted) {
    const rests = await Promise.all(intents.map((id) => office.isAtRest(id)));
    if (rests.every(Boolean)) return true;
    await wait(20);
  }
  return !worker.isOver();
}

/** Null when processes can be killed at their calls here. */
export function whyNot(folder: string): string | null {
  const { status, stderr, error } = spawnSync('strace', ['-f', '-o', join(folder, 'probe'), '-e', 'trace=write', '-e', 'inject=write:signal=KILL:when=9999', 'true'], { encoding: 'utf8' });
  if (error) return 'strace is missing';
  return status === 0 ? null : `strace does not work here: ${stderr.trim()}`;
}
