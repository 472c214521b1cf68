import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Order } from '../campaign.ts';
import type { ConsoleProcesses } from '../console-processes.ts';
import type { Processes, Running } from '../processes.ts';
import type { Tally } from '../tally.ts';
import { whyNot } from './kill-points.ts';
import type { Person } from './people.ts';

/** The web process is killed at the k-th call of one kind after it has come up, while a person approves, for every k until they get through. */

const calls = ['write', 'fdatasync', 'write', 'writev', 'write', 'fsync'] as const;
const attachMsMax = 10_000;

export interface Scene {
  readonly console: ConsoleProcesses;
  readonly processes: Processes;
  readonly tally: Tally;
  readonly person: Person;
}

export async function killWebAtCalls(order: Order, scene: Scene): Promise<void> {
  const { console, tally, person } = scene;
  const why = whyNot(order.folder);
  if (why !== null) return void tally.notRun.push({ what: 'kills of the web process at the calls of the system', why });
  const reached = new Map<string, number>(calls.map((call) => [call, 0]));
  for (let i = 0; i < order.n && !order.signal.aborted; i++) {
    const call = calls[i % calls.length] ?? 'write';
    const k = (reached.get(call) ?? 0) + 1;
    const tracer = await attached(order, scene, ['-e', `trace=${call}`, '-e', `inject=${call}:signal=KILL:when=${k}`]);
    if (tracer === null) return;
    const web = console.web();
    const through = person.oneLead();
    await Promise.race([through, web.ended]);
    tracer.signal('SIGTERM');
    await tracer.ended;
    const killed = web.isOver();
    if (killed) await again(order, scene);
    await through;
    reached.set(call, killed ? k : 0);
    tally.addOwn(killed ? 'killedWebAtCalls' : 'webGotThrough');
    if (i % 10 === 9) order.progress(`send: ${i + 1} of ${order.n} kill points of the web process (${[...reached].map(([name, at]) => `${name} ${at}`).join(', ')})`);
  }
}

/** Watches the web process as it is; null when that is not allowed here. */
async function attached(order: Order, { console, processes, tally }: Scene, what: readonly string[]): Promise<Running | null> {
  const tracer = processes.startProgram('strace', ['-f', '-o', join(order.folder, 'web-calls'), '-p', String(console.web().pid), ...what]);
  const end = performance.now() + attachMsMax;
  while (!tracer.output().includes(' attached') && !tracer.isOver() && performance.now() < end) await wait(10);
  if (tracer.output().includes(' attached') && !tracer.isOver()) return tracer;
  tally.notRun.push({ what: 'kills of the web process at the calls of the system', why: `strace cannot watch it: ${tracer.output().trim().slice(-200)}` });
  tracer.signal('SIGTERM');
  await tracer.ended;
  return null;
}

async function again({ signal }: Order, { console, tally }: Scene): Promise<void> {
  console.startWeb();
  if (!(await console.answers('/api/health', signal)) && !signal.aborted) tally.bad('contradictions', 'console', [`it did not come up again: ${console.web().output().slice(-500)}`]);
}
