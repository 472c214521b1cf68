import { appendFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { openCsvStore } from '#lib/store/csv/open-store.ts';

/**
 * A process that only reads, and notes every change it sees: `head SEQ HASH COUNT` by asking, where the counter was asked for first and
 * the head after it, and `told SEQ` by watching. It ends when it is told to, and says so last.
 */
const { dataDir, log } = JSON.parse(process.argv[2] ?? '{}') as { dataDir: string; log: string };
const parent = process.ppid;
const ending = new AbortController();
process.on('SIGTERM', () => ending.abort());

const store = await openCsvStore({ dataDir, pollMs: 50, snapshotEveryMs: 200 });
const { seq: from } = await store.head();
const watching = (async () => {
  for await (const batch of store.watch(from, { signal: ending.signal })) appendFileSync(log, batch.map(({ seq }) => `told ${seq}\n`).join(''));
})();

let last = '';
async function look(): Promise<void> {
  const count = (await store.channelStates.get('all'))?.watermarks['count'] ?? '0';
  const { seq, hash } = await store.head();
  const seen = `head ${seq} ${hash} ${count}\n`;
  if (seen !== last) appendFileSync(log, seen);
  last = seen;
}

appendFileSync(log, `open ${from}\n`);
while (!ending.signal.aborted && process.ppid === parent) {
  await look();
  await wait(2);
}
await look();
await watching;
await store.close();
appendFileSync(log, 'end\n');
