import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Campaign, Order } from './campaign.ts';
import { readJournal } from './checker/journal.ts';
import { isBuilt } from './console-processes.ts';
import { Processes } from './processes.ts';
import { judgeSend, onTheirWay, type Heard } from './send/judge-send.ts';
import { killAtCalls } from './send/kill-points.ts';
import { killConsole } from './send/console-kills.ts';
import { Office } from './send/office.ts';
import { startRig, startWorker, type Rig } from './send/rig.ts';
import { steps, stopAtSteps } from './send/stops.ts';
import { Tally } from './tally.ts';

/** A kill of web and worker in use costs several at a call. */
const consoleShare = 1 / 10;
/** One of so many is somebody who says stop at a step of the way. */
const stopShare = 1 / 10;
const settleMsMax = 240_000;

export const campaign: Campaign = {
  name: 'send',
  summary: 'kill -9 of web and worker while mail is sent, at random and at every call; a mail server that harms; people who say stop; n counts kill points',
  nDefault: 140,
  async run(order) {
    const processes = new Processes();
    const tally = new Tally();
    const [ofConsole, stops] = [isBuilt ? Math.ceil(order.n * consoleShare) : 0, Math.max(steps.length, Math.ceil(order.n * stopShare))];
    if (!isBuilt) tally.notRun.push({ what: 'kills of web and worker', why: 'the console is not built; `npm start` builds it' });
    try {
      await part(order, processes, tally, { name: 'stops', harmful: 0, n: stops }, stopAtSteps);
      await part(order, processes, tally, { name: 'calls', harmful: 0.35, n: order.n - ofConsole }, killAtCalls);
      if (ofConsole > 0) await killConsole({ ...order, n: ofConsole }, processes, tally, { judge, settle });
      return tally.counts();
    } finally {
      await processes.close();
    }
  },
};

async function part(order: Order, processes: Processes, tally: Tally, { name, harmful, n }: { name: string; harmful: number; n: number }, work: typeof stopAtSteps): Promise<void> {
  const rig = await startRig(join(order.folder, name), processes, { seed: order.seed, harmful });
  const office = await Office.open(rig.env);
  try {
    await work({ ...order, n }, rig, processes, tally, office);
    await settle(rig, processes, tally);
  } finally {
    await office.close();
  }
  judge(rig, office, name, tally);
}

/** One worker works through what is left, undisturbed; also when somebody ends the campaign early: what nobody could finish is not lost. */
export async function settle(rig: Rig, processes: Processes, tally: Tally): Promise<void> {
  const worker = startWorker(processes, rig.env);
  const end = performance.now() + settleMsMax;
  while (left(rig).length > 0 && performance.now() < end) await wait(500);
  if (worker.isOver()) tally.bad('contradictions', 'settling', [`the worker ended by itself: ${worker.output().slice(-500)}`]);
  worker.signal('SIGTERM');
  await worker.ended;
}

function left(rig: Rig): readonly string[] {
  return judgeSend({ records: readJournal(rig.dataDir).records, receipts: rig.receipts(), stops: [], acknowledged: [], readAt: Date.now() }).lost;
}

export function judge(rig: Rig, { stops, acknowledged }: Heard, where: string, tally: Tally): void {
  const account = readJournal(rig.dataDir);
  const receipts = rig.receipts();
  const { duplicates, unapproved, changed, afterOptOut, lost, unparked } = judgeSend({ records: account.records, receipts, stops, acknowledged, readAt: Date.now() });
  tally.addOwn('taken', receipts.length);
  tally.addOwn('attempts', account.records.filter(({ type }) => type === 'DispatchStarted').length);
  tally.addOwn('uncertain', account.records.filter(({ type }) => type === 'DispatchUncertain').length);
  tally.addOwn('stops', stops.length);
  tally.addOwn('onTheirWay', onTheirWay({ records: account.records, receipts }).length);
  for (const [name, found] of Object.entries({ unapproved, changed, afterOptOut, unparked })) tally.addOwn(name, found.length);
  tally.bad('contradictions', where, account.violations.map(({ file, byte, why }) => `${file}, byte ${byte}: ${why}`));
  tally.bad('duplicated', where, duplicates);
  tally.bad('lost', where, lost);
  tally.bad('contradictions', where, [...unapproved, ...changed, ...afterOptOut, ...unparked]);
}
