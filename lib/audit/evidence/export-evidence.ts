import { createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { mayDo } from '#lib/accounts/permissions.ts';
import { iso } from '#lib/clock.ts';
import { whatIsTheirs } from '#lib/erasure/what-is-theirs.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import type { JournalRecord } from '#lib/store/journal/record.ts';
import { walkChain } from '#lib/store/journal/walk-chain.ts';
import type { Call } from '#lib/world.ts';
import { headLine } from '../head-line.ts';
import { readHeadsLog } from '../heads-log.ts';
import { inForce } from '../judge-heads.ts';
import { openSigningKey, signingPlace } from '../signing-key.ts';
import { treeOf } from './merkle.ts';
import { signPack, type Pack } from './pack.ts';
import { renderPack } from './render.ts';

const instant = z.iso.datetime({ offset: true });
export const exportEvidenceInput = z.object({ leadId: z.string().min(1).max(64).optional(), from: instant.optional(), to: instant.optional() }).refine(
  ({ leadId, from, to }) => (leadId === undefined) !== (from === undefined && to === undefined),
  'give a lead, or from and to',
);

export interface Evidence {
  readonly records: number;
  /** A whole HTML page, UTF-8. */
  readonly page: string;
}

/** How many of the heads that were signed earlier go with a pack. */
const headsMax = 20;

/** Everything the journal says of one lead, or of a range of time, as one file that can be checked with nothing else at hand. */
export async function exportEvidence(call: Call, input: unknown): Promise<Evidence> {
  const forbidden = mayDo(call.actor, 'audit.export');
  if (forbidden) throw new Refused(forbidden);
  const asked = parse(exportEvidenceInput, input);
  const { settings, clock } = call.world;
  if (settings.storeKind !== 'csv') throw new Refused(refusal('invalid_input', `There is no journal on disk: RE_STORE is ${settings.storeKind}.`));
  const wanted = asked.leadId === undefined ? inRange(asked) : await aboutLead(call, asked.leadId);
  const { hashes, picked } = await read(settings.dataDir, wanted);
  if (picked.length === 0) throw new Refused(refusal('not_found', 'There is no such record.'));
  const key = openSigningKey(settings);
  const tree = treeOf(hashes);
  const journal = { size: tree.size, root: tree.root, head: hashes.at(-1) ?? '', first: hashes[0] ?? '' };
  const madeAt = iso(clock.now());
  const heads = inForce(readHeadsLog(signingPlace(settings))?.heads ?? []).filter((head) => hashes[head.seq - 1] === head.hash).slice(-headsMax);
  const pack: Pack = {
    format: 're-evidence-1', madeAt,
    about: { leadId: asked.leadId ?? null, from: asked.from === undefined ? null : iso(Date.parse(asked.from)), to: asked.to === undefined ? null : iso(Date.parse(asked.to)) },
    journal, signature: '', publicKey: String(createPublicKey(key).export({ type: 'spki', format: 'pem' })),
    records: picked.map(({ line, seq }) => ({ line, path: tree.path(seq - 1) })),
    heads: heads.map((head) => ({ line: headLine(head), path: tree.path(head.seq - 1) })),
  };
  return { records: picked.length, page: renderPack(signPack(pack, key)) };
}

type Wanted = (record: JournalRecord) => boolean;

function inRange({ from, to }: { from?: string | undefined; to?: string | undefined }): Wanted {
  const [fromMs, toMs] = [from === undefined ? -Infinity : Date.parse(from), to === undefined ? Infinity : Date.parse(to)];
  return ({ at }) => at >= fromMs && at <= toMs;
}

/** The lead's own records, of an erased lead what is left of them. */
async function aboutLead({ world: { store } }: Call, leadId: string): Promise<Wanted> {
  const lead = await store.leads.get(leadId);
  const erased = (await store.workspace.get()).erasures.filter((erasure) => erasure.leadId === leadId).flatMap((erasure) => erasure.subjects);
  const subjects = new Set([...erased, ...(lead ? (await whatIsTheirs(store, lead)).subjects : [])]);
  if (subjects.size === 0) throw new Refused(refusal('not_found', `There is no lead ${leadId}.`));
  return ({ subject }) => subjects.has(subject);
}

/** The records that are wanted, with those that say who the people in them are. */
async function read(dataDir: string, wanted: Wanted): Promise<{ hashes: string[]; picked: { line: string; seq: number }[] }> {
  const hashes: string[] = [];
  const picked = new Map<number, { line: string; seq: number }>();
  const people = new Map<string, { line: string; seq: number }>();
  const acting = new Set<string>();
  await walkChain(join(dataDir, 'journal'), (record, line) => {
    hashes.push(record.hash);
    if (record.type === 'UserAdded') people.set(`person:${record.subject.slice('user:'.length)}`, { line, seq: record.seq });
    if (!wanted(record)) return;
    picked.set(record.seq, { line, seq: record.seq });
    acting.add(record.actor);
  });
  if (picked.size > 0) for (const [actor, record] of people) if (acting.has(actor)) picked.set(record.seq, record);
  return { hashes, picked: [...picked.values()].sort((a, b) => a.seq - b.seq) };
}
