import { join } from 'node:path';
import { whatIsTheirs } from '#lib/erasure/what-is-theirs.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { blanked, type JournalRecord } from '#lib/store/journal/record.ts';
import { walkChain } from '#lib/store/journal/walk-chain.ts';
import type { Call } from '#lib/world.ts';

/** Which records of the journal a pack holds. */

export interface Asked {
  readonly leadId?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

export interface Picked {
  readonly seq: number;
  readonly line: string;
}

/** More than this opens in no browser. */
const recordsMax = 20_000;

/** The hashes of all records up to the place `upTo`, and the records that were asked for. */
export async function pickRecords(call: Call, asked: Asked, upTo: number): Promise<{ hashes: string[]; picked: Picked[] }> {
  const isWanted = asked.leadId === undefined ? inRange(asked) : await aboutLead(call, asked.leadId);
  const hashes: string[] = [];
  const picked = new Map<number, Picked>();
  const users = new Map<string, Picked>();
  const acting = new Set<string>();
  const bounds = asked.leadId === undefined ? boundsOf(picked) : () => undefined;
  await walkChain(join(call.world.settings.dataDir, 'journal'), (record, line) => {
    if (record.seq > upTo) return;
    hashes.push(record.hash);
    if (record.type === 'UserAdded') users.set(`person:${record.subject.slice('user:'.length)}`, { line, seq: record.seq });
    bounds({ line, seq: record.seq }, isWanted(record));
    if (!isWanted(record)) return;
    if (picked.size >= recordsMax) throw new Refused(refusal('invalid_input', `There are more than ${recordsMax} records in it.`, { lift: 'Ask for a shorter range of time.' }));
    picked.set(record.seq, { line, seq: record.seq });
    acting.add(record.actor);
  });
  if (picked.size === 0) throw new Refused(refusal('not_found', 'There is no such record.'));
  // Who the people are that act in it.
  for (const [actor, record] of users) if (acting.has(actor)) picked.set(record.seq, record);
  return { hashes, picked: [...picked.values()].sort((a, b) => a.seq - b.seq) };
}

function inRange({ from, to }: Asked): (record: JournalRecord) => boolean {
  const [fromMs, toMs] = [from === undefined ? -Infinity : Date.parse(from), to === undefined ? Infinity : Date.parse(to)];
  return ({ at }) => at >= fromMs && at <= toMs;
}

/** The records right before and right behind a range, without their data: they show that nothing of it is left out. */
function boundsOf(picked: Map<number, Picked>): (record: Picked, isInside: boolean) => void {
  let before: { record: Picked; isInside: boolean } | null = null;
  return (record, isInside) => {
    const outside = isInside ? before && !before.isInside && before.record : before?.isInside && record;
    if (outside) picked.set(outside.seq, { seq: outside.seq, line: blanked(outside.line) });
    before = { record, isInside };
  };
}

/** The lead's own records, of an erased lead what is left of them. */
async function aboutLead({ world: { store } }: Call, leadId: string): Promise<(record: JournalRecord) => boolean> {
  const lead = await store.leads.get(leadId);
  const erased = (await store.workspace.get()).erasures.filter((erasure) => erasure.leadId === leadId).flatMap((erasure) => erasure.subjects);
  const subjects = new Set([...erased, ...(lead ? (await whatIsTheirs(store, lead)).subjects : [])]);
  if (subjects.size === 0) throw new Refused(refusal('not_found', `There is no lead ${leadId}.`));
  return ({ subject }) => subjects.has(subject);
}
