import type { Table, TableRow } from './read-table.ts';
import { isSameCell, type Cell, type CellKind } from './same-cell.ts';

/** What a person did to a table of ours in a spreadsheet: which cells, which rows. Pure. */

export interface OwnColumn {
  readonly name: string;
  readonly kind: CellKind;
  /** Everything that may stand in it, when that is known beforehand. */
  readonly words?: readonly string[];
}

export interface OwnRow {
  readonly id: string;
  readonly cells: readonly Cell[];
  /** When it came to be (ms): a file that was written before cannot miss it. */
  readonly bornAt: number;
}

export interface OwnTable {
  readonly columns: readonly OwnColumn[];
  readonly size: number;
  /** Rows of one slice, by id. */
  slice(from: number, to: number): OwnRow[];
}

export interface Change {
  readonly row: number;
  readonly id: string;
  readonly column: OwnColumn;
  readonly from: string;
  readonly to: string;
}

export interface Comparison {
  /** Cells that say something else; `changes` are the first of them. */
  readonly changeCount: number;
  readonly changes: readonly Change[];
  /** Rows of ours that the file does not have; `missing` are the first of them, by id. */
  readonly missingCount: number;
  readonly missing: readonly string[];
  /** Rows that were changed here since the file was made, and so say nothing of what a person did. */
  readonly olderCount: number;
  /** Rows of nobody we know. */
  readonly newRows: readonly TableRow[];
  /** Columns that are not ours, with something in them. */
  readonly strangeCount: number;
  /** False when nothing tells which row is which. */
  readonly isComparable: boolean;
  /** Every column of ours is in the file. */
  readonly isComplete: boolean;
}

export interface CompareOptions {
  /** When our rows were last written to the file, as far as is known. */
  readonly writtenAt: number;
  /** Columns that are not ours and mean something all the same. */
  readonly known?: (header: string) => boolean;
  /** The id of the row that a row without one stands for. */
  readonly standsFor?: (row: TableRow) => string | null;
  /** What a row without an id was recognised by: another spelling of it is no change. */
  readonly recognisedBy?: readonly string[];
  /** Called between slices, so that others get their turn. */
  readonly breathe: () => Promise<void>;
}

const keptMax = 100;
const sliceRows = 500;

export async function compareTable(own: OwnTable, edited: Table, options: CompareOptions): Promise<Comparison> {
  const comparing = new Comparing(own, edited, options);
  if (!comparing.isComparable) return comparing.outcome();
  await comparing.findRows(options.breathe);
  for (let from = 0; from < own.size; from += sliceRows) {
    for (const row of own.slice(from, from + sliceRows)) comparing.compare(row);
    await options.breathe();
  }
  return comparing.outcome();
}

class Comparing {
  readonly isComparable: boolean;
  /** Place of each of our columns in the file. */
  private readonly at: readonly number[];
  private readonly edited: Table;
  private readonly own: OwnTable;
  private readonly options: CompareOptions;
  private readonly byId = new Map<string, TableRow[]>();
  private readonly withoutId = new Map<string, TableRow>();
  private readonly newRows: TableRow[] = [];
  private readonly changes: Change[] = [];
  private readonly missing: string[] = [];
  private changeCount = 0;
  private missingCount = 0;
  private olderCount = 0;

  constructor(own: OwnTable, edited: Table, options: CompareOptions) {
    const headers = edited.headers.map(folded);
    this.at = own.columns.map((column) => headers.indexOf(folded(column.name)));
    this.own = own;
    this.edited = edited;
    this.options = options;
    this.isComparable = this.place('id') !== -1 || options.standsFor !== undefined;
  }

  private place(column: string): number {
    return this.at[this.own.columns.findIndex((each) => each.name === column)] ?? -1;
  }

  /** Which row of the file stands for which of ours; the rest is new. */
  async findRows(breathe: () => Promise<void>): Promise<void> {
    const ours = new Set<string>();
    for (let from = 0; from < this.own.size; from += sliceRows) {
      for (const { id } of this.own.slice(from, from + sliceRows)) ours.add(id);
      await breathe();
    }
    const nameless: TableRow[] = [];
    for (const [i, row] of this.edited.rows.entries()) {
      const id = row.cells[this.place('id')] ?? '';
      if (ours.has(id)) this.byId.set(id, [...(this.byId.get(id) ?? []), row]);
      else nameless.push(row);
      if (i % sliceRows === sliceRows - 1) await breathe();
    }
    for (const [i, row] of nameless.entries()) {
      const id = this.options.standsFor?.(row) ?? null;
      if (id === null || !ours.has(id)) this.newRows.push(row);
      else if (!this.byId.has(id) && !this.withoutId.has(id)) this.withoutId.set(id, row);
      if (i % sliceRows === sliceRows - 1) await breathe();
    }
  }

  /** Of a row without its id, empty cells say nothing: somebody may have typed it. Of several with it, the one like ours is ours; the others were copied and are new. */
  compare(own: OwnRow): void {
    const named = (this.byId.get(own.id) ?? []).map((row) => ({ row, changes: this.changesOf(own, row, []) })).toSorted((a, b) => a.changes.length - b.changes.length);
    const nameless = this.withoutId.get(own.id);
    const found = named[0] ?? (nameless && { row: nameless, changes: this.changesOf(own, nameless, ['id', ...(this.options.recognisedBy ?? [])]).filter(({ to }) => to !== '') });
    for (const { row } of named.slice(1)) this.newRows.push(row);
    if (!found) this.miss(own);
    else if (this.isOlder(own, found.row)) this.olderCount += 1;
    else this.note(found.changes);
  }

  private miss(own: OwnRow): void {
    if (own.bornAt > this.options.writtenAt) return;
    this.missingCount += 1;
    if (this.missing.length < keptMax) this.missing.push(own.id);
  }

  private note(changes: readonly Change[]): void {
    this.changeCount += changes.length;
    // A status is worth more room than a text.
    for (const change of changes) if (this.changes.length < keptMax || (change.column.kind === 'word' && this.changes.length < 2 * keptMax)) this.changes.push(change);
  }

  private isOlder(own: OwnRow, row: TableRow): boolean {
    const place = this.own.columns.findIndex((column) => column.name === 'version');
    const theirs = row.cells[this.at[place] ?? -1];
    return place !== -1 && theirs !== undefined && /^\d+$/.test(theirs) && Number(theirs) < Number(own.cells[place]);
  }

  private changesOf(own: OwnRow, row: TableRow, except: readonly string[]): Change[] {
    return this.own.columns.flatMap((column, i) => {
      const place = this.at[i] ?? -1;
      const [from, to] = [own.cells[i] ?? null, row.cells[place] ?? ''];
      if (place === -1 || except.includes(column.name) || isSameCell(column.kind, from, to)) return [];
      return [{ row: row.row, id: own.id, column, from: String(from ?? ''), to }];
    });
  }

  outcome(): Comparison {
    const { changeCount, changes, missingCount, missing, olderCount, newRows, isComparable } = this;
    return { changeCount, changes, missingCount, missing, olderCount, newRows: newRows.toSorted((a, b) => a.row - b.row), strangeCount: this.strangeCount(), isComparable, isComplete: !this.at.includes(-1) };
  }

  private strangeCount(): number {
    const isOurs = (header: string) => this.own.columns.some((column) => folded(column.name) === folded(header)) || (this.options.known?.(header) ?? false);
    const widest = this.edited.rows.reduce((most, row) => Math.max(most, row.cells.length), this.edited.headers.length);
    return Array.from({ length: widest }, (_, i) => i).filter((i) => !isOurs(this.edited.headers[i] ?? '') && this.edited.rows.some((row) => (row.cells[i] ?? '') !== '')).length;
  }
}

function folded(header: string): string {
  return header.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}
