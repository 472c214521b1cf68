import type { Actor } from '#lib/accounts/actor.ts';
import { readFileRows } from '#lib/dnc/file-rows.ts';
import { countryOf, everyEntry, readNewRows, takeInRows } from '#lib/dnc/take-in-rows.ts';
import { on } from '#lib/store/event.ts';
import type { Comparison } from '#lib/tables/compare-table.ts';
import { metaOf, type Call, type World } from '#lib/world.ts';
import { differencesOf, type Differences, type Problem } from './difference-words.ts';
import type { EditedFile } from './table-files.ts';
import { workspaceId, type WorkspaceEvent } from './workspace.ts';

export interface EditsTaken {
  /** Files that were dealt with. */
  readonly edits: number;
  /** Rows that are DNC entries now. */
  readonly taken: number;
  /** Differences that were not applied. */
  readonly left: number;
}

/**
 * Deals with every table that a person changed by hand: rows that are new in `dnc.csv` are taken in, by an actor that may add to that list
 * and do nothing else; everything else is kept beside, told and never applied. A file is dealt with under its own name, which the journal
 * remembers: after a crash at any point the next call ends what was begun, and adds nothing twice.
 */
export async function takeInEdits(world: World): Promise<EditsTaken> {
  let sum: EditsTaken = { edits: 0, taken: 0, left: 0 };
  for (const name of await world.tableFiles.setAside()) {
    if (await isKnown(world, name)) continue;
    const file = await world.tableFiles.read(name);
    if (!file) continue;
    const { taken, left } = await takeIn(callOf(world, name), file);
    sum = { edits: sum.edits + 1, taken: sum.taken + taken, left: sum.left + left };
  }
  return sum;
}

const keyOf = (name: string) => `file_edit:${name}`;

async function isKnown(world: World, name: string): Promise<boolean> {
  return (await world.store.idempotencyKeys.beginningWith(keyOf(name))) !== null;
}

function callOf(world: World, name: string): Call {
  const actor: Actor = { kind: 'file', id: name, name: 'File edit' };
  return { world, actor, correlationId: world.ids.next('cor') };
}

async function takeIn(call: Call, file: EditedFile): Promise<{ taken: number; left: number }> {
  const { tableFiles } = call.world;
  const { candidates, differences } = await lookThrough(call, file);
  let taken = 0;
  const events = (rows: number) => on('workspace', workspaceId, eventsOf(file, rows, differences));
  if (candidates.length > 0) taken = (await takeInRows(call, candidates, { key: keyOf(file.name), events })).taken;
  else await call.world.store.commit({ ...metaOf(call, 'take-in-edits'), idempotencyKey: keyOf(file.name) }, async () => ({ events: events(0), result: null }));
  await tableFiles.settle(file, differences.left > 0);
  return { taken, left: differences.left };
}

/** Nothing when a spreadsheet only saved the table in its own way. */
function eventsOf({ table, name }: EditedFile, taken: number, { left, words }: Differences): WorkspaceEvent[] {
  return taken === 0 && left === 0 ? [] : [{ type: 'TableEditKept', table, keptAs: left > 0 ? name : '', taken, left, differences: words }];
}

async function lookThrough(call: Call, file: EditedFile): Promise<{ candidates: Parameters<typeof takeInRows>[1]; differences: Differences }> {
  const { tableFiles, store } = call.world;
  if (file.content.kind === 'unreadable') return { candidates: [], differences: { left: 1, words: [file.content.why] } };
  if (file.table !== 'dnc') {
    const comparison = await tableFiles.compare(file, {});
    return { candidates: [], differences: seen(file, comparison, comparison.newRows.map(({ row }) => ({ row, field: 'id', reason: 'a new row; nothing is added this way' }))) };
  }
  const rows = readFileRows(file.content.rows, await everyEntry(store), countryOf(call.world));
  const comparison = await tableFiles.compare(file, { known: rows.known, recognisedBy: ['kind', 'value', 'channel'], ...(rows.hasAddresses && { standsFor: rows.standsFor }) });
  const { candidates, problems } = await readNewRows(call.world, comparison.newRows, rows);
  return { candidates, differences: seen(file, comparison, problems) };
}

/** A table that nobody remembers and that only lacks what is newer is one that we wrote ourselves, before what we remember was lost. */
function seen({ isStrange }: EditedFile, comparison: Comparison, problems: readonly Problem[]): Differences {
  const isOwn = isStrange && comparison.isComparable && comparison.isComplete && comparison.changeCount + comparison.strangeCount + problems.length === 0;
  return isOwn ? { left: 0, words: [] } : differencesOf(comparison, problems);
}
