import { exportColumns, exportEvents, type ExportedEvent } from '#lib/audit/export-events.ts';
import { verifyJournal } from '#lib/audit/verify-journal.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { writeTable } from '#lib/tables/write-table.ts';
import { count } from './columns.ts';
import type { Command } from './command.ts';

/** The journal: is it what was written, where does it end, and all of it for reading elsewhere. */
export const auditCommands: readonly Command[] = [
  {
    name: 'audit verify',
    usage: '',
    summary: 'Read the whole journal and prove that its chain is unbroken',
    async run({ settings, progress }) {
      if (settings.storeKind !== 'csv') throw new Refused(refusal('invalid_input', `There is no journal on disk: RE_STORE is ${settings.storeKind}.`));
      const verdict = await verified(settings.dataDir, progress);
      const head = `${count(verdict.records, 'record')}, head ${verdict.head.hash.slice(0, 16)}…`;
      if (verdict.ok) return { json: verdict, lines: [`The journal is whole: ${head}`] };
      return { json: verdict, exitCode: 1, lines: ['The journal is damaged. Nothing is sent until it is restored.', ...verdict.problems.flatMap(({ file, byte, seq, problem, advice }) => [`  ${file}, byte ${byte}, record ${seq}: ${problem}`, `    ${advice}`])] };
    },
  },
  {
    name: 'audit head',
    usage: '',
    summary: 'Show the last record of the chain, to compare with a copy kept elsewhere',
    async run(shell) {
      const head = await (await shell.call()).world.store.head();
      return { json: head, lines: [`${head.seq} ${head.hash}`] };
    },
  },
  {
    name: 'audit export',
    usage: '',
    summary: 'Write the whole history to standard output: CSV, or JSON with --json',
    async run(shell) {
      const events: ExportedEvent[] = [];
      for await (const event of exportEvents(await shell.call())) events.push(event);
      const rows = events.map((event) => exportColumns.map((column) => (column === 'data' ? JSON.stringify(event.data) : event[column])));
      return { json: events, lines: [writeTable(exportColumns, rows).trimEnd()] };
    },
  },
];

async function verified(dataDir: string, progress: (text: string) => void) {
  try {
    return await verifyJournal(dataDir, { onProgress: ({ records, file }) => progress(`${records} records, ${file}`) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new Refused(refusal('not_found', `There is no journal in ${dataDir}.`, { lift: 'Set RE_DATA_DIR to the data folder, or prepare a new one with: setup' }));
  }
}
