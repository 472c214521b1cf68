import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Order } from '../campaign.ts';
import { cookieOf } from '../console-clients.ts';
import { prepareConsole, type ConsoleProcesses } from '../console-processes.ts';
import type { Processes } from '../processes.ts';
import { Random } from '../random.ts';
import type { Tally } from '../tally.ts';
import type { Heard } from './judge-send.ts';
import { Office } from './office.ts';
import { Person, type Desk } from './people.ts';
import { startRig, type Rig } from './rig.ts';
import { killWebAtCalls } from './web-kill-points.ts';

/** Web, worker and mail server as three processes; people approve, edit and stop over HTTP while the first two are killed. */

const peopleCount = 4;

export interface Judging {
  settle(rig: Rig, processes: Processes, tally: Tally): Promise<void>;
  judge(rig: Rig, heard: Heard, where: string, tally: Tally): void;
}

/** `order.n` kills at random while several people work, and as many at the calls of the web process while one does. */
export async function killConsole(order: Order, processes: Processes, tally: Tally, { settle, judge }: Judging): Promise<void> {
  if (order.signal.aborted) return;
  const rig = await startRig(join(order.folder, 'console'), processes, { seed: order.seed, harmful: 0.3 });
  const console = await prepareConsole(rig.dataDir, processes, rig.env);
  // Whoever opens the office says that a server may refuse as often as it likes.
  await (await Office.open(rig.env)).close();
  if (!(await console.answers('/api/health', order.signal)) && !order.signal.aborted) throw new Error(`the console did not come up: ${console.web().output()}`);
  const admin = console.users.find(({ role }) => role === 'admin');
  if (!admin) throw new Error('the set-up made no admin');
  if (order.signal.aborted) return;
  const desk: Desk = { url: console.url, cookie: await cookieOf(console.url, admin), tally };
  const people = await killAtRandom(order, rig, console, desk);
  const last = new Person('last', desk, new Random(order.seed, 'last person'), order.signal);
  await killWebAtCalls(order, { console, processes, tally, person: last });
  for (const process of [console.web(), console.worker()]) {
    process.signal('SIGTERM');
    await process.ended;
  }
  await settle(rig, processes, tally);
  const all = [...people, last];
  judge(rig, { stops: all.flatMap(({ stops }) => stops), acknowledged: all.flatMap(({ acknowledged }) => acknowledged) }, 'console', tally);
}

async function killAtRandom(order: Order, rig: Rig, console: ConsoleProcesses, desk: Desk): Promise<readonly Person[]> {
  const over = new AbortController();
  const people = Array.from({ length: peopleCount }, (_, i) => new Person(`p${i}`, desk, new Random(order.seed, `person ${i}`), over.signal));
  const work = people.map((person) => person.work());
  const random = new Random(order.seed, 'console-kills');
  for (let killed = 0; killed < order.n && !order.signal.aborted; killed++) {
    await wait(random.between(100, 2500), undefined, { signal: order.signal }).catch(() => 'over');
    await kill(console, random, desk.tally, order.signal);
    if (killed % 10 === 9) order.progress(`send: ${killed + 1} of ${order.n} kills of web and worker, ${rig.receipts().length} taken`);
  }
  over.abort();
  await Promise.all(work);
  return people;
}

async function kill(console: ConsoleProcesses, random: Random, tally: Tally, signal: AbortSignal): Promise<void> {
  const who = random.pick(['web', 'worker', 'worker', 'both'] as const);
  const gone = [...(who === 'worker' ? [] : [console.web()]), ...(who === 'web' ? [] : [console.worker()])];
  for (const process of gone) {
    if (!process.signal('SIGKILL')) tally.bad('contradictions', 'console', [`${who} had ended by itself: ${process.output().slice(-500)}`]);
    await process.ended;
  }
  tally.addOwn('killedInUse');
  if (who !== 'worker') console.startWeb();
  if (who !== 'web') console.startWorker();
  if (who !== 'worker' && !(await console.answers('/api/health', signal)) && !signal.aborted) tally.bad('contradictions', 'console', [`it did not come up again: ${console.web().output().slice(-500)}`]);
}
