import type { Campaign } from './campaign.ts';
import { crashWriters } from './crash-writers.ts';
import { Processes } from './processes.ts';
import { Tally } from './tally.ts';

export const campaign: Campaign = {
  name: 'crash',
  summary: 'kill -9 of web, worker and writers at any moment; n counts kills',
  nDefault: 60,
  async run(order) {
    const processes = new Processes();
    const tally = new Tally();
    try {
      await crashWriters(order, processes, tally);
      return tally.counts();
    } finally {
      await processes.close();
    }
  },
};
