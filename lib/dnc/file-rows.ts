import type { CountryCode } from 'libphonenumber-js/max';
import { isRefusal } from '#lib/errors.ts';
import { parseAddress } from '#lib/leads/address.ts';
import { matchColumns } from '#lib/tables/columns.ts';
import type { RowProblem } from '#lib/tables/import-report.ts';
import type { Table, TableRow } from '#lib/tables/read-table.ts';
import { dncColumns, entriesOfRow, type DncColumn } from './dnc-row.ts';
import { isOfTheAddressAlone, type DncEntry, type DncFields } from './entry.ts';
import { entryKey } from './match.ts';

/** The rows of a `dnc.csv` that came back from a spreadsheet: which of them stand for entries we have, which are new. Pure. */

export interface FileRows {
  /** A column says where addresses are. */
  readonly hasAddresses: boolean;
  /** A column that a row of the DNC list may have. */
  known(header: string): boolean;
  /** The entry that a row without its id stands for. */
  standsFor(row: TableRow): string | null;
  /** What a new row would add, and what of it cannot be read. */
  read(row: TableRow): (DncFields | RowProblem)[];
}

type Cell = (column: DncColumn) => string;

export function readFileRows({ headers }: Table, entries: readonly DncEntry[], country: CountryCode): FileRows {
  const { at } = matchColumns(headers, dncColumns);
  const folded = headers.map((header) => header.toLowerCase().replace(/[^a-z]/g, ''));
  const byKey = new Map<string, DncEntry[]>();
  for (const entry of entries) byKey.set(placeOf(entry), [...(byKey.get(placeOf(entry)) ?? []), entry]);
  const cellsOf = ({ cells }: TableRow): Cell => (column) => cells[at.get(column) ?? -1] ?? '';
  const own = ({ cells }: TableRow, column: string) => cells[folded.indexOf(column)] ?? '';
  const read = (row: TableRow) => entriesOfRow(row.row, asTyped(cellsOf(row), country), { country, source: 'file_edit' });
  return {
    hasAddresses: (['value', 'email', 'phone', 'domain', 'handle'] as const).some((column) => at.has(column)),
    known: (header) => [...at.values()].some((i) => headers[i] === header),
    standsFor: (row) => {
      const cell = cellsOf(row);
      const [only, ...others] = cell('kind').toLowerCase() === 'erased' ? [erased(cell)] : read(row);
      if (!only || !('value' in only) || others.length > 0) return null;
      const those = [...(byKey.get(placeOf(only)) ?? []), ...(byKey.get(placeOf(asOurs(only, cell))) ?? [])];
      // Nobody writes by hand when an entry was added: such a row was ours before its id was dropped.
      const wasOurs = own(row, 'addedat') !== '';
      // What somebody writes is a wish, and no entry that only says that mail came back stands for one.
      const active = those.find((entry) => entry.status === 'active' && (wasOurs || !isOfTheAddressAlone(entry)));
      const removed = those.find((entry) => entry.status === 'removed');
      if (own(row, 'status').toLowerCase() === 'removed') return removed?.id ?? null;
      return active?.id ?? (wasOurs ? (removed?.id ?? null) : null);
    },
    read: (row) => {
      if (own(row, 'status').toLowerCase() === 'removed') return [{ row: row.row, field: 'status', reason: 'a row that says removed adds nothing', right: '' }];
      return read(row);
    },
  };
}

function placeOf(fields: Pick<DncFields, 'kind' | 'value' | 'channel'>): string {
  return `${entryKey(fields)} ${fields.channel}`;
}

function erased(cell: Cell): Pick<DncFields, 'kind' | 'value' | 'channel'> {
  return { kind: 'erased', value: cell('value'), channel: 'all' };
}

/** Our numbers carry their country: digits without the plus are most likely what a spreadsheet left of one. */
function asOurs(fields: Pick<DncFields, 'kind' | 'value' | 'channel'>, cell: Cell): Pick<DncFields, 'kind' | 'value' | 'channel'> {
  const digits = (cell('phone') || cell('value')).replace(/[.,]0+$/, '');
  return fields.kind === 'phone' && /^\d{8,15}$/.test(digits) ? { ...fields, value: `+${digits}` } : fields;
}

/** With a reason, and with the plus that a spreadsheet took away from a number that means nothing in the country of the house. */
function asTyped(cell: Cell, country: CountryCode): Cell {
  return (column) => {
    const text = cell(column);
    if (column === 'reason' && text === '') return 'Added in dnc.csv';
    const isPhone = column === 'phone' || (column === 'value' && ['', 'phone'].includes(cell('kind').toLowerCase()));
    return isPhone && /^\d{11,15}$/.test(text) && isRefusal(parseAddress('phone', text, country)) ? `+${text}` : text;
  };
}
