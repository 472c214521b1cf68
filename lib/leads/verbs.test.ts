import { beforeEach, describe, expect, test } from 'vitest';
import { ana } from '#lib/approvals/given.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { getApproval } from '#lib/approvals/get-approval.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { addDncEntry } from '#lib/dnc/add-entry.ts';
import { Refused, type Refusal } from '#lib/errors.ts';
import type { MessageFields } from '#lib/messages/message.ts';
import { on } from '#lib/store/event.ts';
import { createTestWorld, testStart } from '#lib/store/memory/test-world.ts';
import { addLead } from './add-lead.ts';
import { dismissContact } from './dismiss-contact.ts';
import { editLead } from './edit-lead.ts';
import { getLead } from './get-lead.ts';
import { leadFromContact } from './lead-from-contact.ts';
import { listContacts } from './list-contacts.ts';
import { listLeads } from './list-leads.ts';
import { contactListSchema, leadDetailSchema, leadListSchema } from './schema.ts';

/** Leads and contact cards as people work with them, on the store in memory. */

let t: ReturnType<typeof createTestWorld>;
beforeEach(() => {
  t = createTestWorld();
});

const mail = (value: string) => ({ kind: 'email' as const, value });
const add = (name: string, ...addresses: { kind: string; value: string }[]) => addLead(t.as(ana), { name, addresses });

async function refusalOf(doing: Promise<unknown>): Promise<Refusal> {
  const caught = await doing.then(() => null, (error: unknown) => error);
  if (!(caught instanceof Refused)) throw caught ?? new Error('it was not refused');
  return caught.refusal;
}

const fields: MessageFields = {
  channel: 'email', direction: 'in', conversationId: 'con_1', leadId: null, contactId: 'crd_1', address: mail('kim@example.com'), displayName: 'Kim', subject: 'Elm St',
  text: 'Is it still there?', truncated: false, externalId: 'x1', inReplyTo: null, references: [], attachments: [], artifact: null, sentAt: testStart, nature: { kind: 'ordinary' }, approvalId: null,
};

/** Kim, whom nobody knows, wrote twice in one thread. */
async function kimWrote() {
  await t.record([
    ...on('conversation', 'con_1', [{ type: 'ConversationStarted', channel: 'email', leadId: null, title: 'Elm St' }]),
    ...on('message', 'msg_1', [{ type: 'MessageRecorded', fields }]),
    ...on('contact', 'crd_1', [{ type: 'ContactCardOpened', address: fields.address, name: 'Kim', messageId: 'msg_1' }]),
    ...on('message', 'msg_2', [{ type: 'MessageRecorded', fields: { ...fields, externalId: 'x2', text: 'Hello?' } }]),
    ...on('contact', 'crd_1', [{ type: 'ContactWroteAgain', messageId: 'msg_2' }]),
  ]);
}

describe('leads', () => {
  test('addresses are kept in one form, whatever was typed', async () => {
    const lead = await add('Jo', mail('JO@Example.COM'), { kind: 'phone', value: '(303) 555-0142' }, { kind: 'telegram', value: 'https://t.me/Jo_Park' });
    expect(lead.addresses.map((address) => address.value)).toEqual(['jo@example.com', '+13035550142', 'jo_park']);
  });

  test('one address is one person’s: the other lead is named', async () => {
    const jo = await add('Jo', mail('jo@example.com'));
    expect(await refusalOf(add('Joanna', mail('Jo@EXAMPLE.com')))).toMatchObject({ code: 'already_exists', details: { leadId: jo.id } });
    const kim = await add('Kim', mail('kim@example.com'));
    expect((await refusalOf(editLead(t.as(ana), { id: kim.id, version: 1, addresses: [mail('jo@example.com')] }))).code).toBe('already_exists');
  });

  test('of two who add the same person at once one is told of the other', async () => {
    const results = await Promise.allSettled([add('Jo', mail('jo@example.com')), add('Jo Park', mail('jo@example.com'))]);
    expect(results.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await listLeads(t.as(ana), {})).total).toBe(1);
  });

  test('a bad address is named by its place', async () =>
    expect(await refusalOf(add('Jo', mail('jo@example.com'), mail('jo@@')))).toMatchObject({ code: 'invalid_input', details: { field: 'addresses.1.value' } }));

  test('an edit of what changed since is shown what is there', async () => {
    const jo = await add('Jo');
    await editLead(t.as(ana), { id: jo.id, version: 1, name: 'Jo Park' });
    expect(await refusalOf(editLead(t.as(ana), { id: jo.id, version: 1, name: 'J.' }))).toMatchObject({ code: 'content_changed', details: { current: { name: 'Jo Park', version: 2 } } });
  });

  test('a state may be written out, and another country’s province has two letters', async () => {
    const jo = await addLead(t.as(ana), { name: 'Jo', region: 'new  york' });
    expect(jo.region).toBe('NY');
    expect((await editLead(t.as(ana), { id: jo.id, version: 1, region: ' TEXAS ' })).region).toBe('TX');
    expect((await editLead(t.as(ana), { id: jo.id, version: 2, region: 'on' })).region).toBe('ON');
    expect(await refusalOf(editLead(t.as(ana), { id: jo.id, version: 3, region: 'Texs' }))).toMatchObject({ code: 'invalid_input', message: expect.stringContaining('must be a state like CO or Colorado') });
  });

  test('a lead shows their drafts and what forbids contact', async () => {
    const jo = await add('Jo', mail('jo@example.com'));
    await submitDraft(t.as(ana), { leadId: jo.id, channel: 'email', subject: 'Elm', body: 'Friday?' });
    await addDncEntry(t.as(ana), { kind: 'domain', value: 'example.com', channel: 'whatsapp', reason: 'no texts' });
    expect(leadDetailSchema.parse(await getLead(t.as(ana), { id: jo.id }))).toMatchObject({ approvals: [{ status: 'pending', subject: 'Elm' }], dnc: [{ channel: 'whatsapp', reason: 'no texts', onlyAddress: false }] });
    await t.record(on('dnc', 'dnc_9', [{ type: 'DncEntryAdded', fields: { kind: 'email', value: 'jo@example.com', channel: 'email', reason: '5.1.1 no such user', source: 'bounce:msg_1' } }]));
    expect((await getLead(t.as(ana), { id: jo.id })).dnc).toContainEqual({ id: 'dnc_9', kind: 'email', value: 'jo@example.com', channel: 'email', reason: '5.1.1 no such user', onlyAddress: true });
    expect(leadListSchema.parse(await listLeads(t.as(ana), { q: 'example.com' })).items).toHaveLength(1);
  });
});

describe('contact cards', () => {
  test('a card becomes a lead with everything they wrote, in one commit', async () => {
    await kimWrote();
    const lead = await leadFromContact(t.as(ana), { id: 'crd_1' });
    expect(lead).toMatchObject({ name: 'Kim', addresses: [mail('kim@example.com')], source: 'contact:crd_1' });
    expect((await getLead(t.as(ana), { id: lead.id })).conversations).toMatchObject([{ id: 'con_1' }]);
    expect((await t.world.store.messages.unclassified(10)).map((row) => row.id)).toEqual(['msg_1', 'msg_2']);
    expect((await refusalOf(leadFromContact(t.as(ana), { id: 'crd_1' }))).code).toBe('wrong_status');
  });

  test('somebody who is a lead already wrote from another address', async () => {
    const jo = await add('Jo', mail('jo@example.com'));
    const draft = await submitDraft(t.as(ana), { leadId: jo.id, channel: 'email', subject: 'Elm', body: 'Friday?' });
    await approveDraft(t.as(ana), { id: draft.id, contentHash: draft.contentHash });
    await kimWrote();
    const lead = await leadFromContact(t.as(ana), { id: 'crd_1', leadId: jo.id });
    expect(lead).toMatchObject({ id: jo.id, addresses: [mail('jo@example.com'), mail('kim@example.com')] });
    expect(await getApproval(t.as(ana), { id: draft.id })).toMatchObject({ status: 'pending', reason: { kind: 'new_inbound' } });
  });

  test('a card whose address somebody gave to a lead meanwhile names that lead', async () => {
    await kimWrote();
    const kim = await add('Kim', mail('kim@example.com'));
    expect(await refusalOf(leadFromContact(t.as(ana), { id: 'crd_1' }))).toMatchObject({ code: 'already_exists', details: { leadId: kim.id } });
    expect(await leadFromContact(t.as(ana), { id: 'crd_1', leadId: kim.id })).toMatchObject({ id: kim.id, addresses: [mail('kim@example.com')] });
  });

  test('a dismissed card is out of the way until they write again', async () => {
    await kimWrote();
    expect(contactListSchema.parse(await listContacts(t.as(ana), {})).items).toMatchObject([{ name: 'Kim', messageCount: 2, lastMessage: { text: 'Hello?' } }]);
    await dismissContact(t.as(ana), { id: 'crd_1', reason: 'spam' });
    expect((await listContacts(t.as(ana), {})).total).toBe(0);
    await t.record(on('contact', 'crd_1', [{ type: 'ContactWroteAgain', messageId: 'msg_2' }]));
    expect((await listContacts(t.as(ana), {})).total).toBe(1);
  });
});

test.each(['a\0b', 'Kim\nLee', 'Kim \ud800'])('a name that cannot be shown is refused: %j', async (name) => {
  const { as } = createTestWorld();
  await expect(addLead(as(ana), { name, addresses: [] })).rejects.toMatchObject({ refusal: { code: 'invalid_input' } });
});
