import { setTimeout as wait } from 'node:timers/promises';
import type { Order } from '../campaign.ts';
import type { Processes } from '../processes.ts';
import type { Tally } from '../tally.ts';
import { waysToStop, type Office, type WayToStop } from './office.ts';
import type { Phase } from './phases.ts';
import { startWorker, type Rig } from './rig.ts';

/** Somebody says stop while their message stands at one step of its way; it is acknowledged, and then the way goes on. */

/** Up to `DATA` the server does not have the payload yet; at the later ones the message is gone, and only must not be sent again. */
export const steps: readonly Phase[] = ['connect', 'greeting', 'EHLO', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'dot', 'answered'];
const restMsMax = 15_000;

export async function stopAtSteps(order: Order, rig: Rig, processes: Processes, tally: Tally, office: Office): Promise<void> {
  for (let i = 0; i < order.n && !order.signal.aborted; i++) await stopAt(steps[i % steps.length] ?? 'DATA', waysToStop[(i + Math.floor(i / steps.length)) % waysToStop.length] ?? 'entry', { rig, processes, tally, office });
}

interface Scene {
  readonly rig: Rig;
  readonly processes: Processes;
  readonly tally: Tally;
  readonly office: Office;
}

async function stopAt(phase: Phase, how: WayToStop, { rig, processes, tally, office }: Scene): Promise<void> {
  const { id, recipient } = await office.approve();
  tally.add('tried');
  tally.add('acknowledged');
  const way = await rig.holdAt(phase);
  const worker = startWorker(processes, rig.env);
  const arrived = await Promise.race([way.held.then(() => true), wait(restMsMax).then(() => false)]);
  if (!arrived) tally.bad('contradictions', `stop at ${phase}`, [`the message never got there: ${worker.output().slice(-300)}`]);
  await office.stop({ id, recipient }, how);
  way.go();
  const end = performance.now() + restMsMax;
  while (!(await office.isAtRest(id)) && performance.now() < end) await wait(20);
  if (!(await office.isAtRest(id))) tally.bad('contradictions', `stop at ${phase}`, [`${id} does not come to rest`]);
  worker.signal('SIGTERM');
  await worker.ended;
  tally.addOwn(`stopsAt${phase.charAt(0).toUpperCase()}${phase.slice(1)}`);
}
