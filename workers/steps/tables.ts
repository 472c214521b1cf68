import { takeInEdits } from '#lib/workspace/take-in-edits.ts';
import type { World } from '#lib/world.ts';
import type { Step } from '../loop.ts';

const lookMs = 2000;

/** Looks after the tables for people: takes in what somebody changed in them, then brings them up to the journal. */
export function tablesStep(world: World): Step {
  return {
    name: 'tables',
    async run() {
      const { taken, left } = await takeInEdits(world);
      return { counts: { taken, left, written: await world.tableFiles.keepUp() }, waitMs: lookMs };
    },
  };
}
