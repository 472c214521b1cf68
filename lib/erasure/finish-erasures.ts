import { on } from '#lib/store/event.ts';
import { metaOf, type Call, type World } from '#lib/world.ts';
import { workspaceId } from '#lib/workspace/workspace.ts';

export interface Finished {
  readonly leadId: string;
  /** Records of the journal whose data was taken out. */
  readonly records: number;
  readonly files: readonly string[];
}

/**
 * Brings every erasure that was begun to its end: the journal's data first, then the files beside it. May be repeated after a crash.
 * `texts` are known to whoever began it; later, the ids of what was erased are looked for.
 */
export async function finishErasures(world: World, call: Call, texts: ReadonlyMap<string, readonly string[]> = new Map()): Promise<Finished[]> {
  const begun = (await world.store.workspace.get()).erasures.filter((erasure) => erasure.finishedAt === null);
  if (begun.length === 0) return [];
  const { records, files } = await world.store.blankErased();
  const finished: Finished[] = [];
  for (const { leadId, artifacts, subjects } of begun) {
    const ids = subjects.map((subject) => subject.slice(subject.indexOf(':') + 1));
    const removed = await world.traces.remove({ artifacts, texts: [...new Set([...ids, ...(texts.get(leadId) ?? [])])] });
    const done = { leadId, records, files: [...files, ...removed] };
    await world.store.commit(metaOf(call, 'erase-lead'), async (reads) => {
      const open = (await reads.workspace.get()).erasures.some((erasure) => erasure.leadId === leadId && erasure.finishedAt === null);
      return { events: open ? on('workspace', workspaceId, [{ type: 'ErasureFinished', ...done }]) : [], result: null };
    });
    finished.push(done);
  }
  return finished;
}
