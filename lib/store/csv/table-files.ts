import { rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Refused } from '#lib/errors.ts';
import { compareTable } from '#lib/tables/compare-table.ts';
import { readTable } from '#lib/tables/read-table.ts';
import type { EditedFile, TableFiles } from '#lib/workspace/table-files.ts';
import { nodeFiles, syncFolder } from '../journal/files.ts';
import { EditedTables, markOf, type Aside } from './edited-tables.ts';
import { SnapshotKeeper } from './keep-snapshots.ts';
import { snapshotTable } from './snapshot-columns.ts';
import { statOrNull } from './snapshot-marker.ts';
import type { RowSource } from './snapshots.ts';

/** A larger file is kept for people and not looked through. */
const readBytesMax = 50 * 1024 * 1024;

/** `restMs`: how long a file, and the journal, must be still to be taken for done. */
export function fileTables(dataDir: string, source: RowSource, restMs: number): TableFiles {
  const edited = new EditedTables(dataDir, restMs);
  const keeper = new SnapshotKeeper(dataDir, source, restMs);
  const find = (name: string) => edited.aside().find((each) => each.name === name);
  const pathOf = (name: string) => join(dataDir, name);
  return {
    setAside: async () => {
      await edited.setAside(keeper.strange);
      return edited.aside().map(({ name }) => name);
    },
    read: async (name) => {
      const aside = find(name);
      const mark = markOf(pathOf(name));
      if (!aside || mark === null) return null;
      return { table: aside.table, name, mark, isStrange: aside.isStrange, content: await contentOf(pathOf(name), aside) };
    },
    compare: async ({ name, content }, options) => {
      const aside = find(name);
      if (!aside || content.kind !== 'table') throw new Error(`${name} was not read`);
      const own = snapshotTable(aside.table, (await source.rows()).tables);
      return compareTable(own, content.rows, { ...options, writtenAt: Math.min(aside.writtenAtMs ?? Infinity, statOrNull(pathOf(name))?.mtimeMs ?? Infinity), breathe: () => nextTurn() });
    },
    settle: async ({ name, mark }, keep) => {
      const aside = find(name);
      if (!aside) return;
      if (markOf(pathOf(name)) !== mark) return edited.renew(aside);
      if (keep) return;
      rmSync(pathOf(name), { force: true });
      syncFolder(nodeFiles, dataDir);
    },
    keepUp: () => keeper.round(),
  };
}

async function contentOf(path: string, { table }: Aside): Promise<EditedFile['content']> {
  const found = statOrNull(path);
  if (!found?.isFile()) return { kind: 'unreadable', why: `${table}.csv was replaced by something that is not a file.` };
  if (found.size > readBytesMax) return { kind: 'unreadable', why: `${table}.csv is larger than 50 MB; what was changed in it was not looked for.` };
  try {
    return { kind: 'table', rows: readTable(await readFile(path), `${table}.csv`) };
  } catch (error) {
    if (error instanceof Refused) return { kind: 'unreadable', why: error.refusal.message };
    throw error;
  }
}
