import type { Comparison, CompareOptions } from '#lib/tables/compare-table.ts';
import type { Table } from '#lib/tables/read-table.ts';

/** The tables as files that people open in a spreadsheet: written for them, and looked through for what they changed. */

export interface EditedFile {
  /** `dnc`, `leads`, … */
  readonly table: string;
  /** `<table>.edited-<time>.csv`. */
  readonly name: string;
  /** Any writing to the file changes it. */
  readonly mark: string;
  readonly content: { readonly kind: 'table'; readonly rows: Table } | { readonly kind: 'unreadable'; readonly why: string };
  /** Nobody remembers whether we wrote it ourselves. */
  readonly isStrange: boolean;
}

export interface TableFiles {
  /** Moves tables that somebody changed, and is done changing, out of the way; gives the names of all that lie there, oldest first. */
  setAside(): Promise<readonly string[]>;
  /** Null when it is not there any more. */
  read(name: string): Promise<EditedFile | null>;
  /** What was done to a file that could be read. */
  compare(file: EditedFile, options: Pick<CompareOptions, 'known' | 'standsFor' | 'recognisedBy'>): Promise<Comparison>;
  /** Ends the matter: the copy stays for people, or goes. One that was written to since it was read is looked at again under another name. */
  settle(file: EditedFile, keep: boolean): Promise<void>;
  /** Writes the tables as they should be, when enough changed or nothing does for a while; says how many it wrote. */
  keepUp(): Promise<number>;
}
