import type { Campaign } from './campaign.ts';
import { cutReal } from './power-real.ts';
import { cutSimulated } from './power-simulated.ts';
import { Processes } from './processes.ts';
import { Tally } from './tally.ts';

/** A cut of a real file system costs some hundred times a simulated one. */
const realShare = 1 / 120;

export const campaign: Campaign = {
  name: 'power',
  summary: 'power cuts: simulated at every call of the store, and of a real file system; n counts cuts',
  nDefault: 1200,
  async run(order) {
    const processes = new Processes();
    const tally = new Tally();
    const real = Math.max(1, Math.round(order.n * realShare));
    try {
      await cutSimulated({ ...order, n: Math.max(1, order.n - real) }, tally);
      await cutReal({ ...order, n: real }, processes, tally);
      return tally.counts();
    } finally {
      await processes.close();
    }
  },
};
