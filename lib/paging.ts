import { z } from 'zod';
import type { PageRequest } from './store/port.ts';

/** How every list is asked for: `limit` (1 to 200 rows, 50 unless told) and the `cursor` of the page before. */
export const pageInput = {
  cursor: z.string().max(500).nullish().transform((value) => value ?? null),
  limit: z.coerce.number().int().min(1).max(200).default(50),
};

export function pageOf(input: { cursor: string | null; limit: number }): PageRequest {
  return { cursor: input.cursor, limit: input.limit };
}

/** How every list is answered. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable(),
    /** Rows that fit the filter, over all pages. */
    total: z.number().int(),
  });
}
