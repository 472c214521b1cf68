import type { Ledger } from '../ledger.ts';
import { reason } from './data-folder.ts';
import { writeSnapshots } from './snapshots.ts';

/** Rounds without rest after which the tables are written although more is coming. */
const restlessRounds = 12;

/** Writes the tables for people when the journal rests. What goes wrong with them stops nothing: they follow from the journal. */
export function keepSnapshots(dataDir: string, ledger: Ledger, everyMs: number): () => Promise<void> {
  let writing: Promise<unknown> = Promise.resolve();
  let seen = -1;
  let restless = 0;
  let busy = false;
  const round = async () => {
    restless = ledger.head.seq === seen ? 0 : restless + 1;
    seen = ledger.head.seq;
    if (busy || (restless > 0 && restless < restlessRounds)) return;
    busy = true;
    restless = 0;
    try {
      await writeSnapshots(dataDir, ledger.head, () => ({ tables: ledger.tables.fork(), head: ledger.head }), Date.now);
    } catch (error) {
      process.emitWarning(`The tables in ${dataDir} could not be written: ${reason(error)}`, { code: 'RE_SNAPSHOTS' });
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => (writing = Promise.all([writing, round()])), everyMs).unref();
  return async () => {
    clearInterval(timer);
    await writing;
  };
}
