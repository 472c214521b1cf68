import { z } from 'zod';
import { channels } from '#lib/channels/channel.ts';
import { listOf, pageInput } from '#lib/paging.ts';
import { policyCheckSchema } from '#lib/policy/schema.ts';
import { statuses } from './approval.ts';

/** Shapes of approvals at the edges; the interface document is made from them. */

const id = z.string().min(1).max(64);
const hash = z.string().regex(/^[0-9a-f]{64}$/, 'must be the SHA-256 that the draft was shown with (64 hex digits)');
const reasonText = z.string().trim().min(1, 'needs a reason').max(500);
const instant = z.iso.datetime();
const temperature = z.enum(['hot', 'warm', 'cold', 'unknown']);

export const attachmentSchema = z.object({
  name: z.string().min(1).max(255),
  sizeBytes: z.number().int().min(0),
  mediaType: z.string().max(127),
  sha256: hash,
});

const subject = z.string().max(998).nullable();
const body = z.string().min(1, 'is empty').max(100_000);

/** The template a draft is sent as, by the name and language the platform has it under, with a value for each of its places. */
export const templateUseSchema = z.object({
  name: z.string().min(1).max(512),
  language: z.string().min(1).max(20),
  parameters: z.array(z.string().max(1024)).max(100),
});

export const submitDraftInput = z.object({
  leadId: id,
  channel: z.enum(channels),
  /** One of the lead's addresses; their first one for the channel when left out. */
  recipient: z.string().max(320).optional(),
  subject: subject.optional(),
  body,
  conversationId: id.nullish(),
  inReplyTo: id.nullish(),
  /** `body` is then exactly what it says with these values. */
  template: templateUseSchema.nullish(),
});

export const editDraftInput = z.object({
  id,
  contentHash: hash,
  /** Another channel goes to the lead's first address there unless a recipient is named. */
  channel: z.enum(channels).optional(),
  recipient: z.string().max(320).optional(),
  subject: subject.optional(),
  body: body.optional(),
  /** Null: sent as free text from now on. Left out: as before. */
  template: templateUseSchema.nullish(),
});

/** Strict: a slip in `sendAt` would have it go out at once. */
export const approveDraftInput = z.strictObject({
  id, contentHash: hash, version: z.number().int().min(1).optional(),
  /** When it is to go out; at once when left out. */
  sendAt: z.iso.datetime({ offset: true }).optional(),
});
export const rejectDraftInput = z.object({ id, contentHash: hash.optional(), reason: reasonText });
export const approvalIdInput = z.object({ id });
export const retryDeadLetterInput = z.object({ id, contentHash: hash });
export const cancelApprovalInput = z.object({ id, reason: reasonText });
export const resolveUncertainInput = z.object({
  id,
  as: z.enum(['was_sent', 'send_again', 'drop']),
  /** What somebody found out: the only evidence of what became of it. */
  note: z.string().trim().min(1, 'say what you found out').max(500),
});

/** An hour at least, ten years at most. */
const hours = z.coerce.number().int().min(1).max(87_600);

/** What narrows a list of approvals beside their status. */
const narrowing = {
  channel: z.enum(channels).optional(),
  q: z.string().max(200).optional(),
  /** The code of the refusal that made it a dead letter: `smtp_550`. */
  code: z.string().min(1).max(100).optional(),
  /** The last try is at least so many whole hours old, or less than so many; by the server's clock. */
  olderThanHours: hours.optional(),
  youngerThanHours: hours.optional(),
};

export const listApprovalsInput = z.object({
  ...pageInput,
  /** One status, or several with commas between. */
  status: z.preprocess((value) => (typeof value === 'string' ? value.split(',').filter(Boolean) : value), z.array(z.enum(statuses)).optional()),
  ...narrowing,
  leadId: id.optional(),
  conversationId: id.optional(),
  order: z.enum(['queue', 'newest', 'recent']).default('queue'),
});

/** Several approved together go out at once: whatever would say otherwise is refused, not left out. */
export const bulkInput = z.strictObject({
  /** `undo` takes decisions back; `retry` and `revive` are for dead letters, `was_sent`, `send_again` and `drop` for uncertain sends. */
  decision: z.enum(['approve', 'reject', 'undo', 'cancel', 'retry', 'revive', 'was_sent', 'send_again', 'drop']),
  /** At most 50 in one call, each as it was shown or the parts of it that count. With the version it was shown or counted with, nothing is done with what changed in any way since (the lead wrote again), but for `undo`. */
  items: z.array(z.object({ id, contentHash: hash, version: z.number().int().min(1).optional(), sendAt: z.unknown().optional() })).min(1).max(50, 'at most 50 at once').refine((items) => new Set(items.map((item) => item.id)).size === items.length, 'each once'),
  reason: reasonText.optional(),
}).refine(({ decision, items }) => decision !== 'approve' || items.every(({ sendAt }) => sendAt === undefined || sendAt === null), { message: 'those that are approved together go out at once; approve what is to go out later by itself', path: ['items'] });

const outcomeSchema = z.object({
  kind: z.enum(['accepted', 'refused', 'unknown']),
  transient: z.boolean().nullable(),
  code: z.string().nullable(),
  evidence: z.string(),
});

export const approvalSchema = z.object({
  id: z.string(),
  status: z.enum(statuses),
  version: z.number().int(),
  contentHash: z.string(),
  channel: z.enum(channels),
  leadId: z.string(),
  leadName: z.string(),
  sender: z.string(),
  recipient: z.string(),
  subject: z.string().nullable(),
  body: z.string(),
  attachments: z.array(attachmentSchema),
  /** The platform's template it is sent as; null when it is free text. */
  template: templateUseSchema.nullable(),
  temperature,
  dueAt: instant,
  createdAt: instant,
  updatedAt: instant,
  conversationId: z.string().nullable(),
  inReplyTo: z.string().nullable(),
  origin: z.object({ kind: z.enum(['reply', 'person', 'assistant']), template: z.string().nullable(), by: z.string().nullable() }),
  editedByPerson: z.boolean(),
  firstBody: z.string(),
  /** Why it is where it is, in one line for a person; `kind` for machines. */
  reason: z.object({ kind: z.string(), text: z.string() }).nullable(),
  /** What changed while it was on its way, uncertain, a dead letter or rejected: it goes nowhere again before somebody has read it. Null: nothing. */
  stale: z.object({ kind: z.string(), text: z.string() }).nullable(),
  decision: z.object({ by: z.string(), byName: z.string().nullable(), at: instant, contentHash: z.string() }).nullable(),
  undoUntil: instant.nullable(),
  notBefore: instant.nullable(),
  /** When a person wants it to go out; null when at once. */
  sendAt: instant.nullable(),
  hold: z.object({ rule: z.string(), why: z.string(), until: instant }).nullable(),
  attemptCount: z.number().int(),
  nextAttemptAt: instant.nullable(),
  attempts: z.array(
    z.object({
      number: z.number().int(),
      idempotencyKey: z.string(),
      startedAt: instant,
      endedAt: instant.nullable(),
      outcome: outcomeSchema.nullable(),
      /** When it was to be tried again after this one was refused; null when it was not, or not by itself. */
      nextAttemptAt: instant.nullable(),
    }),
  ),
  sentAt: instant.nullable(),
  providerId: z.string().nullable(),
  /** What somebody who reviews it should look at; told of one approval that waits for review. An aid: it stops nothing. */
  warnings: z.array(z.object({ kind: z.enum(['fair_housing', 'fact']), words: z.string(), field: z.enum(['subject', 'body']), start: z.number().int(), why: z.string() })).optional(),
  /** What would happen if it went out as it stands; told of one approval that waits, not in lists. */
  policy: policyCheckSchema.optional(),
});
export type ApprovalView = z.infer<typeof approvalSchema>;

export const approvalListSchema = listOf(approvalSchema).extend({
  /** How many there are of each status, whatever the filter. */
  counts: z.record(z.enum(statuses), z.number().int()),
});
export type ApprovalList = z.infer<typeof approvalListSchema>;

export const codesInput = z.object(narrowing);
export const codesSchema = z.object({ items: z.array(z.object({ code: z.string(), count: z.number().int() })) });
export type Codes = z.infer<typeof codesSchema>;

/** So many are counted at once; what is more is narrowed. */
export const preparedMax = 5000;
const preparedIds = <T extends z.ZodType>(item: T) => z.array(item).max(preparedMax, `at most ${preparedMax} at once`);

/** What would be done with dead letters: with these, or with all that fit a filter. Uncertain sends are settled as they were looked at, never by a filter. */
export const prepareBulkInput = z
  .strictObject({
    decision: z.enum(['retry', 'revive', 'cancel']),
    /** As they were shown: what changed since is left. */
    items: preparedIds(z.object({ id, version: z.number().int().min(1) })).min(1).optional(),
    filter: z.strictObject(narrowing).optional(),
    /** Of those that fit the filter, not these. */
    except: preparedIds(id).default([]),
  })
  .refine(({ items, filter }) => (items === undefined) !== (filter === undefined), { message: 'either these, or all that fit a filter', path: ['items'] });

export const preparedBulkSchema = z.object({
  /** How many there are: those it would be done with, and those that would be left. */
  total: z.number().int(),
  /** For `POST /api/approvals/bulk`, some at a time: each as it was counted. */
  items: z.array(z.object({ id: z.string(), contentHash: z.string(), version: z.number().int(), leadName: z.string() })),
  /** Of `items`: how many on each channel, and how many for each code; the most frequent first. */
  channels: z.array(z.object({ channel: z.enum(channels), count: z.number().int() })),
  codes: z.array(z.object({ code: z.string(), count: z.number().int() })),
  /** What would be refused, by its reason, with the names of the first of them. */
  left: z.array(z.object({ code: z.string(), message: z.string(), count: z.number().int(), leadNames: z.array(z.string()) })),
});
export type PreparedBulk = z.infer<typeof preparedBulkSchema>;

export const bulkResultSchema = z.object({
  done: z.number().int(),
  refused: z.number().int(),
  items: z.array(z.object({ id: z.string(), ok: z.boolean(), code: z.string().nullable(), message: z.string().nullable() })),
});
export type BulkResult = z.infer<typeof bulkResultSchema>;
