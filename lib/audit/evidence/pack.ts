import { hash, sign, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** An evidence pack: records of the journal as they stand there, the proof that they belong to it, and who says so. */

const path = z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(64);
const line = z.string().max(10_000_000);

/** The order of the fields is the order on the page, which is compared byte by byte. */
export const packSchema = z.object({
  /** The first kind is not made any more; those that were given out prove their records to every version, their page to those that word it alike. */
  format: z.enum(['re-evidence-1', 're-evidence-2']),
  madeAt: z.iso.datetime(),
  /** What was asked for: one lead, or a range of time. */
  about: z.object({ leadId: z.string().nullable(), from: z.iso.datetime().nullable(), to: z.iso.datetime().nullable() }),
  /** The signed head (`head-line.ts`) whose root every record leads to. */
  head: line,
  /** Whole lines of the journal in their order, each with its way to the root of the head. */
  records: z.array(z.object({ line, path })).min(1),
  /** Heads signed earlier: the way of the record to the root, and what shows that the journal went on from there. */
  heads: z.array(z.object({ line, path, consistency: path })),
  /** Changes of keys that lead from the keys of those heads to this one, oldest first. */
  keys: z.array(line),
  publicKey: z.string().max(1000),
  /** SHA-256 (hex) of the whole file with `page` and `signature` empty in it: in whatever words the page was made, it is as it was signed. Not in the first kind. */
  page: z.string().regex(/^[0-9a-f]{64}$/).optional(),
  /** Ed25519 (base64url) over `statementOf` the pack. */
  signature: z.string().max(100),
}).refine(({ format, page }) => (format === 're-evidence-1') === (page === undefined));
export type Pack = z.infer<typeof packSchema>;

/** Everything in the pack but the signature itself. */
function statementOf(pack: Pack): Buffer {
  return Buffer.from(`${pack.format} ${hash('sha256', JSON.stringify({ ...pack, signature: '' }))}`);
}

export function signPack(pack: Pack, key: KeyObject): Pack {
  return { ...pack, signature: sign(null, statementOf(pack), key).toString('base64url') };
}

export function isPackSigned(pack: Pack, key: KeyObject): boolean {
  const bytes = Buffer.from(pack.signature, 'base64url');
  return bytes.toString('base64url') === pack.signature && verify(null, statementOf(pack), key, bytes);
}
