import { z } from 'zod';
import { listOf, pageInput } from '#lib/paging.ts';

/** Shapes of the journal as people read it, and of what a check of all sends in it comes to. */

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

export const sendsCheckSchema = z.object({
  /** No send is against the promise. */
  ok: z.boolean(),
  checkedAt: z.iso.datetime(),
  /** The last record that was looked at. */
  throughSeq: z.number().int(),
  /** Sends that were begun, each try counted; below, what became of them. */
  attempts: z.number().int(),
  accepted: z.number().int(),
  refused: z.number().int(),
  uncertain: z.number().int(),
  /** On their way at that moment. */
  open: z.number().int(),
  problemCount: z.number().int(),
  /** The first hundred of them, in the order of the journal. */
  problems: z.array(z.object({ seq: z.number().int(), approvalId: z.string(), leadId: z.string().nullable(), problem: z.string() })),
});
export type SendsCheckView = z.infer<typeof sendsCheckSchema>;
