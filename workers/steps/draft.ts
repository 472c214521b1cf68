import { draftReply } from '#lib/drafting/draft-reply.ts';
import type { World } from '#lib/world.ts';
import type { Step } from '../loop.ts';
import { workerCall } from '../worker-call.ts';

const batchSize = 25;

/** Classifies what came in and drafts an answer where one is allowed and helps. */
export function draftStep(world: World): Step {
  return {
    name: 'draft',
    async run(signal) {
      const rows = await world.store.messages.unclassified(batchSize);
      const counts = { drafted: 0, noDraft: 0 };
      for (const row of rows) {
        if (signal.aborted) break;
        const { followUp } = await draftReply(workerCall(world, 'draft'), { messageId: row.id });
        counts[followUp.kind === 'drafted' ? 'drafted' : 'noDraft'] += 1;
      }
      return { counts, waitMs: rows.length === batchSize ? 0 : 5000 };
    },
  };
}
