import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Order } from '../campaign.ts';
import type { Processes, Running } from '../processes.ts';
import { Random } from '../random.ts';
import type { Tally } from '../tally.ts';
import { waysToStop, type Office } from './office.ts';
import { startWorker, type Rig } from './rig.ts';
import { Sweep } from './sweep.ts';

/** The worker is killed at the k-th call of one kind, for one k after the other until it gets through; then it begins again with other chances. */

/** By turns; what goes to sockets and files is written with `write`, which is the most. */
const calls = ['write', 'fdatasync', 'write', 'fsync', 'write', 'connect', 'write', 'rename'] as const;
/** Of some there are dozens before the worker is ready to send. */
const steps: Readonly<Record<(typeof calls)[number], number>> = { write: 7, fdatasync: 1, fsync: 3, connect: 1, rename: 2 };
/** Calls are counted for each thread: with one beside the main one, every call has its number. */
export const oneThread = { UV_THREADPOOL_SIZE: '1' };
const intentsEach = 2;
/** How long a worker may take over what waits for it before it counts as through (ms). */
const workMsMax = 8000;
/** How long it may take to end by itself. */
const endMsMax = 12_000;

export async function killAtCalls(order: Order, rig: Rig, processes: Processes, tally: Tally, office: Office): Promise<void> {
  const why = whyNot(order.folder);
  if (why !== null) return void tally.notRun.push({ what: 'kills at the calls of the system', why });
  const random = new Random(order.seed, 'kill-points');
  const sweeps = new Map(calls.map((call) => [call, new Sweep(steps[call])]));
  for (let i = 0; i < order.n && !order.signal.aborted; i++) {
    const call = calls[i % calls.length] ?? 'write';
    const sweep = sweeps.get(call) ?? new Sweep(1);
    const killed = await once({ rig, processes, office, random, tally, signal: order.signal }, call, sweep.next);
    sweep.note(killed);
    tally.addOwn(killed ? 'killedAtCalls' : 'gotThrough');
    if (i % 25 === 24) order.progress(`send: ${i + 1} of ${order.n} kill points, ${rig.receipts().length} taken (next: ${[...sweeps].map(([name, { next }]) => `${name} ${next}`).join(', ')})`);
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
async function once({ rig, processes, office, random, tally, signal }: Round, call: string, k: number): Promise<boolean> {
  const intents: string[] = [];
  for (let i = 0; i < intentsEach; i++) {
    const { id, recipient } = await office.approve();
    tally.add('tried');
    tally.add('acknowledged');
    intents.push(id);
    if (random.chance(0.1)) await office.edit(id, random.chance(0.5));
    if (random.chance(0.1)) await office.stop({ id, recipient }, random.pick(waysToStop));
  }
  const worker = startWorker(processes, { ...rig.env, ...oneThread }, ['strace', '-f', '-qq', '-o', '/dev/null', '-e', `trace=${call}`, '-e', `inject=${call}:signal=KILL:when=${k}`]);
  if (await atRest(office, intents, worker, signal)) worker.signal('SIGTERM');
  await Promise.race([worker.ended, wait(endMsMax)]);
  const killed = worker.isOver() && !worker.output().includes('"msg":"ended"') && (await worker.ended).signal === 'SIGKILL';
  if (!worker.isOver()) {
    worker.signal('SIGKILL');
    await worker.ended;
  }
  return killed;
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
