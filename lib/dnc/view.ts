import { nameOfActor } from '#lib/accounts/name-of-actor.ts';
import { iso } from '#lib/clock.ts';
import { refusal, Refused } from '#lib/errors.ts';
import type { Reads } from '#lib/store/port.ts';
import type { DncEntry } from './entry.ts';
import type { DncView } from './schema.ts';

export async function dncView(reads: Reads, entry: DncEntry): Promise<DncView> {
  const lead = entry.kind === 'lead' ? await reads.leads.get(entry.value) : null;
  return {
    id: entry.id, version: entry.version, kind: entry.kind, value: entry.value, channel: entry.channel, reason: entry.reason,
    source: entry.source, status: entry.status, leadName: lead?.name ?? null, addedAt: iso(entry.addedAt), addedBy: entry.addedBy,
    addedByName: await nameOfActor(reads, entry.addedBy),
    removedAt: entry.removedAt === null ? null : iso(entry.removedAt), removedBy: entry.removedBy,
    removedByName: entry.removedBy && (await nameOfActor(reads, entry.removedBy)), removalReason: entry.removalReason,
  };
}

/** The entry, or a refusal that names the id. */
export async function findDncEntry(reads: Reads, id: string): Promise<DncEntry> {
  const entry = await reads.dnc.get(id);
  if (!entry) throw new Refused(refusal('not_found', `There is no DNC entry ${id}.`));
  return entry;
}
