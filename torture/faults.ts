import type { Campaign } from './campaign.ts';
import { failInside } from './faults-inside.ts';
import { failOutside, fillUp } from './faults-outside.ts';
import { Tally } from './tally.ts';

export const campaign: Campaign = {
  name: 'faults',
  summary: 'every call of the file system fails, for every k until a run is clean; n more failures injected by the kernel, and a full disk',
  nDefault: 30,
  async run(order) {
    const tally = new Tally();
    await failInside(order, tally);
    await failOutside(order, tally);
    await fillUp(order, tally);
    return tally.counts();
  },
};
