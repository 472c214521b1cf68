import { exportEvidence } from '#lib/audit/evidence/export-evidence.ts';
import { exportColumns, exportEvents, type ExportedEvent } from '#lib/audit/export-events.ts';
import { acceptHistory } from '#lib/audit/sign-journal.ts';
import { headLine } from '#lib/audit/head-line.ts';
import { replaceFile } from '#lib/store/journal/replace-file.ts';
import { writeTable } from '#lib/tables/write-table.ts';
import { count } from './columns.ts';
import { UsageError, type Command } from './command.ts';
import { verify } from './audit-verify.ts';

/** The journal: is it what was written, where does it end, and what of it others may see. */
export const auditCommands: readonly Command[] = [
  verify,
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
    usage: '[--lead ID | --from T --to T] [--out FILE]',
    summary: 'Write the whole history to standard output (CSV, or JSON with --json); of a lead or a range, a page with proofs that “audit verify” checks',
    words: [0, 0],
    options: { lead: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' }, out: { type: 'string' } },
    async run(shell) {
      const [leadId, from, to, out] = [shell.option('lead'), shell.option('from'), shell.option('to'), shell.option('out')];
      if (leadId === undefined && from === undefined && to === undefined) {
        if (out !== undefined) throw new UsageError('--out goes with --lead, or with --from and --to.', this.usage);
        return wholeHistory(await shell.call());
      }
      const { records, page } = await exportEvidence(await shell.call(), { ...(leadId && { leadId }), ...(from && { from }), ...(to && { to }) });
      if (out === undefined) return { json: { records, page }, lines: [page.trimEnd()] };
      replaceFile(out, page);
      return { json: { records, file: out }, lines: [`${count(records, 'record')} with their proofs written to ${out}. It opens in a browser; check it with: audit verify ${out}`] };
    },
  },
  {
    name: 'audit accept',
    usage: '--yes',
    summary: 'Say that the journal as it is now is meant to be so, after a restore or a new beginning; older heads beyond it no longer count',
    words: [0, 0],
    options: { yes: { type: 'boolean' } },
    async run(shell) {
      if (!shell.flag('yes')) throw new UsageError('Add --yes when somebody restored this history or started over on purpose. If nobody did, it was tampered with: keep it, and restore a backup.', this.usage);
      const head = await acceptHistory((await shell.call()).world);
      return { json: head, lines: [`The history goes on from record ${head.seq}. Noted:`, headLine(head)] };
    },
  },
];

async function wholeHistory(call: Parameters<typeof exportEvents>[0]) {
  const events: ExportedEvent[] = [];
  for await (const event of exportEvents(call)) events.push(event);
  const rows = events.map((event) => exportColumns.map((column) => (column === 'data' ? JSON.stringify(event.data) : event[column])));
  return { json: events, lines: [writeTable(exportColumns, rows).trimEnd()] };
}
