import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import type { Channel } from '#lib/channels/channel.ts';
import { claimNext } from '#lib/dispatch/claim-next.ts';
import { recordOutcome } from '#lib/dispatch/record-outcome.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import type { Address } from '#lib/leads/address.ts';
import { editLead } from '#lib/leads/edit-lead.ts';
import { recordInbound } from '#lib/messages/record-inbound.ts';
import { inbound } from '#lib/messages/testing/inbound-world.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { changePolicy } from './change-policy.ts';
import { checkPolicy } from './check-policy.ts';
import { loadFacts } from './facts.ts';
import { dayMs } from './policy.ts';

const mel: Actor = { kind: 'person', id: 'usr_mel', name: 'Mel', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker' };
const mail = (value: string): Address => ({ kind: 'email', value });
const phone = (value: string): Address => ({ kind: 'phone', value });

function office() {
  const t = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0', RE_LIMITS: 'email=1000/1000/0' });
  let read = 0;
  const lead = (addresses: Address[], more: object = {}) => addLead(t.as(mel), { name: 'Kim', addresses, ...more });
  const claim = async () => (await claimNext(t.as(worker), { channels: ['email'], worker: 'w' })).dispatch;
  const approved = async (leadId: string, body = 'A house.') => {
    const { id, contentHash } = await submitDraft(t.as(mel), { leadId, channel: 'email', subject: 'House', body });
    await approveDraft(t.as(mel), { id, contentHash });
    return id;
  };
  const sent = async (leadId: string, body: string) => {
    await approved(leadId, body);
    const dispatch = (await claim())!;
    await recordOutcome(t.as(worker), dispatch, { kind: 'accepted', providerId: body, evidence: '250' });
    t.pass(60_000);
    return dispatch.idempotencyKey;
  };
  const writes = async (channel: Channel, address: Address) => {
    await recordInbound(t.as(worker), { inbound: [inbound({ channel, externalId: `in-${read++}`, address, text: 'When?', subject: null, sentAt: t.world.clock.now() })] });
    t.pass(60_000);
  };
  const isLater = (aboutIdempotencyKey: string) =>
    recordInbound(t.as(worker), { inbound: [inbound({ externalId: `in-${read++}`, address: mail('mailer-daemon@mx.example'), nature: { kind: 'bounce', permanent: false, aboutIdempotencyKey, why: '4.2.2 mailbox full' } })] });
  const heldBy = async (id: string) => {
    const approval = await t.world.store.approvals.get(id);
    return approval?.status === 'approved' ? approval.hold?.rule : approval?.status;
  };
  const rule = async (name: string, channel: Channel, address: string) => (await checkPolicy(t.as(mel), { channel, address })).rules.find((each) => each.rule === name)?.result;
  return { ...t, lead, claim, approved, sent, writes, isLater, heldBy, rule };
}

test('the cap of a household counts what went to a member under another of their rows', async () => {
  const { as, lead, sent, approved, claim, heldBy } = office();
  await changePolicy(as(mel), { version: 0, changes: { perHouseholdPerDay: 2 }, reason: 'two' });
  const kim = await lead([mail('k.im@gmail.com')]);
  await lead([mail('kim@gmail.com')], { household: 'elm' });
  const lee = await lead([mail('lee@example.org')], { household: 'elm' });
  for (const body of ['one', 'two']) await sent(kim.id, body);
  const id = await approved(lee.id);
  expect(await claim()).toBeNull();
  expect(await heldBy(id)).toBe('household_cap');
});

test('somebody is of every household that one of their rows names', async () => {
  const { as, lead, sent, approved, claim, heldBy } = office();
  await changePolicy(as(mel), { version: 0, changes: { perHouseholdPerDay: 1 }, reason: 'one' });
  await sent((await lead([mail('lee@example.org')], { household: 'elm' })).id, 'one');
  await lead([mail('kim@gmail.com')], { household: 'elm' });
  const waiting = [await approved((await lead([mail('k.im@gmail.com')])).id), await approved((await lead([mail('ki.m@gmail.com')], { household: 'oak' })).id)];
  expect(await claim()).toBeNull();
  expect(await Promise.all(waiting.map(heldBy))).toEqual(['household_cap', 'household_cap']);
});

test('that they wrote since counts for the cap under whichever row they wrote', async () => {
  const { as, lead, sent, writes, approved, claim } = office();
  await changePolicy(as(mel), { version: 0, changes: { perLeadPerDay: 1 }, reason: 'one' });
  const kim = await lead([mail('kim.lee@gmail.com')]);
  await lead([mail('kimlee@gmail.com')]);
  await sent(kim.id, 'one');
  await writes('email', mail('kimlee@gmail.com'));
  const id = await approved(kim.id, 'At five.');
  expect((await claim())?.approvalId).toBe(id);
});

test('who wrote from a number may be answered there when it is another row’s by now', async () => {
  const { as, lead, writes, rule } = office();
  const first = await lead([mail('kim@gmail.com'), phone('+12125550142')]);
  await writes('whatsapp', phone('+12125550142'));
  await editLead(as(mel), { id: first.id, version: 1, addresses: [mail('kim@gmail.com')] });
  await lead([phone('+12125550142')]);
  expect([await rule('channel_window', 'whatsapp', '+12125550142'), await rule('consent', 'whatsapp', '+12125550142')]).toEqual(['pass', 'pass']);
});

test('what they wrote from another number opens no window to this one, under whichever row', async () => {
  const { as, world, lead, writes, rule } = office();
  const other = await lead([mail('k.im@gmail.com'), phone('+13035550142')]);
  await lead([mail('kim@gmail.com'), phone('+12125550142')]);
  await writes('whatsapp', phone('+13035550142'));
  expect([await rule('channel_window', 'whatsapp', '+12125550142'), await rule('consent', 'whatsapp', '+12125550142')]).toEqual(['stale', 'stale']);
  await editLead(as(mel), { id: other.id, version: 1, addresses: [phone('+13035550142'), phone('+14155550142')] });
  expect(await loadFacts(world.settings, world.store, { channel: 'whatsapp', sender: 'us', recipient: '+12125550142', leadId: null }, world.clock.now())).toMatchObject({ lastInboundAt: null, lastInboundAnywhereAt: expect.any(Number) });
});

test('mail that came back for now rests its mailbox, in every spelling, and not the address that was put right', async () => {
  const { as, lead, sent, isLater, rule } = office();
  const bo = await lead([mail('bo.old@gmail.com')]);
  const key = await sent(bo.id, 'one');
  for (let i = 0; i < 3; i++) await isLater(key);
  expect(await rule('returned_mail', 'email', 'bo.old@gmail.com')).toBe('hold');
  await editLead(as(mel), { id: bo.id, version: 1, addresses: [mail('bo@new.example')] });
  expect(await rule('returned_mail', 'email', 'bo@new.example')).toBe('pass');
  await lead([mail('boold@gmail.com')]);
  expect(await rule('returned_mail', 'email', 'boold@gmail.com')).toBe('hold');
});

test('however long an address rests, no report that counted is forgotten before it ends', async () => {
  const { as, lead, sent, isLater, rule, pass } = office();
  await changePolicy(as(mel), { version: 0, changes: { delayedMail: { reports: 3, restMs: 14 * dayMs } }, reason: 'longer' });
  const bo = await lead([mail('bo@example.org')]);
  const key = await sent(bo.id, 'one');
  for (const days of [10, 3, 0]) {
    await isLater(key);
    pass(days * dayMs);
  }
  pass(13 * dayMs);
  expect(await rule('returned_mail', 'email', 'bo@example.org')).toBe('hold');
  pass(dayMs);
  expect(await rule('returned_mail', 'email', 'bo@example.org')).toBe('pass');
});

test('a report that came back makes nobody read all messages of the lead', async () => {
  const { as, world, lead, sent, isLater } = office();
  const bo = await lead([mail('bo@example.org')]);
  const key = await sent(bo.id, 'one');
  for (let i = 0; i < 3; i++) await isLater(key);
  const store = { ...world.store, messages: { ...world.store.messages, page: () => Promise.reject(new Error('a page of messages was read')) } };
  expect((await checkPolicy({ ...as(mel), world: { ...world, store } }, { channel: 'email', address: 'bo@example.org' })).rule).toBe('returned_mail');
});
