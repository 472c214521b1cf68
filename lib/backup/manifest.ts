import { z } from 'zod';

/** What a backup says of itself: `manifest.json` at its top, written last. */

export const manifestName = 'manifest.json';
export const backupVersion = 1;

const hex = z.string().regex(/^[0-9a-f]{64}$/);

/** Below the backup's folder, with `/`, never out of it. */
const relativePath = z.string().min(1).max(500).refine((path) => !path.startsWith('/') && !path.includes('\\') && path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'), 'leads out of the backup');

export const manifestSchema = z.object({
  product: z.literal('RE Engine backup'),
  version: z.literal(backupVersion),
  madeAt: z.iso.datetime(),
  head: z.object({ seq: z.number().int().min(0), hash: hex }),
  files: z.array(z.object({ path: relativePath, bytes: z.number().int().min(0), sha256: hex })),
});
export type Manifest = z.infer<typeof manifestSchema>;
