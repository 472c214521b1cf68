import { actorRef } from '#lib/accounts/actor.ts';
import { mayDo } from '#lib/accounts/permissions.ts';
import { senderOf } from '#lib/channels/sender.ts';
import { orThrow, refusal, Refused } from '#lib/errors.ts';
import { restingStages, type Lead } from '#lib/leads/lead.ts';
import { parse } from '#lib/parse.ts';
import { on } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import { metaOf, type Call } from '#lib/world.ts';
import type { z } from 'zod';
import { refuseWhenOnDnc } from './approve-draft.ts';
import type { Content } from './content.ts';
import { decideApproval } from './decide.ts';
import { findApproval, showApproval } from './find.ts';
import { checkContent } from './limits.ts';
import { recipientOf } from './recipient.ts';
import { refuseBadTemplate } from './refuse-bad-template.ts';
import { submitDraftInput, type ApprovalView } from './schema.ts';

/** How soon a draft that somebody wrote should be reviewed. */
const dueAfterMs = 4 * 3_600_000;

/** A person or an assistant proposes a message to a lead; it waits for review like every other. */
export async function submitDraft(call: Call, input: unknown): Promise<ApprovalView> {
  const forbidden = mayDo(call.actor, 'draft.create');
  if (forbidden) throw new Refused(forbidden);
  const wanted = parse(submitDraftInput, input);
  const { store, ids, clock } = call.world;
  const id = ids.next('apr');
  const committed = await store.commit(metaOf(call, 'submit-draft'), async (reads) => {
    const lead = await writableLead(reads, wanted.leadId);
    const content = await proposed(call, reads, lead, wanted);
    await refuseWhenOnDnc(reads, { ...content, leadId: lead.id });
    const by = actorRef(call.actor);
    const events = orThrow(
      decideApproval(null, {
        type: 'SubmitDraft', content, leadId: lead.id, ...(await placeOf(reads, lead, wanted)),
        origin: call.actor.kind === 'person' ? { kind: 'person', by } : { kind: 'assistant', by },
        temperature: lead.temperature, dueAt: clock.now() + dueAfterMs,
      }),
    );
    return { events: on('approval', id, events), result: id };
  });
  const made = committed.kind === 'committed' ? committed.result : (committed.subjects.find((subject) => subject.kind === 'approval')?.id ?? id);
  return showApproval(store, await findApproval(store, made));
}

async function writableLead(reads: Reads, leadId: string): Promise<Lead> {
  const lead = await reads.leads.get(leadId);
  if (!lead) throw new Refused(refusal('not_found', `There is no lead ${leadId}.`));
  if (!restingStages.includes(lead.stage)) return lead;
  throw new Refused(
    refusal('blocked_by_policy', `${lead.name} is at the stage ${lead.stage.replace('_', ' ')}: nothing is drafted to them.`, {
      lift: 'Move the lead to another stage first.', details: { rule: 'stage' },
    }),
  );
}

async function proposed(call: Call, reads: Reads, lead: Lead, wanted: z.infer<typeof submitDraftInput>): Promise<Content> {
  const { channel, body, subject = null, template } = wanted;
  const recipient = orThrow(recipientOf(lead, channel, wanted.recipient));
  const content: Content = { channel, sender: senderOf(call.world.settings, channel), recipient, subject, body, attachments: [], ...(template && { template }) };
  const bad = checkContent(content);
  if (bad) throw new Refused(bad);
  await refuseBadTemplate(call.world, reads, content);
  return content;
}

/** The conversation and message a draft answers: they must be this lead's own, on this channel. */
async function placeOf(reads: Reads, lead: Lead, wanted: z.infer<typeof submitDraftInput>): Promise<{ conversationId: string | null; inReplyTo: string | null }> {
  const answered = wanted.inReplyTo ? await reads.messages.get(wanted.inReplyTo) : null;
  if (wanted.inReplyTo && (answered?.kind !== 'message' || answered.leadId !== lead.id || answered.channel !== wanted.channel))
    throw new Refused(refusal('invalid_input', 'The message to answer is not one of this lead on this channel.', { details: { field: 'inReplyTo' } }));
  const conversationId = wanted.conversationId ?? (answered?.kind === 'message' ? answered.conversationId : null);
  const conversation = conversationId ? await reads.conversations.get(conversationId) : null;
  if (conversationId && (conversation?.leadId !== lead.id || conversation.channel !== wanted.channel))
    throw new Refused(refusal('invalid_input', 'The conversation is not one of this lead on this channel.', { details: { field: 'conversationId' } }));
  return { conversationId: conversationId ?? null, inReplyTo: wanted.inReplyTo ?? null };
}
