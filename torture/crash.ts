import type { Campaign } from './campaign.ts';
import { crashConsole } from './crash-console.ts';
import { isBuilt } from './console-processes.ts';
import { crashWriters } from './crash-writers.ts';
import { Processes } from './processes.ts';
import { Tally } from './tally.ts';

/** A kill of the console costs ten times one of a writer: one in six. */
const consoleShare = 1 / 6;

export const campaign: Campaign = {
  name: 'crash',
  summary: 'kill -9 of web and worker in use, and of processes that only write; n counts kills',
  nDefault: 60,
  async run(order) {
    const processes = new Processes();
    const tally = new Tally();
    const ofConsole = isBuilt ? Math.ceil(order.n * consoleShare) : 0;
    if (!isBuilt) tally.notRun.push({ what: 'kills of web and worker', why: 'the console is not built; `npm start` builds it' });
    try {
      if (ofConsole > 0) await crashConsole({ ...order, n: ofConsole }, processes, tally);
      if (order.n > ofConsole) await crashWriters({ ...order, n: order.n - ofConsole }, processes, tally);
      return tally.counts();
    } finally {
      await processes.close();
    }
  },
};
