import { z } from 'zod';
import type { CountryCode } from 'libphonenumber-js';
import { mayDo } from '#lib/accounts/permissions.ts';
import { orThrow, refusal, Refused } from '#lib/errors.ts';
import { addressKindOf, parseAddress, type Address } from '#lib/leads/address.ts';
import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { channelNames, channels, nameInText, type Channel } from '../channel.ts';
import { modeOf } from '../mode.ts';
import type { sandboxInbound } from './adapter.ts';
import { inboxOf } from './folders.ts';
import { putInOrder } from './put-in-order.ts';

export const playLeadInput = z.object({
  /** A lead, or an address of somebody unknown. */
  leadId: z.string().max(64).optional(),
  address: z.string().max(320).optional(),
  name: z.string().trim().max(200).default(''),
  channel: z.enum(channels),
  subject: z.string().trim().max(998).nullish(),
  text: z.string().min(1, 'is empty').max(20_000),
});

export interface Played {
  readonly externalId: string;
}

/** Writes as somebody's lead: leaves a file where the sandbox channel looks, for the worker to fetch like any inbound message. */
export async function playLead(call: Call, input: unknown): Promise<Played> {
  const forbidden = mayDo(call.actor, 'sandbox.play');
  if (forbidden) throw new Refused(forbidden);
  const wanted = parse(playLeadInput, input);
  const { settings, ids, clock } = call.world;
  if (modeOf(settings, wanted.channel) !== 'sandbox') throw new Refused(refusal('wrong_status', `${channelNames[wanted.channel]} is not in the sandbox.`, { lift: 'Write to the real address instead.' }));
  const { address, displayName } = await writer(call, wanted);
  const id = ids.next('msg');
  const message: z.infer<typeof sandboxInbound> = {
    externalId: `${id}@sandbox-lead`, address, displayName, subject: wanted.channel === 'email' ? wanted.subject || '(no subject)' : null,
    text: wanted.text, ...(await threadOf(call, wanted.leadId ?? null, wanted.channel)), sentAt: clock.now(),
  };
  await putInOrder(inboxOf(settings.dataDir, wanted.channel), () => `${ids.next('msg')}.json`, JSON.stringify(message, null, 2));
  return { externalId: message.externalId };
}

async function writer(call: Call, wanted: z.infer<typeof playLeadInput>): Promise<{ address: Address; displayName: string }> {
  const kind = addressKindOf[wanted.channel];
  const lead = wanted.leadId === undefined ? null : await call.world.store.leads.get(wanted.leadId);
  if (wanted.leadId !== undefined && !lead) throw new Refused(refusal('not_found', `There is no lead ${wanted.leadId}.`));
  if (wanted.address) return { address: orThrow(parseAddress(kind, wanted.address, call.world.settings.defaultCountry as CountryCode)), displayName: wanted.name || (lead?.name ?? '') };
  const own = lead?.addresses.find((address) => address.kind === kind);
  if (!lead || !own) throw new Refused(refusal('invalid_input', `There is no address to write from on ${nameInText(wanted.channel)}.`, { lift: 'Give an address, or choose a lead who has one.', details: { field: 'address' } }));
  return { address: own, displayName: lead.name };
}

/** A lead who writes again by mail answers the newest message of that conversation. */
async function threadOf(call: Call, leadId: string | null, channel: Channel): Promise<{ inReplyTo: string | null; references: string[] }> {
  const none = { inReplyTo: null, references: [] };
  if (leadId === null || channel !== 'email') return none;
  const { store } = call.world;
  const conversation = await store.conversations.latest({ leadId, contactId: null, channel });
  if (!conversation) return none;
  const { total } = await store.messages.page({ conversationId: conversation.id }, { cursor: null, limit: 1 });
  const page = await store.messages.page({ conversationId: conversation.id }, { cursor: null, limit: Math.min(500, Math.max(1, total)) });
  const last = page.items.filter((row) => row.kind === 'message').at(-1);
  return last?.kind === 'message' ? { inReplyTo: last.externalId, references: [...last.references, last.externalId] } : none;
}
