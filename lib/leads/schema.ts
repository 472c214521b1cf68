import { z } from 'zod';
import { channels } from '#lib/channels/channel.ts';
import { listOf, pageInput } from '#lib/paging.ts';
import { addressKinds } from './address.ts';
import { canBeShown, stages } from './lead.ts';
import { regionAsTyped } from './region.ts';

/** Shapes of leads and contact cards at the edges. */

const id = z.string().min(1).max(64);
const instant = z.iso.datetime();

const rawAddress = z.object({ kind: z.enum(addressKinds), value: z.string().min(1, 'is empty').max(320) });
const timeZone = z
  .string()
  .refine((zone) => Intl.supportedValuesOf('timeZone').includes(zone) || zone === 'UTC', 'must be an IANA time zone like America/Denver')
  .nullable();

const name = z.string().trim().min(1, 'needs a name').max(200).refine(canBeShown, 'contains a character that cannot be shown');

export const leadFieldsInput = z.object({
  name,
  addresses: z.array(rawAddress).max(20),
  stage: z.enum(stages),
  timeZone,
  region: z.string().trim().transform(regionAsTyped).refine((region) => /^[A-Z]{2}$/.test(region), 'must be a state like CO or Colorado, or two letters').nullable(),
  postalCode: z.string().trim().max(16).nullable(),
  ownerId: id.nullable(),
  tags: z.array(z.string().trim().min(1).max(40)).max(30),
  language: z.string().regex(/^[a-z]{2}$/, 'must be a two-letter language like en or es'),
  facts: z.record(z.string().max(40), z.string().max(500)),
  note: z.string().max(5000),
  household: z.string().trim().min(1).max(100).nullable(),
  consents: z.array(z.object({ channel: z.enum(['all', ...channels]), source: z.string().trim().min(1, 'needs a source').max(200), at: z.iso.datetime({ offset: true }) })).max(20),
});

export const addLeadInput = leadFieldsInput
  .partial()
  .required({ name: true })
  .extend({ source: z.string().trim().min(1).max(100).default('console') });

export const editLeadInput = leadFieldsInput.partial().extend({ id, version: z.number().int().min(1) });

export const listLeadsInput = z.object({
  ...pageInput,
  q: z.string().max(200).optional(),
  stage: z.enum(stages).optional(),
  ownerId: id.optional(),
  tag: z.string().max(40).optional(),
  order: z.enum(['newest', 'name', 'recent']).default('recent'),
});

export const leadIdInput = z.object({ id });

export const listContactsInput = z.object({ ...pageInput, status: z.enum(['open', 'became_lead', 'dismissed']).default('open') });
export const leadFromContactInput = z.object({
  id,
  name: name.optional(),
  /** A lead who is there already and wrote from an address nobody knew; a new lead is made when left out. */
  leadId: id.optional(),
});
export const dismissContactInput = z.object({ id, reason: z.string().trim().max(500).default('') });

const addressSchema = z.object({ kind: z.enum(addressKinds), value: z.string() });

export const leadSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  name: z.string(),
  addresses: z.array(addressSchema),
  stage: z.enum(stages),
  temperature: z.enum(['hot', 'warm', 'cold', 'unknown']),
  timeZone: z.string().nullable(),
  region: z.string().nullable(),
  postalCode: z.string().nullable(),
  ownerId: z.string().nullable(),
  ownerName: z.string().nullable(),
  tags: z.array(z.string()),
  language: z.string(),
  facts: z.record(z.string(), z.string()),
  note: z.string(),
  household: z.string().nullable(),
  consents: z.array(z.object({ channel: z.enum(['all', ...channels]), source: z.string(), at: instant })),
  source: z.string(),
  createdAt: instant,
  updatedAt: instant,
  /** Active Do-Not-Contact entries that name this person, in any way. `onlyAddress`: mail to it came back; they are written to at their other addresses. */
  dnc: z.array(z.object({ id: z.string(), kind: z.string(), value: z.string(), channel: z.enum(['all', ...channels]), reason: z.string(), onlyAddress: z.boolean() })),
});
export type LeadView = z.infer<typeof leadSchema>;

export const leadListSchema = listOf(leadSchema);
export type LeadList = z.infer<typeof leadListSchema>;

export const leadDetailSchema = leadSchema.extend({
  conversations: z.array(z.object({ id: z.string(), channel: z.enum(channels), title: z.string().nullable(), startedAt: instant })),
  approvals: z.array(
    z.object({ id: z.string(), status: z.string(), channel: z.enum(channels), subject: z.string().nullable(), firstWords: z.string(), updatedAt: instant }),
  ),
});
export type LeadDetail = z.infer<typeof leadDetailSchema>;

export const contactSchema = z.object({
  id: z.string(),
  version: z.number().int(),
  status: z.enum(['open', 'became_lead', 'dismissed']),
  name: z.string(),
  address: addressSchema,
  leadId: z.string().nullable(),
  messageCount: z.number().int(),
  lastMessage: z.object({ id: z.string(), channel: z.enum(channels), subject: z.string().nullable(), text: z.string(), recordedAt: instant }).nullable(),
  createdAt: instant,
  updatedAt: instant,
});
export type ContactView = z.infer<typeof contactSchema>;
export const contactListSchema = listOf(contactSchema);
export type ContactList = z.infer<typeof contactListSchema>;
