import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Order } from '../campaign.ts';
import type { ConsoleProcesses } from '../console-processes.ts';
import type { Processes, Running } from '../processes.ts';
import type { Tally } from '../tally.ts';
import { oneThread, whyNot } from './kill-points.ts';
import type { Person } from './people.ts';
import { Sweep } from './sweep.ts';

/** The web process is killed at the k-th call of one kind after it has come up, while a person approves, for one k after the other until they get through. */

/** `writev` is what an answer's body goes out with. */
const calls = ['write', 'fdatasync', 'write', 'writev'] as const;
const steps: Readonly<Record<(typeof calls)[number], number>> = { write: 3, fdatasync: 1, writev: 1 };
const attachMsMax = 10_000;
const throughMsMax = 30_000;
const detachMsMax = 2000;

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
  console.web().signal('SIGKILL');
  await console.web().ended;
  await again(order, scene);
  const sweeps = new Map(calls.map((call) => [call, new Sweep(steps[call])]));
  for (let i = 0; i < order.n && !order.signal.aborted; i++) {
    const call = calls[i % calls.length] ?? 'write';
    const sweep = sweeps.get(call) ?? new Sweep(1);
    const tracer = await attached(order, scene, ['-e', `trace=${call}`, '-e', `inject=${call}:signal=KILL:when=${sweep.next}`]);
    if (tracer === null) return;
    const web = console.web();
    const through = person.oneLead();
    const isThrough = await Promise.race([through.then(() => true), web.ended.then(() => false), wait(throughMsMax).then(() => false)]);
    await detach(tracer);
    if (!isThrough) await Promise.race([web.ended, through]);
    const killed = web.isOver();
    if (killed) await again(order, scene);
    await through;
    sweep.note(killed);
    tally.addOwn(killed ? 'killedWebAtCalls' : 'webGotThrough');
    if (i % 10 === 9) order.progress(`send: ${i + 1} of ${order.n} kill points of the web process (next: ${[...sweeps].map(([name, { next }]) => `${name} ${next}`).join(', ')})`);
  }
}

/** Watches the web process, once more when it was ending as the watching began; null when that is not allowed here. */
async function attached(order: Order, scene: Scene, what: readonly string[]): Promise<Running | null> {
  const { console, processes, tally } = scene;
  if (console.web().isOver()) await again(order, scene);
  const tracer = processes.startProgram('strace', ['-f', '-o', join(order.folder, 'web-calls'), '-p', String(console.web().pid), ...what]);
  const end = performance.now() + attachMsMax;
  while (!tracer.output().includes(' attached') && !tracer.isOver() && performance.now() < end) await wait(10);
  if (tracer.output().includes(' attached') && !tracer.isOver()) return tracer;
  tracer.signal('SIGTERM');
  await tracer.ended;
  // It was ending already, and cannot be watched any more.
  const wasEnding = await Promise.race([console.web().ended.then(() => true), wait(detachMsMax).then(() => false)]);
  if (wasEnding && !order.signal.aborted) return attached(order, scene, what);
  tally.notRun.push({ what: 'kills of the web process at the calls of the system', why: `strace cannot watch it: ${tracer.output().trim().slice(-200)}` });
  return null;
}

/** A watcher can miss that the last thread of a killed process is gone, and then keeps what is left of it for ever: it is killed itself. */
async function detach(tracer: Running): Promise<void> {
  tracer.signal('SIGTERM');
  await Promise.race([tracer.ended, wait(detachMsMax)]);
  tracer.signal('SIGKILL');
  await tracer.ended;
}

async function again({ signal }: Order, { console, tally }: Scene): Promise<void> {
  console.startWeb(oneThread);
  if (!(await console.answers('/api/health', signal)) && !signal.aborted) tally.bad('contradictions', 'console', [`it did not come up again: ${console.web().output().slice(-500)}`]);
}
