import { headLine } from '#lib/audit/head-line.ts';
import { signJournal } from '#lib/audit/sign-journal.ts';
import type { Log } from '#lib/log.ts';
import type { World } from '#lib/world.ts';
import type { Step } from '../loop.ts';

const everyMs = 15 * 60_000;

/** Signs where the journal ends and says so in the log, which is kept elsewhere: a history that is cut later no longer fits. */
export function signHeadsStep(world: World, log: Log): Step {
  return {
    name: 'sign heads',
    async run(signal) {
      await noteHead(world, log, signal);
      return { counts: {}, waitMs: everyMs };
    },
  };
}

export async function noteHead(world: World, log: Log, signal?: AbortSignal): Promise<void> {
  const head = await signJournal(world, signal);
  if (head) log.info({ head: headLine(head) }, 'journal head');
}
