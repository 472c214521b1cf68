import type { CountryCode } from 'libphonenumber-js/max';
import { mayDo } from '#lib/accounts/permissions.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import type { Decided, Reads } from '#lib/store/port.ts';
import { matchColumns, type Synonyms } from '#lib/tables/columns.ts';
import { batchesOf, batchSize, importInput, type Duplicate, type ImportOptions, type ImportReport, type RowProblem } from '#lib/tables/import-report.ts';
import { readTable } from '#lib/tables/read-table.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { additionEvents, withoutRepeats, type Candidate } from './additions.ts';
import { dncColumns, entriesOfRow, type DncColumn } from './dnc-row.ts';
import { isOfTheAddressAlone, type DncFields } from './entry.ts';

/** `cancelled`: approvals that were queued for somebody on the list and are blocked now. `added` counts entries. */
export interface DncImportReport extends Omit<ImportReport, 'suppressed'> {
  readonly cancelled: number;
}

interface Taken {
  readonly added: number;
  readonly cancelled: number;
  readonly duplicates: readonly Duplicate[];
}

/** Our own export says where an entry is from: that mail came back must not become a wish, which holds for all addresses of the person. */
const importColumns: Synonyms<DncColumn | 'source'> = { ...dncColumns, source: [] };

/** Adds Do-Not-Contact entries from a table and stops what is queued for them. Nothing is ever removed or loosened by it. */
export async function importDnc(call: Call, input: unknown, options: ImportOptions = {}): Promise<DncImportReport> {
  const refused = mayDo(call.actor, 'import');
  if (refused) throw new Refused(refused);
  const { bytes, fileName, dryRun, mapping } = parse(importInput, input);
  const table = readTable(bytes, fileName);
  const columns = matchColumns(table.headers, importColumns, mapping);
  if (!(['value', 'email', 'phone', 'domain', 'handle'] as const).some((column) => columns.at.has(column)))
    throw new Refused(refusal('invalid_input', `${fileName} has no column with addresses; its columns are: ${table.headers.join(', ')}.`, { lift: 'Name a column email, phone, domain, handle or value, or give a mapping.', details: { file: fileName, headers: table.headers } }));
  const context = { country: call.world.settings.defaultCountry as CountryCode, source: `import:${fileName}` };
  const candidates: Candidate[] = [];
  const skipped: RowProblem[] = [];
  for (const { row, cells } of table.rows) {
    const cell = (column: DncColumn | 'source') => cells[columns.at.get(column) ?? -1] ?? '';
    for (const each of entriesOfRow(row, cell, context)) {
      if ('kind' in each) candidates.push({ row, id: call.world.ids.next('dnc'), fields: asExported(each, cell('source')) });
      else skipped.push(each);
    }
  }
  const { fresh, repeated } = withoutRepeats(candidates);
  let taken: Taken = { added: 0, cancelled: 0, duplicates: repeated.map(({ candidate: { row, fields }, ofRow }) => ({ row, address: fields.value, of: `row ${ofRow}` })) };
  for (const [i, batch] of batchesOf(fresh).entries()) {
    options.signal?.throwIfAborted();
    const part = dryRun ? (await take(call.world.store, batch)).result : await commitBatch(call, batch, fileName, i);
    taken = { added: taken.added + part.added, cancelled: taken.cancelled + part.cancelled, duplicates: [...taken.duplicates, ...part.duplicates] };
    options.onProgress?.(Math.min((i + 1) * batchSize, fresh.length), fresh.length);
  }
  return { rows: table.rows.length, added: taken.added, skipped, duplicates: taken.duplicates.toSorted((a, b) => a.row - b.row), cancelled: taken.cancelled, ignoredColumns: columns.ignored, dryRun };
}

/** Mail comes back from one address: of a domain or a lead it would say nothing, and forbid nothing. */
function asExported(fields: DncFields, source: string): DncFields {
  const isOneAddress = fields.kind !== 'domain' && fields.kind !== 'lead';
  return isOneAddress && isOfTheAddressAlone({ source }) ? { ...fields, source: source.slice(0, 100) } : fields;
}

async function commitBatch(call: Call, batch: readonly Candidate[], fileName: string, index: number): Promise<Taken> {
  const meta = metaOf(call, `import:${fileName}`);
  const committed = await call.world.store.commit(
    meta.idempotencyKey === undefined ? meta : { ...meta, idempotencyKey: `${meta.idempotencyKey}.${index}` },
    (reads) => take(reads, batch),
  );
  return committed.kind === 'committed' ? committed.result : { added: committed.subjects.filter(({ kind }) => kind === 'dnc').length, cancelled: 0, duplicates: [] };
}

async function take(reads: Reads, batch: readonly Candidate[]): Promise<Decided<Taken>> {
  const { events, added, there, blockedCount } = await additionEvents(reads, batch);
  const duplicates = there.map(({ candidate: { row, fields }, entry }) => ({ row, address: fields.value, of: entry.id }));
  return { events, result: { added: added.length, cancelled: blockedCount, duplicates } };
}
