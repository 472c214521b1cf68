import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { editDraft } from '#lib/approvals/edit-draft.ts';
import { rejectDraft } from '#lib/approvals/reject-draft.ts';
import { resolveUncertain } from '#lib/approvals/resolve-uncertain.ts';
import { retryDeadLetter } from '#lib/approvals/retry-dead-letter.ts';
import { reviveDeadLetter } from '#lib/approvals/revive-dead-letter.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { undoDecision } from '#lib/approvals/undo-decision.ts';
import type { Channel } from '#lib/channels/channel.ts';
import type { ChannelAdapter, Dispatch } from '#lib/channels/port.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { recordInbound } from '#lib/messages/record-inbound.ts';
import { inbound } from '#lib/messages/testing/inbound-world.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import type { World } from '#lib/world.ts';
import { claimNext } from './claim-next.ts';
import { proveUncertain } from './prove-uncertain.ts';
import { recordOutcome } from './record-outcome.ts';

const ana: Actor = { kind: 'person', id: 'usr_ana', name: 'Ana', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'prove', name: 'Worker' };
const notAsked = () => Promise.reject(new Error('not asked'));

/** A channel that says this of everything it is asked about. */
function asked(channel: Channel, reconcile: ChannelAdapter['reconcile']): ChannelAdapter {
  return {
    channel, sandbox: true, sender: `us on ${channel}`, capabilities: { send: true, receive: false, reconcile: true, subject: true, attachments: false, textLengthMax: 1000 },
    reconcile, send: notAsked, receive: notAsked, probe: notAsked, close: () => Promise.resolve(),
  };
}

test('a channel that cannot be asked is told, and keeps no other from being asked', async () => {
  const { as, world } = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0', RE_UNDO_CHAT_SECONDS: '0', RE_LIMITS: 'email=100/100/0,telegram=100/100/0' });
  const ids: Partial<Record<Channel, string>> = {};
  for (const [channel, address] of [['telegram', { kind: 'telegram', value: '777000777' }], ['email', { kind: 'email', value: 'kim@example.org' }]] as const) {
    const lead = await addLead(as(ana), { name: 'Kim', addresses: [address] });
    const draft = await submitDraft(as(ana), { leadId: lead.id, channel, ...(channel === 'email' && { subject: 'House' }), body: 'A house.' });
    await approveDraft(as(ana), { id: draft.id, contentHash: draft.contentHash });
    const { dispatch } = await claimNext(as(worker), { channels: [channel], worker: 'w' });
    await recordOutcome(as(worker), dispatch!, { kind: 'unknown', evidence: 'cut' });
    ids[channel] = draft.id;
  }
  let mailboxesAsked = 0;
  const adapters = new Map<Channel, ChannelAdapter>([
    ['email', asked('email', () => ((mailboxesAsked += 1), Promise.reject(new Error('no mailbox'))))],
    ['telegram', asked('telegram', async () => ({ kind: 'sent', providerId: '9', evidence: 'it stands in the chat' }))],
  ]);
  await expect(proveUncertain(as(worker), { adapters, signal: new AbortController().signal })).rejects.toThrow('no mailbox');
  expect(mailboxesAsked).toBe(1);
  expect((await world.store.approvals.get(ids.telegram!))?.status).toBe('sent');
  expect((await world.store.approvals.get(ids.email!))?.status).toBe('uncertain');
});

test('of what is to be sent again it is looked as well whether the first copy shows up: then it is read again, beside what went out', async () => {
  const { as, world } = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0' });
  const lead = await addLead(as(ana), { name: 'Kim', addresses: [{ kind: 'email', value: 'kim@example.org' }] });
  const { id, contentHash } = await submitDraft(as(ana), { leadId: lead.id, channel: 'email', subject: 'House', body: 'A house.' });
  await approveDraft(as(ana), { id, contentHash });
  const { dispatch } = await claimNext(as(worker), { channels: ['email'], worker: 'w' });
  await recordOutcome(as(worker), dispatch!, { kind: 'unknown', evidence: 'cut' });
  await resolveUncertain(as(ana), { id, as: 'send_again', note: 'not in Sent' });
  const edited = await editDraft(as(ana), { id, contentHash, body: 'Another house.' });
  await approveDraft(as(ana), { id, contentHash: edited.contentHash });
  const wanted: Dispatch[] = [];
  const email = asked('email', async (about) => (wanted.push(about), { kind: 'sent', providerId: 'p1', evidence: 'in Sent' }));
  const prove = () => proveUncertain(as(worker), { adapters: new Map([['email', email]]), signal: new AbortController().signal });
  expect(await prove()).toBe(1);
  expect(wanted).toMatchObject([{ idempotencyKey: `${id}.1`, content: { body: 'A house.' } }]);
  expect(await world.store.approvals.get(id)).toMatchObject({ status: 'pending', reason: { because: { kind: 'arrived_before', attempt: 1 } }, attempts: [{ outcome: { kind: 'accepted' } }] });
  expect(await world.store.messages.byExternalId('email', 'p1')).toMatchObject({ text: 'A house.', approvalId: id });
  expect(await prove()).toBe(0);
  expect(wanted).toHaveLength(1);
});

/** A mail of whose first attempt nobody knows; its second was refused for good. */
async function deadLetter() {
  const t = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0', RE_LIMITS: 'email=100/100/0' });
  const { as } = t;
  const lead = await addLead(as(ana), { name: 'Kim', addresses: [{ kind: 'email', value: 'kim@example.org' }] });
  const { id, contentHash } = await submitDraft(as(ana), { leadId: lead.id, channel: 'email', subject: 'House', body: 'A house.' });
  await approveDraft(as(ana), { id, contentHash });
  const claim = async () => (await claimNext(as(worker), { channels: ['email'], worker: 'w' })).dispatch!;
  await recordOutcome(as(worker), await claim(), { kind: 'unknown', evidence: 'cut' });
  await resolveUncertain(as(ana), { id, as: 'send_again', note: 'not in Sent' });
  await recordOutcome(as(worker), await claim(), { kind: 'refused', transient: false, code: 'smtp_554', evidence: '554' });
  return { ...t, id, contentHash };
}

test('of a dead letter it is looked as well whether an attempt before the refused one shows up: then it is not tried again unread', async () => {
  const { as, id, contentHash, world } = await deadLetter();
  expect(await proveUncertain(as(worker), { adapters: inSent(), signal: never })).toBe(1);
  expect(await world.store.approvals.get(id)).toMatchObject({ status: 'dead_letter', staleBecause: { kind: 'arrived_before', attempt: 1 } });
  await expect(retryDeadLetter(as(ana), { id, contentHash })).rejects.toMatchObject({ refusal: { code: 'content_changed', details: { because: 'arrived_before' } } });
});

test('of what was rejected too: taken back, it says that it went out', async () => {
  const { as, id, contentHash, world } = await deadLetter();
  await reviveDeadLetter(as(ana), { id });
  await rejectDraft(as(ana), { id, contentHash, reason: 'no' });
  expect(await proveUncertain(as(worker), { adapters: inSent(), signal: never })).toBe(1);
  await undoDecision(as(ana), { id });
  expect(await world.store.approvals.get(id)).toMatchObject({ status: 'pending', reason: { because: { kind: 'arrived_before', attempt: 1 } } });
});

test.each(['uncertain', 'approved'])('nobody asks for an attempt so old that no copy comes any more, while it is %s', async (status) => {
  const { as, pass, world } = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0' });
  const lead = await addLead(as(ana), { name: 'Kim', addresses: [{ kind: 'email', value: 'kim@example.org' }] });
  const { id, contentHash } = await submitDraft(as(ana), { leadId: lead.id, channel: 'email', subject: 'House', body: 'A house.' });
  await approveDraft(as(ana), { id, contentHash });
  const { dispatch } = await claimNext(as(worker), { channels: ['email'], worker: 'w' });
  await recordOutcome(as(worker), dispatch!, { kind: 'unknown', evidence: 'cut' });
  if (status === 'approved') await resolveUncertain(as(ana), { id, as: 'send_again', note: 'not in Sent' });
  expect((await world.store.approvals.get(id))?.status).toBe(status);
  pass(5 * 86_400_000 + 1);
  expect(await proveUncertain(as(worker), { adapters: new Map([['email', asked('email', notAsked)]]), signal: new AbortController().signal })).toBe(0);
});

/** A mail of whose first attempt nobody knows, whose draft went on to WhatsApp. */
async function movedAway(answers: (world: World) => Promise<object>) {
  const { as, world } = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0' });
  const lead = await addLead(as(ana), { name: 'Kim', addresses: [{ kind: 'email', value: 'kim@example.org' }, { kind: 'phone', value: '+13035550142' }] });
  for (const [n, subject] of ['House', 'Garden'].entries()) await recordInbound(as(worker), { inbound: [inbound({ externalId: `m${n}@example.org`, address: { kind: 'email', value: 'kim@example.org' }, subject, text: `${subject}?`, sentAt: n })] });
  const { id, contentHash } = await submitDraft(as(ana), { leadId: lead.id, channel: 'email', subject: 'House', body: 'A house.', ...(await answers(world)) });
  await approveDraft(as(ana), { id, contentHash });
  const { dispatch } = await claimNext(as(worker), { channels: ['email'], worker: 'w' });
  await recordOutcome(as(worker), dispatch!, { kind: 'unknown', evidence: 'cut' });
  await resolveUncertain(as(ana), { id, as: 'send_again', note: 'not in Sent' });
  await editDraft(as(ana), { id, contentHash, channel: 'whatsapp' });
  const about = async (subject: string) => (await world.store.conversations.ofLead(lead.id)).find(({ title }) => title === subject)?.id;
  const sent = async () => world.store.messages.byExternalId('email', 'p1');
  return { as, world, lead, dispatch: dispatch!, about, sent };
}
const answersTheFirst = async (world: World) => ({ inReplyTo: (await world.store.messages.byExternalId('email', 'm0@example.org'))?.id });
const inSent = () => new Map([['email' as const, asked('email', async () => ({ kind: 'sent' as const, providerId: 'p1', evidence: 'in Sent' }))]]);
const never = new AbortController().signal;

test('a mail that went out after all stands in the thread it answered, though its draft moved to another channel', async () => {
  const { as, world, lead, about, sent } = await movedAway(answersTheFirst);
  expect(await proveUncertain(as(worker), { adapters: inSent(), signal: never })).toBe(1);
  expect(await sent()).toMatchObject({ conversationId: await about('House'), inReplyTo: 'm0@example.org' });
  expect(await world.store.conversations.ofLead(lead.id)).toHaveLength(2);
});

test('so does one whose answer of the server comes late', async () => {
  const { as, about, sent, dispatch } = await movedAway(answersTheFirst);
  await recordOutcome(as(worker), dispatch, { kind: 'accepted', providerId: 'p1', evidence: '250' });
  expect(await sent()).toMatchObject({ conversationId: await about('House') });
});

test('one that answered nothing stands in the newest conversation with the lead on the channel it went out on', async () => {
  const { as, about, sent } = await movedAway(async () => ({}));
  expect(await proveUncertain(as(worker), { adapters: inSent(), signal: never })).toBe(1);
  expect(await sent()).toMatchObject({ conversationId: await about('Garden') });
});
