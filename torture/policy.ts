import fc from 'fast-check';
import type { Campaign } from './campaign.ts';
import { everyProperty } from './policy/properties.ts';
import { Tally } from './tally.ts';

/** So many cases between two words of progress, and between two looks whether somebody interrupted. */
const partSize = 20_000;

export const campaign: Campaign = {
  name: 'policy',
  summary: 'generated messages, pasts and policies: what may never be wrong about a verdict; n counts cases',
  nDefault: 100_000,
  async run({ n, seed, signal, progress }) {
    const tally = new Tally();
    for (let part = 0; tally.numbers.tried < n && !signal.aborted && !tally.isBad; part++) {
      const numRuns = Math.min(partSize, n - tally.numbers.tried);
      const details = fc.check(everyProperty, { seed: (seed + part) | 0, numRuns });
      tally.add('tried', details.numRuns);
      if (details.failed) tally.bad('contradictions', `seed ${seed + part}, path ${details.counterexamplePath ?? ''}`, [`${String(details.errorInstance)} ${JSON.stringify(details.counterexample)}`]);
      if (part % 5 === 4) progress(`policy: ${tally.numbers.tried} of ${n} cases`);
      // Somebody may want to interrupt.
      await new Promise(setImmediate);
    }
    return tally.counts();
  },
};
