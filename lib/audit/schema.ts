import { z } from 'zod';
import { listOf, pageInput } from '#lib/paging.ts';

/** Shapes of the activity list: the journal as people read it. */

export const listActivityInput = z.object({
  ...pageInput,
  leadId: z.string().max(64).optional(),
  subject: z
    .string()
    .regex(/^(approval|lead|contact|message|conversation|dnc|user|token|signin|channel):.+$/, 'must look like approval:apr_…')
    .optional(),
  actor: z.string().max(100).optional(),
  /** Leaves out what only machines care about (classification, matching, watermarks) unless `all`. */
  detail: z.enum(['main', 'all']).default('main'),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
});

export const activitySchema = z.object({
  seq: z.number().int(),
  at: z.iso.datetime(),
  type: z.string(),
  actor: z.string(),
  actorName: z.string(),
  subject: z.object({ kind: z.string(), id: z.string() }),
  /** Where a reader goes to see more. */
  target: z.object({ kind: z.string(), id: z.string() }).nullable(),
  /** Whom it concerns, when that is a lead. */
  leadId: z.string().nullable(),
  leadName: z.string().nullable(),
  text: z.string(),
  tone: z.enum(['neutral', 'good', 'warning', 'bad']),
  cause: z.string(),
  correlationId: z.string(),
});
export type ActivityView = z.infer<typeof activitySchema>;
export const activityListSchema = listOf(activitySchema);
export type ActivityList = z.infer<typeof activityListSchema>;
