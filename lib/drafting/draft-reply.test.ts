import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import type { Content } from '#lib/approvals/content.ts';
import { decideApproval } from '#lib/approvals/decide.ts';
import { readConfig } from '#lib/config.ts';
import { orThrow } from '#lib/errors.ts';
import { makeIds } from '#lib/ids.ts';
import type { LeadFields } from '#lib/leads/lead.ts';
import type { MessageFields } from '#lib/messages/message.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import { createMemoryFiles } from '#lib/store/memory/memory-files.ts';
import { createMemoryStore } from '#lib/store/memory/memory-store.ts';
import type { Call, World } from '#lib/world.ts';
import { draftReply } from './draft-reply.ts';

const start = Date.UTC(2026, 0, 5, 9);
const worker: Actor = { kind: 'worker', id: 'draft', name: 'draft' };
const ana = { kind: 'person', id: 'usr_ana', name: 'Ana Ruiz', role: 'agent' } as const satisfies Actor;
const jo = { kind: 'email', value: 'jo@example.com' } as const;

function openWorld(): World {
  const settings = readConfig({});
  if (!settings.ok) throw new Error('defaults do not hold');
  return {
    store: createMemoryStore(), ...createMemoryFiles(), clock: { now: () => start, monotonicMs: () => 0 },
    ids: makeIds(() => start), random: () => 0.5, settings: settings.settings,
  };
}

const as = (world: World, actor: Actor): Call => ({ world, actor, correlationId: 'cor_test' });

async function record(world: World, events: readonly NewEvent[], actor: Actor = worker) {
  await world.store.commit({ actor, cause: 'test', correlationId: 'cor_test', now: start }, async () => ({ events, result: null }));
}

function lead(fields: Partial<LeadFields> = {}): NewEvent[] {
  const all: LeadFields = {
    name: 'Jo Park', addresses: [jo], stage: 'new', timeZone: null, region: null, postalCode: null, ownerId: null, tags: [], language: 'en',
    facts: { property: '12 Elm St', price: '$645,000' }, note: '', ...fields,
  };
  return on('lead', 'lea_1', [{ type: 'LeadAdded', fields: all, source: 'test' }]);
}

function message(id: string, fields: Partial<MessageFields> = {}): NewEvent[] {
  const all: MessageFields = {
    channel: 'email', direction: 'in', conversationId: 'con_1', leadId: 'lea_1', contactId: null, address: jo, displayName: 'Jo', subject: '12 Elm', text: 'Can we see it tomorrow?',
    truncated: false, externalId: `${id}@x`, inReplyTo: null, references: [], attachments: [], artifact: null, sentAt: start, nature: { kind: 'ordinary' }, approvalId: null, ...fields,
  };
  return on('message', id, [{ type: 'MessageRecorded', fields: all }]);
}

async function prepared(leadFields: Partial<LeadFields> = {}, fields: Partial<MessageFields> = {}) {
  const world = openWorld();
  await record(world, [...lead(leadFields), ...on('conversation', 'con_1', [{ type: 'ConversationStarted', channel: 'email', leadId: 'lea_1', title: null }]), ...message('msg_1', fields)]);
  return world;
}

const drafts = async (world: World) => (await world.store.approvals.page({}, { cursor: null, limit: 10 }, 'newest')).items;

test('an ordinary message is classified, its lead warms up, and a pending draft answers it', async () => {
  const world = await prepared();
  const { followUp, classification } = await draftReply(as(world, worker), { messageId: 'msg_1' });
  const [draft] = await drafts(world);
  expect(followUp).toEqual({ kind: 'drafted', approvalId: draft?.id });
  expect(classification.temperature).toBe('hot');
  expect(draft).toMatchObject({
    status: 'pending', temperature: 'hot', subject: 'Re: 12 Elm', recipient: 'jo@example.com', sender: 'sandbox@re-engine.test', inReplyTo: 'msg_1', dueAt: start + 15 * 60_000,
    origin: { kind: 'reply', template: 'viewing.en.email' },
  });
  expect(draft?.body).toMatch(/^Hi Jo,\n\n[\s\S]*12 Elm St/);
  expect((await world.store.leads.get('lea_1'))?.temperature).toBe('hot');
  expect(await world.store.messages.get('msg_1')).toMatchObject({ followUp, classification: { intent: 'viewing' } });
});

test('asking twice drafts once', async () => {
  const world = await prepared();
  const first = await draftReply(as(world, worker), { messageId: 'msg_1' });
  expect(await draftReply(as(world, worker), { messageId: 'msg_1' })).toEqual(first);
  expect(await drafts(world)).toHaveLength(1);
});

test.each<[string, Partial<LeadFields>, Partial<MessageFields>, RegExp]>([
  ['an unknown sender', {}, { leadId: null, contactId: 'crd_1' }, /unknown/],
  ['an out-of-office', {}, { nature: { kind: 'auto_reply', why: 'Auto-Submitted: auto-replied' } }, /automatic.*auto-replied/],
  ['a bounce', {}, { nature: { kind: 'bounce', permanent: true, aboutIdempotencyKey: null, why: '550 5.1.1' } }, /delivery report/],
  ['an opt-out', {}, { text: 'STOP' }, /asked not to be contacted/],
  ['a resting lead', { stage: 'replied_no' }, {}, /replied no/],
  ['a no-reply address', {}, { address: { kind: 'email', value: 'no-reply@example.com' } }, /does not take answers/],
  ['a thank-you', {}, { text: 'ok thank you!' }, /thank-you/],
])('%s gets no draft, and the message says why', async (_, leadFields, fields, why) => {
  const world = await prepared(leadFields, fields);
  const { followUp } = await draftReply(as(world, worker), { messageId: 'msg_1' });
  expect(followUp.kind === 'no_draft' && followUp.why).toMatch(why);
  expect(await drafts(world)).toEqual([]);
  expect(await world.store.messages.get('msg_1')).toMatchObject({ followUp });
});

test.each([
  [{ kind: 'email', value: 'jo@example.com', channel: 'all' }, 'no_draft'],
  [{ kind: 'domain', value: 'example.com', channel: 'email' }, 'no_draft'],
  [{ kind: 'lead', value: 'lea_1', channel: 'all' }, 'no_draft'],
  [{ kind: 'phone', value: '+13035550142', channel: 'all' }, 'no_draft'],
  [{ kind: 'email', value: 'jo@example.com', channel: 'whatsapp' }, 'drafted'],
] as const)('with %o on the list: %s', async (entry, kind) => {
  const world = await prepared({ addresses: [jo, { kind: 'phone', value: '+13035550142' }] });
  await record(world, on('dnc', 'dnc_1', [{ type: 'DncEntryAdded', fields: { ...entry, reason: 'asked by phone', source: 'console' } }]));
  expect((await draftReply(as(world, worker), { messageId: 'msg_1' })).followUp.kind).toBe(kind);
});

test('a teammate who answered from elsewhere makes a draft needless', async () => {
  const world = await prepared();
  await record(world, message('msg_2', { direction: 'out', sentAt: start + 1 }));
  expect((await draftReply(as(world, worker), { messageId: 'msg_1' })).followUp).toEqual({ kind: 'no_draft', why: 'A teammate has answered already.' });
});

test('an untouched draft is replaced under the same approval, an edited one never', async () => {
  const world = await prepared();
  const first = await draftReply(as(world, worker), { messageId: 'msg_1' });
  await record(world, message('msg_2', { text: 'And how much is it?', sentAt: start + 1 }));
  expect((await draftReply(as(world, worker), { messageId: 'msg_2' })).followUp).toEqual(first.followUp);
  const [replaced] = await drafts(world);
  expect(replaced?.body).toContain('$645,000');

  if (!replaced) throw new Error('no draft');
  const content: Content = { channel: 'email', sender: replaced.sender, recipient: replaced.recipient, subject: replaced.subject, body: 'My own words', attachments: [] };
  await record(world, on('approval', replaced.id, orThrow(decideApproval(replaced, { type: 'EditDraft', actor: ana, seenHash: replaced.contentHash, content }))), ana);
  await record(world, message('msg_3', { text: 'Is it still available?', sentAt: start + 2 }));
  const { followUp } = await draftReply(as(world, worker), { messageId: 'msg_3' });
  expect(followUp.kind === 'no_draft' && followUp.why).toMatch(/edited/);
  expect((await drafts(world)).map((draft) => draft.body)).toEqual(['My own words']);
});

test('an owner signs, and the lead’s language is spoken', async () => {
  const world = await prepared({ ownerId: 'usr_ana' }, { text: '¿Podemos ver la casa el sábado?', subject: null });
  await record(world, on('user', 'usr_ana', [{ type: 'UserAdded', email: 'ana@example.com', name: 'Ana Ruiz', role: 'agent', credentialId: null }]));
  await draftReply(as(world, worker), { messageId: 'msg_1' });
  const [draft] = await drafts(world);
  expect(draft?.body).toMatch(/^Hola Jo:[\s\S]*el sábado[\s\S]*\n\nAna Ruiz$/);
});

test('a viewer may not draft', async () => {
  const world = await prepared();
  await expect(draftReply(as(world, { ...ana, role: 'viewer' } ), { messageId: 'msg_1' })).rejects.toMatchObject({ refusal: { code: 'forbidden' } });
  await expect(draftReply(as(world, worker), { messageId: 'msg_none' })).rejects.toMatchObject({ refusal: { code: 'not_found' } });
});
