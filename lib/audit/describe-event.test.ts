import { describe, expect, test } from 'vitest';
import { ana, approved, content, failed, hash, lost, mel, refusedForNow, submitted } from '#lib/approvals/given.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { addUser } from '#lib/accounts/add-user.ts';
import { addDncEntry } from '#lib/dnc/add-entry.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { editLead } from '#lib/leads/edit-lead.ts';
import type { DomainEvent } from '#lib/store/event.ts';
import { on } from '#lib/store/event.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { describeEvent } from './describe-event.ts';
import { listActivity } from './list-activity.ts';
import { activityListSchema } from './schema.ts';

const said = (event: DomainEvent) => describeEvent({ ...event, subject: { kind: 'approval', id: 'apr_1' } }, { actor: 'Ana Ruiz', subject: 'Jo Park' });

describe('events in words', () => {
  test.each([
    [submitted, 'Ana Ruiz drafted a message to Jo Park by e-mail.', 'neutral'],
    [approved, 'Ana Ruiz approved the draft to Jo Park.', 'good'],
    [{ type: 'DraftRejected', contentHash: hash, reason: 'wrong price' }, 'Ana Ruiz rejected the draft to Jo Park: wrong price', 'warning'],
    [{ type: 'DraftWentStale', because: { kind: 'too_old', limitHours: 72 } }, 'The draft to Jo Park must be read again: it is older than 72 h.', 'warning'],
    [refusedForNow, 'Sending to Jo Park was refused for now (421); it will be tried again.', 'warning'],
    [failed, 'Sending to Jo Park failed for good (550): 550 no such user', 'bad'],
    [lost, 'Nobody knows whether the message to Jo Park was sent: the connection broke after the final dot', 'bad'],
    [{ type: 'AttemptProven', attempt: 1, providerId: 'm1', evidence: '250 ok' }, 'Attempt 1 of the message to Jo Park went out after all: 250 ok', 'warning'],
    [{ type: 'LeadEdited', changes: { stage: 'offer', timeZone: null, ownerId: 'usr_1' } }, 'Ana Ruiz changed stage, time zone and owner of Jo Park.', 'neutral'],
    [{ type: 'PolicyChanged', before: { perLeadPerDay: 3, templates: [] }, after: { perLeadPerDay: 2, templates: [{ name: 'visit', language: 'es', category: 'utility', body: 'Hola.', status: 'active' }] }, reason: 'winter' }, 'Ana Ruiz changed the policy (“Messages to one lead in 24 h” and “WhatsApp templates”): winter (visit (es) added)', 'warning'],
    [{ type: 'LeadAlsoReached', messageId: 'msg_1', externalId: 'ext_1', channel: 'email', sender: 'us@example.com', sentAt: 0 }, 'What a teammate wrote to somebody else outside the console reached Jo Park too.', 'neutral'],
    [{ type: 'DncEntryAdded', fields: { kind: 'email', value: 'jo@example.com', channel: 'whatsapp', reason: 'asked', source: 'console' } }, 'Ana Ruiz put Jo Park on the Do-Not-Contact list for WhatsApp: asked', 'warning'],
  ] as const)('%o', (event, text, tone) => expect(said(event)).toMatchObject({ text, tone }));

  test('a reader is led to the lead a message is from, and from a failed sign-in nowhere', () => {
    expect(describeEvent({ type: 'MessageMatched', leadId: 'lea_1', subject: { kind: 'message', id: 'msg_1' } }, { actor: 'A', subject: 'B' }).target).toEqual({ kind: 'lead', id: 'lea_1' });
    expect(describeEvent({ type: 'SignInFailed', subject: { kind: 'signin', id: 'x' } }, { actor: 'A', subject: 'B' }).target).toBeNull();
  });
});

describe('the activity list', () => {
  test('names people and leads, filters and pages', async () => {
    const t = createTestWorld();
    const user = await addUser(t.as({ kind: 'operator', id: 'root', name: 'root' }), { email: 'mel@example.com', name: 'Mel Ortiz', role: 'manager' });
    const call = t.as({ ...mel, id: user.id });
    const jo = await addLead(call, { name: 'Jo Park', addresses: [{ kind: 'email', value: 'jo@example.com' }] });
    const kim = await addLead(call, { name: 'Kim' });
    const draft = await submitDraft(call, { leadId: jo.id, channel: 'email', subject: content.subject, body: content.body });
    await editLead(call, { id: kim.id, version: 1, note: 'x' });
    await addDncEntry(call, { kind: 'email', value: 'jo@example.com', reason: 'asked' });

    const ofJo = activityListSchema.parse(await listActivity(t.as(ana), { leadId: jo.id }));
    expect(ofJo.items.map((item) => item.text)).toEqual([
      'The draft to Jo Park was blocked: On the Do-Not-Contact list: asked', 'Mel Ortiz drafted a message to Jo Park by e-mail.', 'Mel Ortiz added the lead Jo Park.',
    ]);
    expect(ofJo.items[0]).toMatchObject({ target: { kind: 'approval', id: draft.id }, leadName: 'Jo Park', cause: 'add-dnc-entry' });
    const first = await listActivity(t.as(ana), { limit: 2, actor: `person:${user.id}` });
    const second = await listActivity(t.as(ana), { limit: 10, actor: `person:${user.id}`, cursor: first.nextCursor });
    expect([...first.items, ...second.items].map((item) => item.type)).toEqual(['ApprovalBlocked', 'DncEntryAdded', 'LeadEdited', 'DraftSubmitted', 'LeadAdded', 'LeadAdded']);
    expect((await listActivity(t.as(ana), { subject: `lead:${kim.id}` })).total).toBe(2);
  });

  test('shows what a machine noted only when asked for everything', async () => {
    const t = createTestWorld();
    await t.record(on('channel', 'email', [{ type: 'WatermarkMoved', source: 'INBOX', cursor: '1', why: '' }]));
    expect((await listActivity(t.as(ana), {})).total).toBe(0);
    expect((await listActivity(t.as(ana), { detail: 'all' })).total).toBe(1);
  });
});
