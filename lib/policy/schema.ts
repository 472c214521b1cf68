import { z } from 'zod';
import { channels } from '#lib/channels/channel.ts';

/** Shapes of the policy check: what would happen, and what each rule says. */

export const checkPolicyInput = z
  .object({
    approvalId: z.string().max(64).optional(),
    channel: z.enum(channels).optional(),
    /** An address on that channel, known or not. */
    address: z.string().max(320).optional(),
    /** When it would be sent; now unless told. */
    at: z.iso.datetime({ offset: true }).optional(),
  })
  .refine((input) => input.approvalId !== undefined || (input.channel !== undefined && input.address !== undefined), 'give approvalId, or channel and address');

export const policyCheckSchema = z.object({
  verdict: z.enum(['allow', 'hold', 'block', 'stale']),
  /** The rule behind the verdict, null when all pass. */
  rule: z.string().nullable(),
  why: z.string(),
  /** When it would go out, for `allow` and `hold`. */
  at: z.iso.datetime().nullable(),
  /** The recipient's wall clock at that time, with the place: “Tue 9:02 in Denver”. */
  localTime: z.string().nullable(),
  leadId: z.string().nullable(),
  rules: z.array(z.object({ rule: z.string(), source: z.string(), result: z.enum(['pass', 'hold', 'block', 'stale']), why: z.string(), until: z.iso.datetime().nullable() })),
});
export type PolicyCheck = z.infer<typeof policyCheckSchema>;
