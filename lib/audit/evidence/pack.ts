import { hash, sign, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';

/** An evidence pack: records of the journal as they stand there, the proof that they belong to it, and who says so. */

const hex = z.string().regex(/^[0-9a-f]{64}$/);
const path = z.array(hex).max(64);

/** The order of the fields is the order on the page, which is compared byte by byte. */
export const packSchema = z.object({
  format: z.literal('re-evidence-1'),
  madeAt: z.iso.datetime(),
  /** What was asked for: one lead, or a range of time. */
  about: z.object({ leadId: z.string().nullable(), from: z.iso.datetime().nullable(), to: z.iso.datetime().nullable() }),
  /** Of the whole journal when the pack was made: how many records, the root over them (`merkle.ts`), the last record's hash, the first one's. */
  journal: z.object({ size: z.number().int().min(1), root: hex, head: hex, first: hex }),
  /** Ed25519 over `statementOf` the pack (base64url), and the key (PEM) to check it with. */
  signature: z.string(),
  publicKey: z.string(),
  /** Whole lines of the journal in their order, each with its way to the root. */
  records: z.array(z.object({ line: z.string(), path })),
  /** Heads signed earlier, each with the way of its record to the root. */
  heads: z.array(z.object({ line: z.string(), path })),
});
export type Pack = z.infer<typeof packSchema>;

/** Everything in the pack but the signature itself. */
function statementOf(pack: Pack): Buffer {
  return Buffer.from(`re-evidence-1 ${hash('sha256', JSON.stringify({ ...pack, signature: '' }))}`);
}

export function signPack(pack: Pack, key: KeyObject): Pack {
  return { ...pack, signature: sign(null, statementOf(pack), key).toString('base64url') };
}

export function isPackSigned(pack: Pack, key: KeyObject): boolean {
  const bytes = Buffer.from(pack.signature, 'base64url');
  return bytes.toString('base64url') === pack.signature && verify(null, statementOf(pack), key, bytes);
}
