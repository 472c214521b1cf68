import { join } from 'node:path';
import fc from 'fast-check';
import type { Campaign } from './campaign.ts';
import { rounds, type Command } from './model-commands.ts';
import { Run } from './model-run.ts';
import { Tally } from './tally.ts';

/** Commands in one run on one folder, on average; fast-check shrinks a run that fails and names its path. */
export const campaign: Campaign = {
  name: 'model',
  summary: 'three stores on one folder against a plain reference; n counts commands',
  nDefault: 20_000,
  async run({ n, seed, folder, signal, progress }) {
    const tally = new Tally();
    let told = 0;
    const one = async (commands: readonly (readonly Command[])[]) => {
      if (signal.aborted || tally.numbers.tried >= n) return;
      const run = new Run(join(folder, 'model'));
      await run.open();
      for (const round of commands) await run.round(round);
      await run.close();
      tally.add('tried', commands.flat().length);
      tally.addOwn('runs');
      if (tally.numbers.tried - told >= 50_000) progress(`model: ${(told = tally.numbers.tried)} of ${n} commands`);
    };
    for (let part = 0; tally.numbers.tried < n && !signal.aborted && !tally.isBad; part++) {
      const details = await fc.check(fc.asyncProperty(rounds, one), { seed: (seed + part) | 0, numRuns: 200, interruptAfterTimeLimit: 15 * 60_000, markInterruptAsFailure: false });
      if (details.failed) tally.bad('contradictions', `seed ${seed + part}, path ${details.counterexamplePath ?? ''}`, [String(details.errorInstance), JSON.stringify(details.counterexample)]);
    }
    return tally.counts();
  },
};
