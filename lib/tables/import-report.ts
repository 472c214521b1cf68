import { z } from 'zod';

/** What an import is asked, and what it says became of every row. */

export const importInput = z.object({
  bytes: z.instanceof(Uint8Array, { error: 'must be the bytes of a file' }),
  fileName: z.string().min(1).max(200),
  dryRun: z.boolean().default(false),
  mapping: z.record(z.string(), z.string().nullable()).default({}),
});

/** What is wrong with one cell of one row, and what would be right there. */
export interface RowProblem {
  readonly row: number;
  readonly field: string;
  readonly reason: string;
  readonly right: string;
}

export interface Duplicate {
  readonly row: number;
  readonly address: string;
  /** Where it is already: `row 3`, or the id of what is stored. */
  readonly of: string;
}

/** `rows` = `added` + rows named in `skipped` + rows named in `duplicates`. */
export interface ImportReport {
  readonly rows: number;
  readonly added: number;
  readonly skipped: readonly RowProblem[];
  readonly duplicates: readonly Duplicate[];
  /** Added, and on the Do-Not-Contact list: nothing is sent to them. */
  readonly suppressed: number;
  readonly ignoredColumns: readonly string[];
  readonly dryRun: boolean;
}

export interface ImportOptions {
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/** Rows of one commit: each batch is whole or not there at all. */
export const batchSize = 200;

export function batchesOf<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / batchSize) }, (_, i) => items.slice(i * batchSize, (i + 1) * batchSize));
}
