import { z } from 'zod';

/** Shapes of what concerns the data as a whole, at the edges. */

export const tableEditSchema = z.object({
  table: z.string(),
  /** Name of the copy in the data folder. */
  keptAs: z.string(),
  taken: z.number().int(),
  left: z.number().int(),
  /** The first few differences that were not applied, in words. */
  differences: z.array(z.string()),
  at: z.iso.datetime(),
});
export const tableEditListSchema = z.object({ items: z.array(tableEditSchema) });
export type TableEditList = z.infer<typeof tableEditListSchema>;

export const dismissTableEditInput = z.object({ keptAs: z.string().min(1).max(200) });
export const dismissedSchema = z.object({ keptAs: z.string(), dismissed: z.literal(true) });
