import { acceptHistory } from '#lib/audit/accept-history.ts';
import { exportColumns, exportEvents, type ExportedEvent } from '#lib/audit/export-events.ts';
import { exportEvidence } from '#lib/audit/evidence/export-evidence.ts';
import { headLine } from '#lib/audit/head-line.ts';
import { newestSigned } from '#lib/audit/sign-journal.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { writeTable } from '#lib/tables/write-table.ts';
import { auditKeyCommands } from './audit-keys.ts';
import { sends } from './audit-sends.ts';
import { verify } from './audit-verify.ts';
import { count } from './columns.ts';
import { UsageError, type Command, type Shell } from './command.ts';
import { checkOutFile, writeOutFile } from './out-file.ts';

/** The journal: is it what was written, where does it end, and what of it others may see. */
export const auditCommands: readonly Command[] = [
  verify,
  sends,
  {
    name: 'audit head',
    usage: '[--sign]',
    summary: 'Show the last record of the chain; with --sign as a signed line, to keep elsewhere and compare later with “audit verify --head”',
    options: { sign: { type: 'boolean' } },
    async run(shell) {
      const { world } = await shell.call();
      if (!shell.flag('sign')) {
        const head = await world.store.head();
        return { json: head, lines: [`${head.seq} ${head.hash}`] };
      }
      if (shell.settings.storeKind !== 'csv') throw new Refused(refusal('invalid_input', `Nothing is signed: RE_STORE is ${shell.settings.storeKind}.`));
      const signed = await newestSigned(world);
      return { json: { seq: signed.seq, hash: signed.hash, signed: headLine(signed) }, lines: [headLine(signed)] };
    },
  },
  {
    name: 'audit export',
    usage: '[--lead ID | --from T --to T] [--head LINE] [--out FILE]',
    summary: 'Write the whole history to standard output (CSV, or JSON with --json); of a lead or a range, a page with proofs that “audit verify” checks',
    words: [0, 0],
    options: { lead: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' }, head: { type: 'string' }, out: { type: 'string' } },
    async run(shell) {
      const [leadId, from, to, head, out] = [shell.option('lead'), shell.option('from'), shell.option('to'), shell.option('head'), shell.option('out')];
      if (leadId === undefined && from === undefined && to === undefined) {
        if (out !== undefined || head !== undefined) throw new UsageError('--out and --head go with --lead, or with --from and --to.', this.usage);
        return wholeHistory(shell);
      }
      if (out !== undefined) await checkOutFile(out);
      const { records, page } = await exportEvidence(await shell.call(), { ...(leadId && { leadId }), ...(from && { from }), ...(to && { to }), ...(head && { head }) });
      if (out === undefined) return { json: { records, page }, lines: [page.trimEnd()] };
      writeOutFile(out, page);
      return { json: { records, file: out }, lines: [`${count(records, 'record')} with their proofs written to ${out}. It opens in a browser; check it with: audit verify ${out}`] };
    },
  },
  {
    name: 'audit accept',
    usage: '--reason R --yes',
    summary: 'Say that a journal which lacks signed records is meant to be so, after a restore or a new beginning; recorded, with the reason',
    words: [0, 0],
    options: { reason: { type: 'string' }, yes: { type: 'boolean' } },
    async run(shell) {
      const reason = shell.option('reason');
      if (!reason || !shell.flag('yes')) throw new UsageError('Give --reason and add --yes when somebody restored this history or started over on purpose. If nobody did, it was tampered with: keep it, and restore a backup.', this.usage);
      const head = await acceptHistory(await shell.call(), { reason, confirm: true });
      if (!head) return { json: { accepted: false }, lines: ['There is nothing to accept: the journal holds the newest head that was signed.'] };
      return { json: { accepted: true, seq: head.seq, hash: head.hash, signed: headLine(head) }, lines: [`The history goes on from record ${head.seq}. Noted in it, and signed:`, headLine(head)] };
    },
  },
  ...auditKeyCommands,
];

async function wholeHistory(shell: Shell) {
  const events: ExportedEvent[] = [];
  for await (const event of exportEvents(await shell.call())) events.push(event);
  const rows = events.map((event) => exportColumns.map((column) => (column === 'data' ? JSON.stringify(event.data) : event[column])));
  return { json: events, lines: [writeTable(exportColumns, rows).trimEnd()] };
}
