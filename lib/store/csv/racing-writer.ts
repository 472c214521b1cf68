import { appendFileSync } from 'node:fs';
import { on } from '../event.ts';
import { openCsvStore } from './open-store.ts';

/**
 * A process that commits as fast as it can until it is killed or done; tests start several on one folder. Every commit adds
 * one to a counter (a watermark of the channel `all`) that it read in the same step, so that a lost or doubled commit shows.
 * What was acknowledged is written to a file of its own after each commit.
 */
const [dataDir = '', name = '', commits = '0', acknowledged = '', inFlight = '1'] = process.argv.slice(2);
const store = await openCsvStore({ dataDir, segmentBytesMax: 200_000 });
let next = 0;

async function work(): Promise<void> {
  while (next < Number(commits)) {
    const id = `${name}.${next++}`;
    await store.commit({ actor: { kind: 'worker', id: name, name }, cause: id, correlationId: id, now: Date.now() }, async (reads) => {
      const count = Number((await reads.channelStates.get('all'))?.watermarks['count'] ?? '0') + 1;
      return {
        events: [
          ...on('channel', 'all', [{ type: 'WatermarkMoved', source: 'count', cursor: String(count), why: id }]),
          ...on('channel', name, [{ type: 'WatermarkMoved', source: id, cursor: String(count), why: 'x'.repeat(next % 300) }]),
        ],
        result: null,
      };
    });
    appendFileSync(acknowledged, `${id}\n`);
  }
}

await Promise.all(Array.from({ length: Number(inFlight) }, work));
await store.close();
