import { z } from 'zod';
import { restMsMax } from '#lib/channels/breaker.ts';
import { channels } from '#lib/channels/channel.ts';
import { bodyProblem, templateLengthMax } from './message-template.ts';
import { dayMs, hourMs, type Policy } from './policy.ts';
import { delayedRestMsMax } from './rules/returned-mail.ts';

/** Shapes of the policy at the edges: what it says of one message, what it is, and how it is changed. */

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
  /** When it would go out if nothing else did meanwhile; null when it would not, or nobody can say. */
  at: z.iso.datetime().nullable(),
  /** The recipient's wall clock at that time, with the place: “Tue 9:02 in Denver”. */
  localTime: z.string().nullable(),
  leadId: z.string().nullable(),
  /** `until`: the end of a hold; null when there is none, or nobody knows it. */
  rules: z.array(z.object({ rule: z.string(), source: z.string(), result: z.enum(['pass', 'hold', 'block', 'stale']), why: z.string(), until: z.iso.datetime().nullable() })),
});
export type PolicyCheck = z.infer<typeof policyCheckSchema>;

const day = z.iso.date('must be a day like 2026-12-25');
const zone = z.string().refine((name) => name === 'UTC' || Intl.supportedValuesOf('timeZone').includes(name), 'must be an IANA time zone like America/Denver');
const whole = (most: number) => z.number('must be a number').int('must be a whole number').min(1, 'must be at least 1').max(most, `must be at most ${most}`);
/** Twice that, as a gap may vary, is as far back as sends are counted: a longer one would be forgotten before it is over. */
const gapMsMax = dayMs / 2;
const limits = z.strictObject({ perHour: whole(1000), perDay: whole(10_000), gapMs: z.number('must be a number').int().min(0, 'must be at least 0').max(gapMsMax, 'must be at most 12 h') });

export const messageTemplateSchema = z.strictObject({
  name: z.string().trim().regex(/^[a-z0-9_]{1,512}$/, 'must be as WhatsApp has it: lower-case letters, digits and underscores'),
  language: z.string().trim().regex(/^[a-z]{2,3}(_[A-Z]{2})?$/, 'must be as WhatsApp has it, like en_US'),
  category: z.enum(['marketing', 'utility']),
  body: z.string().trim().min(1, 'is empty').max(templateLengthMax, `must have at most ${templateLengthMax} characters`).superRefine((body, issues) => {
    const message = bodyProblem(body);
    if (message !== null) issues.addIssue({ code: 'custom', message });
  }),
  status: z.enum(['active', 'retired']),
});

const templates = z.array(messageTemplateSchema).max(200).superRefine((all, issues) => {
  all.forEach(({ name, language }, i) => {
    if (all.findIndex((other) => other.name === name && other.language === language) !== i) issues.addIssue({ code: 'custom', path: [i, 'name'], message: `“${name}” is there in ${language} already` });
  });
});

/** Every part of the policy as a person may set it; a name that means nothing is a slip, not something to leave out. Durations in ms. */
export const policySchema = z.object({
  channels: z.strictObject({ whatsapp: limits, telegram: limits, email: limits, linkedin: limits, messenger: limits }),
  gapVariance: z.number('must be a number').min(0, 'must be from 0 to 1').max(1, 'must be from 0 to 1'),
  ramp: z.strictObject({ startPerDay: whole(10_000), growthPerDay: z.number('must be a number').min(1, 'must be at least 1').max(10, 'must be at most 10') }).nullable(),
  perLeadPerDay: whole(100),
  perHouseholdPerDay: whole(100),
  staleAfterMs: z.number('must be a number').int().min(hourMs, 'must be at least 1 h').max(30 * dayMs, 'must be at most 30 days'),
  scheduleGraceMs: z.number('must be a number').int().min(60_000, 'must be at least 1 min').max(dayMs, 'must be at most 24 h'),
  returnedShareMax: z.number('must be a number').min(0.01, 'must be at least 0.01').max(1, 'must be at most 1'),
  delayedMail: z.strictObject({ reports: whole(20), restMs: z.number('must be a number').int().min(hourMs, 'must be at least 1 h').max(delayedRestMsMax, 'must be at most 14 days') }),
  retryPausesMs: z.array(z.number('must be a number').int().min(60_000, 'must be at least 1 min').max(7 * dayMs, 'must be at most 7 days')).min(1, 'must have at least one pause').max(10, 'must have at most 10 pauses'),
  breaker: z.strictObject({ failures: whole(100), restMs: z.number('must be a number').int().min(10_000, 'must be at least 10 s').max(restMsMax, 'must be at most 10 min'), successes: whole(100) }),
  teamZone: zone,
  quietChannels: z.array(z.enum(channels)),
  holidays: z.array(day).max(400),
  consentChannels: z.array(z.enum(channels)),
  postalAddress: z.string().trim().max(300),
  registryMaxAgeDays: whole(31).nullable(),
  registryCopiedOn: day.nullable(),
  templates,
}) satisfies z.ZodType<Policy>;

/** Only the parts that change; each is given whole. */
export const policyChangesInput = z.strictObject(policySchema.partial().shape).refine((changes) => Object.keys(changes).length > 0, 'name what changes');

export const changePolicyInput = z.object({
  /** As it was read; 0 before the first change. */
  version: z.number().int().min(0),
  changes: policyChangesInput,
  reason: z.string().trim().min(1, 'needs a reason').max(500),
});

export const policyViewSchema = z.object({
  version: z.number().int(),
  policy: policySchema,
  /** What managers changed, beside the settings of the machine; null while nobody has. */
  changed: z.object({ by: z.string(), at: z.iso.datetime(), reason: z.string(), parts: z.array(z.string()) }).nullable(),
  rules: z.array(z.object({ name: z.string(), source: z.string(), parameters: z.array(z.string()) })),
});
export type PolicyView = z.infer<typeof policyViewSchema>;

export const replayInput = z.object({ changes: policyChangesInput });

const share = z.object({ rule: z.string(), count: z.number().int() });
export const replaySchema = z.object({
  fromAt: z.iso.datetime(),
  toAt: z.iso.datetime(),
  /** Approvals of that time that were looked at, and whether older ones were left out. */
  looked: z.number().int(),
  isWhole: z.boolean(),
  /** Changed parts that come into force by what servers answer, which is not played again. */
  notPlayed: z.array(z.string()),
  /** Gone at the same minute under both. */
  same: z.number().int(),
  sooner: z.number().int(),
  later: z.object({ count: z.number().int(), medianMs: z.number().int(), longestMs: z.number().int(), rules: z.array(share) }),
  /** Would not have gone out, and do now. */
  stopped: z.object({ count: z.number().int(), rules: z.array(share) }),
  /** Would have gone out, and do not now. */
  freed: z.number().int(),
  /** Some that change the most, stopped ones first: when they go out by the policy in force and by the changed one; null when they do not. */
  examples: z.array(z.object({ approvalId: z.string(), leadId: z.string(), leadName: z.string(), channel: z.enum(channels), now: z.iso.datetime().nullable(), then: z.iso.datetime().nullable(), rule: z.string().nullable() })),
});
export type Replay = z.infer<typeof replaySchema>;
