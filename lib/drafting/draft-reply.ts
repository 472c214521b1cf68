import { z } from 'zod';
import { mayDo } from '#lib/accounts/permissions.ts';
import type { Approval, Pending, Temperature } from '#lib/approvals/approval.ts';
import type { Content } from '#lib/approvals/content.ts';
import { decideApproval } from '#lib/approvals/decide.ts';
import { senderName, senderOf } from '#lib/channels/sender.ts';
import { classify } from '#lib/classification/classify.ts';
import { entriesAgainst } from '#lib/dnc/against.ts';
import { orThrow, refusal, Refused } from '#lib/errors.ts';
import { decideLead, type Lead } from '#lib/leads/lead.ts';
import { decideMessage, type Classification, type FollowUp, type Message } from '#lib/messages/message.ts';
import { parse } from '#lib/parse.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { compose } from './compose.ts';
import { factsFor } from './facts.ts';
import { whyNoDraft } from './may-draft.ts';

const schema = z.object({ messageId: z.string().min(1) });

export interface DraftedReply {
  readonly messageId: string;
  readonly classification: Classification;
  readonly followUp: FollowUp;
}

/** How soon a reviewer should see a draft, counted from when the message came. */
export const dueAfterMs: Readonly<Record<Temperature, number>> = { hot: 15 * 60_000, warm: 4 * 3_600_000, unknown: 4 * 3_600_000, cold: 24 * 3_600_000 };

/** Classifies one inbound message and, where an answer is allowed and helps, drafts it: one commit, once per message. */
export async function draftReply(call: Call, input: unknown): Promise<DraftedReply> {
  const refused = mayDo(call.actor, 'draft.create');
  if (refused) throw new Refused(refused);
  const { messageId } = parse(schema, input);
  const approvalId = call.world.ids.next('apr');
  const committed = await call.world.store.commit(metaOf(call, 'draft-reply'), async (reads) => {
    const message = await inboundMessage(reads, messageId);
    if (message.classification && message.followUp) return { events: [], result: { messageId, classification: message.classification, followUp: message.followUp } };
    const lead = message.leadId === null ? null : await reads.leads.get(message.leadId);
    const classification = classificationOf(message, lead);
    const reply = await replyTo(call, reads, { message, lead, classification, approvalId });
    const events = [
      ...on('message', messageId, orThrow(decideMessage(message, { type: 'Classify', classification, followUp: reply.followUp }))),
      ...temperatureEvents(message, lead, classification),
      ...reply.events,
    ];
    return { events, result: { messageId, classification, followUp: reply.followUp } };
  });
  if (committed.kind === 'committed') return committed.result;
  const now = await inboundMessage(call.world.store, messageId);
  if (!now.classification || !now.followUp) throw new Error(`message ${messageId} was replayed and is not classified`);
  return { messageId, classification: now.classification, followUp: now.followUp };
}

async function inboundMessage(reads: Reads, id: string): Promise<Message> {
  const row = await reads.messages.get(id);
  if (row?.kind !== 'message') throw new Refused(refusal('not_found', `There is no message ${id}.`));
  return row;
}

/** What a machine wrote says nothing about the lead. */
function classificationOf(message: Message, lead: Lead | null): Classification {
  if (message.nature.kind === 'ordinary') return classify(message, lead);
  return { temperature: 'unknown', confidence: 1, reasons: [message.nature.why], intent: 'other', optOut: 'no', language: lead?.language ?? 'en' };
}

function temperatureEvents(message: Message, lead: Lead | null, { temperature }: Classification): NewEvent[] {
  if (!lead || temperature === 'unknown') return [];
  return on('lead', lead.id, orThrow(decideLead(lead, { type: 'SetTemperature', temperature, messageId: message.id })));
}

interface Reply {
  readonly followUp: FollowUp;
  readonly events: readonly NewEvent[];
}

interface Asked {
  readonly message: Message;
  readonly lead: Lead | null;
  readonly classification: Classification;
  readonly approvalId: string;
}

const noDraft = (why: string): Reply => ({ followUp: { kind: 'no_draft', why }, events: [] });

async function replyTo(call: Call, reads: Reads, asked: Asked): Promise<Reply> {
  const { message, lead, classification } = asked;
  const dnc = await entriesAgainst(reads, { leadId: lead?.id ?? null, addresses: [...(lead?.addresses ?? []), message.address], to: message.address });
  const why = whyNoDraft({ message, lead, classification, dnc, answeredAlready: await answeredAlready(reads, message) });
  if (why !== null || !lead) return noDraft(why ?? 'The sender is unknown.');
  const signature = await signatureFor(call, reads, lead, classification.language);
  const composed = compose(classification, message.channel, message.subject, factsFor(lead, message, classification.language === 'es' ? 'es' : 'en', signature));
  if (!composed) return noDraft('There is nothing to say.');
  const content: Content = {
    channel: message.channel, sender: senderOf(call.world.settings, message.channel), recipient: message.address.value,
    subject: composed.subject, body: composed.body, attachments: [],
  };
  const waiting = (await reads.approvals.ofLead(lead.id, ['pending', 'approved'])).filter((approval) => approval.conversationId === message.conversationId);
  return beside(waiting, call, content) ?? submitted(asked, lead, content, composed.template);
}

/** What becomes of a draft that is there already: a person's stays, an untouched one of ours is replaced under the same approval. */
function beside(waiting: readonly Approval[], call: Call, content: Content): Reply | null {
  if (waiting.some((each) => each.status === 'approved')) return noDraft('An approved reply in this conversation is about to go out.');
  const kept = waiting.find((each) => each.editedByPerson || each.origin.kind !== 'reply');
  if (kept) return noDraft(kept.editedByPerson ? 'A draft that a person edited waits in this conversation and is kept as it is.' : 'A draft waits in this conversation and is kept as it is.');
  const ours = waiting.find((each): each is Pending => each.status === 'pending');
  if (!ours) return null;
  const events = orThrow(decideApproval(ours, { type: 'EditDraft', actor: call.actor, seenHash: ours.contentHash, content }));
  return { followUp: { kind: 'drafted', approvalId: ours.id }, events: on('approval', ours.id, events) };
}

function submitted(asked: Asked, lead: Lead, content: Content, template: string): Reply {
  const { message, classification, approvalId } = asked;
  const temperature = classification.temperature === 'unknown' ? lead.temperature : classification.temperature;
  const events = orThrow(
    decideApproval(null, {
      type: 'SubmitDraft', content, leadId: lead.id, conversationId: message.conversationId, inReplyTo: message.id,
      origin: { kind: 'reply', template, messageId: message.id }, temperature, dueAt: message.recordedAt + dueAfterMs[temperature],
    }),
  );
  return { followUp: { kind: 'drafted', approvalId }, events: on('approval', approvalId, events) };
}

async function answeredAlready(reads: Reads, message: Message): Promise<boolean> {
  for (let cursor: string | null = null; ; ) {
    const page: Awaited<ReturnType<Reads['messages']['page']>> = await reads.messages.page({ conversationId: message.conversationId, kind: 'message' }, { cursor, limit: 500 });
    if (page.items.some((row) => row.kind === 'message' && row.direction === 'out' && row.sentAt > message.sentAt)) return true;
    if (page.nextCursor === null) return false;
    cursor = page.nextCursor;
  }
}

async function signatureFor(call: Call, reads: Reads, lead: Lead, language: string): Promise<string> {
  const owner = lead.ownerId === null ? null : await reads.accounts.user(lead.ownerId);
  return owner?.name || senderName(call.world.settings) || (language === 'es' ? 'Su equipo inmobiliario' : 'Your real estate team');
}
