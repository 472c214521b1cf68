import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Order } from '../campaign.ts';
import { bodyOrNull, cookieOf } from '../console-clients.ts';
import { answerOrNull, prepareConsole, type ConsoleProcesses } from '../console-processes.ts';
import type { Processes } from '../processes.ts';
import { Random } from '../random.ts';
import type { Tally } from '../tally.ts';
import type { Stop } from './judge-send.ts';
import { startRig, type Rig } from './rig.ts';

/** Web, worker and mail server as three processes; people approve, edit and stop over HTTP while the first two are killed. */

const peopleCount = 4;

export interface Judging {
  settle(order: Order, rig: Rig, processes: Processes, tally: Tally): Promise<void>;
  judge(rig: Rig, stops: readonly Stop[], where: string, tally: Tally): void;
}

export async function killConsole(order: Order, processes: Processes, tally: Tally, { settle, judge }: Judging): Promise<void> {
  if (order.signal.aborted) return;
  const rig = await startRig(join(order.folder, 'console'), processes, { seed: order.seed, harmful: 0.3 });
  const console = await prepareConsole(rig.dataDir, processes, rig.env);
  if (!(await console.answers('/api/health', order.signal)) && !order.signal.aborted) throw new Error(`the console did not come up: ${console.web().output()}`);
  const admin = console.users.find(({ role }) => role === 'admin');
  if (!admin) throw new Error('the set-up made no admin');
  if (order.signal.aborted) return;
  const cookie = await cookieOf(console.url, admin);
  const over = new AbortController();
  const stops: Stop[] = [];
  const people = Array.from({ length: peopleCount }, (_, i) => new Person(`p${i}`, console.url, cookie, new Random(order.seed, `person ${i}`), { stops, tally, signal: over.signal }).work());
  const random = new Random(order.seed, 'console-kills');
  for (let killed = 0; killed < order.n && !order.signal.aborted; killed++) {
    await wait(random.between(100, 2500), undefined, { signal: order.signal }).catch(() => 'over');
    await kill(console, random, tally, order.signal);
    if (killed % 10 === 9) order.progress(`send: ${killed + 1} of ${order.n} kills of web and worker, ${rig.receipts().length} taken`);
  }
  over.abort();
  await Promise.all(people);
  for (const process of [console.web(), console.worker()]) {
    process.signal('SIGTERM');
    await process.ended;
  }
  await settle(order, rig, processes, tally);
  judge(rig, stops, 'console', tally);
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

interface Around {
  readonly stops: Stop[];
  readonly tally: Tally;
  readonly signal: AbortSignal;
}

class Person {
  private readonly name: string;
  private readonly url: string;
  private readonly cookie: string;
  private readonly random: Random;
  private readonly around: Around;
  private requests = 0;

  constructor(name: string, url: string, cookie: string, random: Random, around: Around) {
    this.name = name;
    this.url = url;
    this.cookie = cookie;
    this.random = random;
    this.around = around;
  }

  async work(): Promise<void> {
    for (let i = 0; !this.around.signal.aborted; i++) await this.oneLead(`${this.name}.${i}@example.org`);
  }

  private async oneLead(recipient: string): Promise<void> {
    const lead = await this.ask('POST', '/api/leads', { name: `Lead ${recipient}`, addresses: [{ kind: 'email', value: recipient }] });
    const draft = lead && (await this.ask('POST', '/api/approvals', { leadId: lead['id'], channel: 'email', subject: 'A house', body: `For ${recipient}.` }));
    if (!draft) return;
    const id = String(draft['id']);
    this.around.tally.add('tried');
    if (await this.ask('POST', `/api/approvals/${id}/approve`, { contentHash: draft['contentHash'] })) this.around.tally.add('acknowledged');
    await wait(this.random.between(0, 120));
    if (this.random.chance(0.25)) await this.ask('PATCH', `/api/approvals/${id}`, { contentHash: draft['contentHash'], body: `Other words for ${recipient}.` });
    if (this.random.chance(0.4) && (await this.ask('POST', '/api/dnc', { kind: 'email', value: recipient, reason: 'asked, in writing' }))) this.around.stops.push({ recipient, at: Date.now() });
  }

  /** Asked again under the same key until somebody answers; null when it was refused. */
  private async ask(method: string, path: string, body: object): Promise<Record<string, unknown> | null> {
    const name = `cmd-${this.name}-${(this.requests += 1)}`;
    const headers = { 'cookie': this.cookie, 'content-type': 'application/json', 'x-request-id': name, 'idempotency-key': name, 'origin': this.url };
    while (!this.around.signal.aborted) {
      const answer = await answerOrNull(`${this.url}${path}`, { method, headers, body: JSON.stringify(body), signal: AbortSignal.timeout(20_000) });
      if (answer !== null && answer.status < 500) return answer.ok ? bodyOrNull(answer) : null;
      await wait(20);
    }
    return null;
  }
}
