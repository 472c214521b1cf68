import { z } from 'zod';
import { channels } from '#lib/channels/channel.ts';
import { listOf, pageInput } from '#lib/paging.ts';
import { dncKinds, storedDncKinds } from './entry.ts';

/** Shapes of Do-Not-Contact entries at the edges. */

export const addDncInput = z.object({
  kind: z.enum(dncKinds),
  /** An e-mail address, a domain, a phone number, `telegram:name` / `linkedin:name` / `messenger:name`, or a lead's id. */
  value: z.string().trim().min(1, 'is empty').max(320),
  channel: z.enum(['all', ...channels]).default('all'),
  reason: z.string().trim().min(1, 'needs a reason').max(500),
});

export const removeDncInput = z.object({
  id: z.string().min(1).max(64),
  reason: z.string().trim().max(500).default(''),
  confirm: z.boolean().default(false),
});

export const listDncInput = z.object({
  ...pageInput,
  q: z.string().max(200).optional(),
  channel: z.enum(['all', ...channels]).optional(),
  kind: z.enum(storedDncKinds).optional(),
  status: z.enum(['active', 'removed']).default('active'),
});

export const dncSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  /** `erased`: the value is a fingerprint of an address; nobody can read it. */
  kind: z.enum(storedDncKinds),
  value: z.string(),
  channel: z.enum(['all', ...channels]),
  reason: z.string(),
  source: z.string(),
  status: z.enum(['active', 'removed']),
  /** The lead's name, for entries that name a lead. */
  leadName: z.string().nullable(),
  addedAt: z.iso.datetime(),
  addedBy: z.string(),
  addedByName: z.string(),
  removedAt: z.iso.datetime().nullable(),
  removedBy: z.string().nullable(),
  removedByName: z.string().nullable(),
  removalReason: z.string().nullable(),
});
export type DncView = z.infer<typeof dncSchema>;

export const addedDncSchema = dncSchema.extend({
  /** How many drafts that waited for this person were blocked by it. */
  blockedCount: z.number().int(),
});
export type AddedDnc = z.infer<typeof addedDncSchema>;

export const dncListSchema = listOf(dncSchema);
export type DncList = z.infer<typeof dncListSchema>;
