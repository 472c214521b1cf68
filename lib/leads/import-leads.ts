import type { CountryCode } from 'libphonenumber-js/max';
import { mayDo } from '#lib/accounts/permissions.ts';
import { entriesAgainst } from '#lib/dnc/against.ts';
import { erasedAmong } from '#lib/erasure/erased.ts';
import { orThrow, Refused, refusal } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import { matchColumns } from '#lib/tables/columns.ts';
import { batchesOf, batchSize, importInput, type Duplicate, type ImportOptions, type ImportReport, type RowProblem } from '#lib/tables/import-report.ts';
import { readTable, type Table } from '#lib/tables/read-table.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { addressKey } from './address.ts';
import { leadColumns, leadOfRow, type Cell } from './lead-row.ts';
import { decideLead, type LeadFields } from './lead.ts';

interface Candidate {
  readonly row: number;
  readonly id: string;
  readonly fields: LeadFields;
}

interface Taken {
  readonly added: number;
  readonly refused: readonly RowProblem[];
  readonly suppressed: number;
  readonly duplicates: readonly Duplicate[];
}

/**
 * Takes leads from a table: a row is added whole, or named with what is wrong. Somebody who is there already is left as they
 * are, and nobody leaves the Do-Not-Contact list by being imported again.
 */
export async function importLeads(call: Call, input: unknown, options: ImportOptions = {}): Promise<ImportReport> {
  const refused = mayDo(call.actor, 'import');
  if (refused) throw new Refused(refused);
  const { bytes, fileName, dryRun, mapping } = parse(importInput, input);
  const table = readTable(bytes, fileName);
  const columns = matchColumns(table.headers, leadColumns, mapping);
  const addressable = (['email', 'phone', 'whatsapp', 'telegram', 'linkedin', 'messenger'] as const).some((column) => columns.at.has(column));
  if (!addressable || !(columns.at.has('name') || columns.at.has('firstName')))
    throw new Refused(refusal('invalid_input', `${fileName} has no column for a name and an address; its columns are: ${table.headers.join(', ')}.`, { lift: 'Name the columns name and email (or phone, telegram, linkedin, messenger), or give a mapping.', details: { file: fileName, headers: table.headers } }));
  const cellOf = (cells: readonly string[]): Cell => (column) => cells[columns.at.get(column) ?? -1] ?? '';
  const owners = await ownersIn(call.world.store, table, columns.at.get('owner'));
  const read = readRows(call, table, cellOf, owners);
  let taken: Taken = { added: 0, suppressed: 0, duplicates: read.duplicates, refused: read.skipped };
  for (const [i, batch] of batchesOf(read.candidates).entries()) {
    options.signal?.throwIfAborted();
    const part = dryRun ? (await take(call.world.store, batch, fileName)).result : await commitBatch(call, batch, fileName, i);
    taken = { added: taken.added + part.added, suppressed: taken.suppressed + part.suppressed, duplicates: [...taken.duplicates, ...part.duplicates], refused: [...taken.refused, ...part.refused] };
    options.onProgress?.(Math.min((i + 1) * batchSize, read.candidates.length), read.candidates.length);
  }
  const duplicates = taken.duplicates.toSorted((a, b) => a.row - b.row);
  return { rows: table.rows.length, added: taken.added, skipped: taken.refused.toSorted((a, b) => a.row - b.row), duplicates, suppressed: taken.suppressed, ignoredColumns: columns.ignored, dryRun };
}

async function ownersIn(reads: Reads, table: Table, column: number | undefined): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  if (column === undefined) return found;
  for (const email of new Set(table.rows.map(({ cells }) => (cells[column] ?? '').toLowerCase()))) {
    const user = email === '' ? null : await reads.accounts.userByEmail(email);
    if (user) found.set(email, user.id);
  }
  return found;
}

/** Everything that can be said of the rows without the store: broken ones, and those that repeat an earlier row. */
function readRows(call: Call, table: Table, cellOf: (cells: readonly string[]) => Cell, owners: ReadonlyMap<string, string>) {
  const candidates: Candidate[] = [];
  const skipped: RowProblem[] = [];
  const duplicates: Duplicate[] = [];
  const rowOf = new Map<string, number>();
  for (const { row, cells } of table.rows) {
    if (cells.length > table.headers.length && cells.slice(table.headers.length).some((cell) => cell !== '')) {
      skipped.push({ row, field: '(whole row)', reason: `The row has ${cells.length} columns, the header has ${table.headers.length}.`, right: 'Put quotation marks around a value that contains the separator.' });
      continue;
    }
    const fields = leadOfRow(row, cellOf(cells), { country: call.world.settings.defaultCountry as CountryCode, owners });
    if (!isFields(fields)) {
      skipped.push(...fields);
      continue;
    }
    const keys = fields.addresses.map(addressKey);
    const repeated = keys.find((key) => rowOf.has(key));
    if (repeated !== undefined) duplicates.push({ row, address: repeated, of: `row ${rowOf.get(repeated)}` });
    else {
      for (const key of keys) rowOf.set(key, row);
      candidates.push({ row, id: call.world.ids.next('lea'), fields });
    }
  }
  return { candidates, skipped, duplicates };
}

function isFields(value: LeadFields | RowProblem[]): value is LeadFields {
  return !Array.isArray(value);
}

async function commitBatch(call: Call, batch: readonly Candidate[], fileName: string, index: number): Promise<Taken> {
  const meta = metaOf(call, `import:${fileName}`);
  const committed = await call.world.store.commit(
    meta.idempotencyKey === undefined ? meta : { ...meta, idempotencyKey: `${meta.idempotencyKey}.${index}` },
    (reads) => take(reads, batch, fileName),
  );
  return committed.kind === 'committed' ? committed.result : { added: committed.subjects.length, suppressed: 0, duplicates: [], refused: [] };
}

async function take(reads: Reads, batch: readonly Candidate[], fileName: string): Promise<{ events: NewEvent[]; result: Taken }> {
  const events: NewEvent[] = [];
  const duplicates: Duplicate[] = [];
  const refused: RowProblem[] = [];
  let suppressed = 0;
  for (const { row, id, fields } of batch) {
    const known = await knownAddress(reads, fields);
    if (known) duplicates.push({ row, ...known });
    else if (await erasedAmong(reads, fields.addresses)) refused.push(erasedRow(row));
    else {
      events.push(...on('lead', id, orThrow(decideLead(null, { type: 'AddLead', fields, source: `import:${fileName}` }))));
      if ((await entriesAgainst(reads, { leadId: null, addresses: fields.addresses })).length > 0) suppressed += 1;
    }
  }
  return { events, result: { added: events.length, suppressed, duplicates, refused } };
}

function erasedRow(row: number): RowProblem {
  return { row, field: '(whole row)', reason: 'Somebody with this address was erased and asked to be left alone.', right: 'Leave the row out.' };
}

async function knownAddress(reads: Reads, fields: LeadFields): Promise<{ address: string; of: string } | null> {
  for (const address of fields.addresses) {
    const lead = await reads.leads.byAddress(addressKey(address));
    if (lead) return { address: addressKey(address), of: lead.id };
  }
  return null;
}
