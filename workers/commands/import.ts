import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { importDnc } from '#lib/dnc/import-dnc.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { importLeads } from '#lib/leads/import-leads.ts';
import type { Duplicate, RowProblem } from '#lib/tables/import-report.ts';
import { count, oneLine } from './columns.ts';
import type { Command, Shell } from './command.ts';

const dryRun = { 'dry-run': { type: 'boolean' } } as const;
const shownMax = 50;

/** A file named on the command line; what is wrong with it is said in words. */
export async function fileAt(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why = { ENOENT: 'there is no such file', EACCES: 'this user may not read it', EISDIR: 'it is a folder' }[code ?? ''];
    if (!why) throw error;
    throw new Refused(refusal('invalid_input', `${path} cannot be read: ${why}.`, { details: { file: path } }));
  }
}

async function given(shell: Shell) {
  const path = shell.words[0] ?? '';
  return { bytes: await fileAt(path), fileName: basename(path), dryRun: shell.flag('dry-run') };
}

function rowsOf(report: { skipped: readonly RowProblem[]; duplicates: readonly Duplicate[]; ignoredColumns: readonly string[] }): string[] {
  const rest = (all: readonly unknown[]) => (all.length > shownMax ? [`  … and ${all.length - shownMax} more (--json names all)`] : []);
  return [
    ...(report.ignoredColumns.length > 0 ? [`Columns left out: ${report.ignoredColumns.join(', ')}`] : []),
    ...(report.skipped.length > 0 ? ['Not taken:'] : []),
    ...report.skipped.slice(0, shownMax).map(({ row, field, reason, right }) => `  row ${row}, ${field}: ${oneLine(reason, 160)} ${right}`),
    ...rest(report.skipped),
    ...(report.duplicates.length > 0 ? ['There already:'] : []),
    ...report.duplicates.slice(0, shownMax).map(({ row, address, of }) => `  row ${row}: ${address} is ${of}`),
    ...rest(report.duplicates),
  ];
}

export const importCommands: readonly Command[] = [
  {
    name: 'import leads',
    usage: 'FILE [--dry-run]',
    summary: 'Take leads from a CSV file; rows that cannot be taken are named',
    words: [1, 1],
    options: dryRun,
    async run(shell) {
      const report = await importLeads(await shell.call(), await given(shell), { onProgress: (done, total) => shell.progress(`${done} of ${total} rows`), signal: shell.signal });
      const head = `${report.dryRun ? 'Would add' : 'Added'} ${count(report.added, 'lead')} of ${count(report.rows, 'row')}.`;
      const kept = report.suppressed > 0 ? [`${count(report.suppressed, 'of them is', 'of them are')} on the Do-Not-Contact list and stay${report.suppressed === 1 ? 's' : ''} there.`] : [];
      return { json: report, lines: [head, ...kept, ...rowsOf(report)] };
    },
  },
  {
    name: 'import dnc',
    usage: 'FILE [--dry-run]',
    summary: 'Add to the Do-Not-Contact list from a CSV file; never removes',
    words: [1, 1],
    options: dryRun,
    async run(shell) {
      const report = await importDnc(await shell.call(), await given(shell), { onProgress: (done, total) => shell.progress(`${done} of ${total} entries`), signal: shell.signal });
      const head = `${report.dryRun ? 'Would add' : 'Added'} ${count(report.added, 'entry', 'entries')} from ${count(report.rows, 'row')}; ${count(report.cancelled, 'queued message')} ${report.dryRun ? 'would be' : report.cancelled === 1 ? 'is' : 'are'} blocked.`;
      return { json: report, lines: [head, ...rowsOf(report)] };
    },
  },
];
