import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Order } from './campaign.ts';
import { readJournal } from './checker/journal.ts';
import { checkSnapshots } from './checker/snapshots.ts';
import { Client, cookieOf, type Access } from './console-clients.ts';
import { prepareConsole, type ConsoleProcesses } from './console-processes.ts';
import { judgeCommands, judgeMessages, judgeSends } from './judge-console.ts';
import type { Processes } from './processes.ts';
import { Random } from './random.ts';
import { Tally } from './tally.ts';

/** Crashes of the real web and worker processes while people and programs use them. */

const clientCount = 6;
/** How long the worker has for what it was left with. */
const settleMsMax = 60_000;
/** The tables come at rest, and half a minute later when a killed process left their lock: from so many kills on they are waited for. */
const tablesFrom = 10;

export async function crashConsole({ n, seed, folder, signal, progress }: Order, processes: Processes, tally: Tally): Promise<void> {
  const random = new Random(seed, 'crash-console');
  const console = await prepareConsole(join(folder, 'console'), processes);
  if (!(await console.answers('/api/health', signal))) throw new Error(`the console did not come up: ${console.web().output()}`);
  const access = await accessTo(console);
  const over = new AbortController();
  const clients = Array.from({ length: clientCount }, (_, i) => new Client(`c${i}`, access, new Random(seed, `client ${i}`), over.signal));
  const working = Promise.all(clients.map((client) => client.work()));
  for (let killed = 0; killed < n && !signal.aborted; killed++) {
    await wait(random.between(50, 1500), undefined, { signal }).catch(() => 'over');
    await killAndRestart(console, random, tally, signal);
    if (killed % 10 === 9) progress(`console: ${killed + 1} of ${n} killed, ${clients.reduce((sum, { sent }) => sum + sent.length, 0)} commands`);
  }
  over.abort();
  await working;
  await judge(console, clients, { tally, signal, tables: n >= tablesFrom });
}

async function accessTo(console: ConsoleProcesses): Promise<Access> {
  const admin = console.users.find(({ role }) => role === 'admin');
  if (!admin) throw new Error('the set-up made no admin');
  const { token } = (await console.cli('token', 'create', '--name', 'torture', '--role', 'agent')) as { token: string };
  return { url: console.url, token: { authorization: `Bearer ${token}` }, person: { cookie: await cookieOf(console.url, admin) } };
}

/** Nobody helps: whoever is started again must come up by itself, also when it is killed while it does. */
async function killAndRestart(console: ConsoleProcesses, random: Random, tally: Tally, signal: AbortSignal): Promise<void> {
  const who = random.pick(['web', 'worker', 'both', 'web while starting'] as const);
  const web = who !== 'worker';
  const worker = who === 'worker' || who === 'both';
  const gone = [...(web ? [console.web()] : []), ...(worker ? [console.worker()] : [])];
  for (const process of gone) {
    if (!process.signal('SIGKILL')) tally.bad('contradictions', 'console', [`${who} had ended by itself: ${process.output()}`]);
    await process.ended;
  }
  tally.addOwn(worker && web ? 'killsOfBoth' : worker ? 'killsOfWorker' : 'killsOfWeb');
  if (who === 'both') judgeTables(console, tally);
  if (who === 'web while starting') await killWhileStarting(console, random.between(0, 1200));
  if (web) console.startWeb();
  if (worker) console.startWorker();
  if (web && !(await console.answers('/api/health', signal)) && !signal.aborted) tally.bad('contradictions', 'console', [`it did not come up again after a kill of ${who}: ${console.web().output()}`]);
}

async function killWhileStarting(console: ConsoleProcesses, afterMs: number): Promise<void> {
  console.startWeb();
  await wait(afterMs);
  console.web().signal('SIGKILL');
  await console.web().ended;
}

/** Nobody writes at this moment: the tables stand as the kill left them. */
function judgeTables({ dataDir }: ConsoleProcesses, tally: Tally): void {
  const { rows, contradictions } = checkSnapshots(dataDir, readJournal(dataDir).records);
  tally.addOwn('snapshotRows', rows);
  tally.bad('contradictions', 'console', contradictions);
}

async function judge(console: ConsoleProcesses, clients: readonly Client[], { tally, signal, tables }: { tally: Tally; signal: AbortSignal; tables: boolean }): Promise<void> {
  const played = clients.flatMap((client) => client.played);
  if (!signal.aborted) {
    if (!(await console.answers('/api/health/ready', signal))) tally.bad('contradictions', 'console', ['it is not ready at the end, and nobody was to help it']);
    await settled(console, played);
    if (tables) await written(console.dataDir);
  }
  for (const process of [console.web(), console.worker()]) {
    process.signal('SIGTERM');
    await process.ended;
  }
  const account = readJournal(console.dataDir);
  tally.bad('contradictions', 'console', account.violations.map(({ file, byte, why }) => `${file}, byte ${byte}: ${why}`));
  judgeCommands(tally, account, clients.flatMap(({ sent }) => sent));
  judgeSends(tally, account, console.dataDir);
  const missing = judgeMessages(tally, account, played);
  if (!signal.aborted) tally.bad('lost', 'messages', missing);
  judgeTables(console, tally);
  tally.addOwn('records', account.records.length);
}

async function settled({ dataDir }: ConsoleProcesses, played: readonly string[]): Promise<void> {
  const end = performance.now() + settleMsMax;
  while (judgeMessages(new Tally(), readJournal(dataDir), played).length > 0 && performance.now() < end) await wait(200);
}

async function written(dataDir: string): Promise<void> {
  const end = performance.now() + settleMsMax;
  while (!existsSync(join(dataDir, 'approvals.csv')) && performance.now() < end) await wait(200);
}
