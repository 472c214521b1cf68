import { z } from 'zod';
import { mayDo } from '#lib/accounts/permissions.ts';
import { iso } from '#lib/clock.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { headLine, readHeadLine, type SignedHead } from '../head-line.ts';
import { readHeadsLog } from '../heads-log.ts';
import { inForce } from '../judge-heads.ts';
import { treeOf, type Tree } from '../merkle.ts';
import { newestSigned } from '../sign-journal.ts';
import { openSigningKey, publicPem, signingPlace } from '../signing-key.ts';
import type { Pack } from './pack.ts';
import { pickRecords } from './pick-records.ts';
import { signedPage } from './render.ts';

const instant = z.iso.datetime({ offset: true });
export const exportEvidenceInput = z
  .object({
    leadId: z.string().min(1).max(64).optional(), from: instant.optional(), to: instant.optional(),
    /** A line that somebody kept: the pack shows that its records belong to the journal that had this head. */
    head: z.string().max(1000).optional(),
  })
  .refine(({ leadId, from, to }) => (leadId === undefined) !== (from === undefined && to === undefined), 'give a lead, or from and to');

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
  const head = await newestSigned(call.world);
  const { hashes, picked } = await pickRecords(call, asked, head.seq);
  const tree = treeOf(hashes);
  if (tree.root !== head.root) throw new Error(`the signed root at record ${head.seq} is not that of the journal`);
  const key = openSigningKey(settings);
  const known = readHeadsLog(signingPlace(settings))?.heads ?? [];
  const pack: Pack = {
    format: 're-evidence-2', madeAt: iso(clock.now()),
    about: { leadId: asked.leadId ?? null, from: instantOf(asked.from), to: instantOf(asked.to) },
    head: headLine(head),
    records: picked.map(({ line, seq }) => ({ line, path: tree.path(seq - 1) })),
    heads: earlier(known, head, hashes, asked.head).map((each) => ({ line: headLine(each), ...proofOf(each, tree) })),
    keys: known.filter((each) => each.kind === 're-key-1').map(headLine),
    publicKey: publicPem(key), page: '', signature: '',
  };
  return { records: picked.length, page: signedPage(pack, key) };
}

const instantOf = (text: string | undefined) => (text === undefined ? null : iso(Date.parse(text)));

const proofOf = ({ seq }: SignedHead, tree: Tree) => ({ path: tree.path(seq - 1), consistency: tree.consistency(seq) });

/** The newest that the journal holds, and the one that was asked for. */
function earlier(known: readonly SignedHead[], head: SignedHead, hashes: readonly string[], asked: string | undefined): SignedHead[] {
  const own = headLine(head);
  const held = inForce(known).filter((each) => each.seq <= head.seq && hashes[each.seq - 1] === each.hash && headLine(each) !== own);
  const newest = held.slice(-headsMax);
  if (asked === undefined || asked.trim() === own) return newest;
  const wanted = readHeadLine(asked);
  const found = wanted && held.find((each) => headLine(each) === headLine(wanted));
  if (!found) throw new Refused(refusal('not_found', 'That head is not among those that were signed here and that the journal holds.', { lift: 'audit verify --head LINE says why.' }));
  return newest.includes(found) ? newest : [found, ...newest];
}
