import { beforeEach, describe, expect, test } from 'vitest';
import { contentHash } from '#lib/approvals/content.ts';
import type { Inbound } from '#lib/channels/port.ts';
import { loadFacts } from '#lib/policy/facts.ts';
import { on } from '#lib/store/event.ts';
import type { World } from '#lib/world.ts';
import { parseMail } from './mail/parse-mail.ts';
import { bounceMail, complaintMail } from './mail/testing/mails.ts';
import { foreseeInbound, recordInbound, type Disposition } from './record-inbound.ts';
import { ana, as, dispatched, draft, given, inbound, lead, openWorld, start } from './testing/inbound-world.ts';

let world: World;
beforeEach(async () => {
  world = openWorld();
  await given(world, lead());
});

const record = (...items: Inbound[]): Promise<Disposition[]> => recordInbound(as(world), { inbound: items });
const one = async (item: Inbound) => (await record(item))[0];
const message = async (disposition: Disposition | undefined) => {
  const row = await world.store.messages.get(disposition?.messageId ?? '');
  if (row?.kind !== 'message') throw new Error('not recorded');
  return row;
};
const bounce = (key: string | null, permanent = true): Inbound =>
  inbound({ externalId: 'r@mx', address: { kind: 'email', value: 'mailer-daemon@mx.example' }, nature: { kind: 'bounce', permanent, aboutIdempotencyKey: key, why: '5.1.1 nobody here' } });
const stranger = { address: { kind: 'email', value: 'eve@elsewhere.example' }, displayName: 'Eve' } as const;

test('a message from a lead is recorded in a conversation of its own, its bytes kept', async () => {
  const row = await message(await one(inbound({ raw: Buffer.from('raw') })));
  expect(row).toMatchObject({ leadId: 'lea_1', contactId: null, externalId: 'm1@example.net', direction: 'in' });
  expect(await world.store.conversations.get(row.conversationId)).toMatchObject({ leadId: 'lea_1', channel: 'email', title: 'Visit' });
  expect(Buffer.from((await world.artifacts.get(row.artifact ?? '')) ?? []).toString()).toBe('raw');
  expect(await world.store.messages.unclassified(5)).toHaveLength(1);
});

test('the same message again is a duplicate and records nothing, in one call or in two', async () => {
  const [first, second] = await record(inbound(), inbound());
  const { seq } = await world.store.head();
  expect(second).toEqual({ kind: 'duplicate', messageId: first?.messageId });
  expect(await one(inbound())).toMatchObject({ kind: 'duplicate' });
  expect((await world.store.head()).seq).toBe(seq);
});

test('nobody hides another’s message by taking its id first', async () => {
  await record(inbound({ ...stranger, externalId: 'm1@example.net' }));
  const row = await message(await one(inbound({ text: 'The real one' })));
  expect(row).toMatchObject({ leadId: 'lea_1', text: 'The real one' });
  expect(await one(inbound({ text: 'The real one' }))).toMatchObject({ kind: 'duplicate' });
});

test('the watermark moves with the last message, and by itself only when it changed', async () => {
  const watermark = { channel: 'email', source: 'mailbox', cursor: 'c1', note: '' } as const;
  await recordInbound(as(world), { inbound: [inbound(), inbound({ externalId: 'm2@x' })], watermark });
  expect((await world.store.channelStates.get('email'))?.watermarks).toEqual({ mailbox: 'c1' });
  const { items } = await world.store.events({}, { cursor: null, limit: 2 });
  expect(items.map((event) => event.type)).toEqual(['WatermarkMoved', 'MessageRecorded']);
  const { seq } = await world.store.head();
  await recordInbound(as(world), { inbound: [], watermark });
  expect((await world.store.head()).seq).toBe(seq);
  await recordInbound(as(world), { inbound: [inbound()], watermark: { ...watermark, cursor: 'c2' } });
  expect((await world.store.channelStates.get('email'))?.watermarks).toEqual({ mailbox: 'c2' });
});

describe('an unknown sender', () => {
  test('gets a contact card and no draft is possible; writing again adds to the card', async () => {
    const first = await one(inbound({ ...stranger, externalId: 'e1' }));
    expect(first).toMatchObject({ kind: 'unknown_sender', why: expect.stringContaining('contact card') });
    await record(inbound({ ...stranger, externalId: 'e2' }));
    const card = await world.store.contacts.byAddress('email:eve@elsewhere.example');
    expect(card).toMatchObject({ status: 'open', name: 'Eve' });
    expect(card?.messageIds).toHaveLength(2);
    expect(await message(first)).toMatchObject({ leadId: null, contactId: card?.id });
    expect(await world.store.messages.unclassified(5)).toEqual([]);
  });
  test('who asks to stop is suppressed by address', async () => {
    await record(inbound({ ...stranger, text: 'STOP' }));
    expect(await world.store.dnc.matching(['email:eve@elsewhere.example'])).toMatchObject([{ channel: 'all', source: expect.stringMatching(/^message:msg_/) }]);
  });
  test('a mail system or our own address gets no card', async () => {
    await record(bounce(null), inbound({ externalId: 'own', address: { kind: 'email', value: 'ana@example.com' }, nature: { kind: 'auto_reply', why: 'own' } }));
    expect((await world.store.contacts.page({}, { cursor: null, limit: 5 })).total).toBe(0);
  });
});

describe('threading', () => {
  test('a reply joins the conversation it answers; a stranger who quotes it does not', async () => {
    const first = await message(await one(inbound()));
    expect((await message(await one(inbound({ externalId: 'm2', inReplyTo: 'm1@example.net' })))).conversationId).toBe(first.conversationId);
    expect((await message(await one(inbound({ ...stranger, externalId: 'm3', references: ['m1@example.net'] })))).conversationId).not.toBe(first.conversationId);
    expect((await message(await one(inbound({ externalId: 'm4' })))).conversationId).not.toBe(first.conversationId);
  });
  test('a reply to a dispatch of ours joins its conversation even when its outcome is unknown', async () => {
    const { conversationId } = await message(await one(inbound()));
    await draft(world, 'apr_1', { conversationId });
    const key = await dispatched(world, 'apr_1', 'unknown');
    expect((await message(await one(inbound({ externalId: 'm2', inReplyTo: `${key}@example.com` })))).conversationId).toBe(conversationId);
  });
  test('a chat goes on in its newest conversation', async () => {
    await given(world, [{ subject: { kind: 'lead', id: 'lea_2' }, event: { type: 'LeadAdded', source: 'test', fields: { name: 'Jo', addresses: [{ kind: 'telegram', value: 'jo_park' }], stage: 'new', timeZone: null, region: null, postalCode: null, ownerId: null, tags: [], language: 'en', facts: {}, note: '' } } }]);
    const chat = (externalId: string) => inbound({ channel: 'telegram', externalId, subject: null, address: { kind: 'telegram', value: 'jo_park' } });
    const [a, b] = [await message(await one(chat('1'))), await message(await one(chat('2')))];
    expect(b.conversationId).toBe(a.conversationId);
  });
});

describe('drafts', () => {
  test('what waits for the lead goes stale in the same commit', async () => {
    await draft(world, 'apr_1');
    const done = await one(inbound());
    expect(await world.store.approvals.get('apr_1')).toMatchObject({ status: 'pending', reason: { kind: 'stale', because: { kind: 'new_inbound', messageId: done?.messageId } } });
  });
  test('a teammate’s mail reaches a lead in Cc, and one who is written to in another spelling, and counts once however often it is read', async () => {
    await given(world, lead('lea_2', 'jpark@gmail.com'));
    await draft(world, 'apr_1');
    const sent = inbound({ externalId: 's9', direction: 'out', address: { kind: 'email', value: 'partner@elsewhere.example' }, alsoTo: [{ kind: 'email', value: 'j.park+x@gmail.com' }, { kind: 'email', value: 'lee@example.net' }] });
    expect(await message(await one(sent))).toMatchObject({ leadId: 'lea_2', address: { value: 'j.park+x@gmail.com' } });
    expect(await world.store.approvals.get('apr_1')).toMatchObject({ reason: { because: { kind: 'teammate_sent' } } });
    expect(await world.store.sends.toLeads({ leadIds: ['lea_2'], sinceMs: 0 })).toMatchObject({ count: 1 });
    await given(world, lead('lea_3', 'partner@elsewhere.example'));
    expect(await one(sent)).toMatchObject({ kind: 'duplicate' });
  });
  test('a teammate’s mail to several leads counts for the caps of each, once for a home and a person, and once for its sender', async () => {
    await given(world, [...lead('lea_2', 'bo@example.net'), ...lead('lea_3', 'kim@example.net'), ...on('lead', 'lea_2', [{ type: 'LeadEdited', changes: { household: 'elm' } }]), ...on('lead', 'lea_3', [{ type: 'LeadEdited', changes: { household: 'elm' } }])]);
    const to = (value: string) => ({ kind: 'email' as const, value });
    const sent = inbound({ externalId: 's9', direction: 'out', address: to('lee@example.net'), alsoTo: [to('bo@example.net'), to('partner@elsewhere.example'), to('kim@example.net')], sentAt: start - 1000 });
    await record(sent);
    expect(await one(sent)).toMatchObject({ kind: 'duplicate' });
    for (const recipient of ['lee@example.net', 'bo@example.net', 'kim@example.net']) {
      const facts = await loadFacts(world.settings, world.store, { channel: 'email', sender: 'ana@example.com', recipient, leadId: null }, start);
      expect(facts).toMatchObject({ toLeadLastDay: { count: 1, newest: start - 1000 }, toHouseholdLastDay: { count: 1 }, lastDay: { count: 1 }, lastHour: { count: 1 }, firstSendAt: start - 1000 });
    }
  });
  test.each([['STOP', null, true], ['', 'unsubscribe apr_1.1', true], [`${'We are away until Monday and read our mail then. '.repeat(6)}To unsubscribe from this notice write to us. STOP`, null, false], ['I am out of the office', null, false]])(
    'a program that writes for them says “%s” (%s): whether it is heeded', async (text, subject, heeded) => {
      await record(inbound({ text, ...(subject !== null && { subject }), nature: { kind: 'auto_reply', why: 'Precedence: bulk' } }));
      expect((await world.store.dnc.matching(['lead:lea_1'])).length).toBe(heeded ? 1 : 0);
    });
  test('a teammate who wrote from the phone makes them stale; one who wrote to somebody else leaves no trace', async () => {
    await draft(world, 'apr_1');
    expect(await one(inbound({ externalId: 's1', direction: 'out' }))).toMatchObject({ kind: 'recorded' });
    expect(await world.store.approvals.get('apr_1')).toMatchObject({ reason: { because: { kind: 'teammate_sent' } } });
    const { seq } = await world.store.head();
    expect(await one(inbound({ ...stranger, externalId: 's2', direction: 'out' }))).toMatchObject({ kind: 'unknown_sender', why: expect.stringContaining('not kept') });
    expect((await world.store.head()).seq).toBe(seq);
  });
  test.each(['unknown', 'accepted', null] as const)('a copy of what was sent from here is no teammate’s mail, whatever RE_EMAIL_FROM says by now (outcome: %s)', async (outcome) => {
    await draft(world, 'apr_1');
    const key = await dispatched(world, 'apr_1', outcome);
    await draft(world, 'apr_2');
    const { seq } = await world.store.head();
    const counted = () => world.store.sends.toLeads({ leadIds: ['lea_1'], sinceMs: 0 });
    const before = await counted();
    const copy = inbound({ externalId: `${key}@example.com`, direction: 'out', text: 'See you at 5.', raw: Buffer.from('raw') });
    expect(await one(copy)).toMatchObject({ kind: 'duplicate', why: expect.stringContaining('sent from here') });
    expect([(await world.store.head()).seq, await counted()]).toEqual([seq, before]);
    // Our id under a domain it did not go out from is anybody's.
    expect(await one(inbound({ externalId: `${key}@elsewhere.example`, direction: 'out' }))).toMatchObject({ kind: 'recorded' });
    expect(await world.store.approvals.get('apr_2')).toMatchObject({ reason: { because: { kind: 'teammate_sent' } } });
  });
  test('what is not kept leaves no bytes behind, nor does a mail that was taken in before', async () => {
    const kept: unknown[] = [];
    const { artifacts } = world;
    const watched = { ...world, artifacts: { ...artifacts, put: (...given: Parameters<typeof artifacts.put>) => (kept.push(given), artifacts.put(...given)) } };
    const into = (item: Inbound) => recordInbound(as(watched), { inbound: [item] });
    const raw = Buffer.from('raw');
    await into(inbound({ ...stranger, externalId: 's2', direction: 'out', raw }));
    expect(kept).toEqual([]);
    for (let i = 0; i < 2; i++) await into(inbound({ externalId: 's3', direction: 'out', raw }));
    expect(kept).toHaveLength(1);
  });
  test('an opt-out ends everything queued on every channel, at once', async () => {
    await draft(world, 'apr_1');
    await draft(world, 'apr_2', { channel: 'whatsapp', recipient: '+13035550142' });
    const done = await one(inbound({ text: 'Please unsubscribe me.\n\nOn Tue, 5 May 2026, Ana wrote:\n> Hi' }));
    for (const id of ['apr_1', 'apr_2']) expect(await world.store.approvals.get(id)).toMatchObject({ status: 'blocked', rule: 'dnc' });
    expect(await world.store.dnc.matching(['lead:lea_1'])).toMatchObject([{ channel: 'all', source: `message:${done?.messageId}` }]);
    await record(inbound({ externalId: 'm2', text: 'STOP' }));
    expect(await world.store.dnc.matching(['lead:lea_1'])).toHaveLength(1);
  });
  test('the same words quoted from us, or among many of a program, end nothing', async () => {
    await draft(world, 'apr_1');
    await record(
      inbound({ text: 'Yes please.\n\nOn Tue, 5 May 2026, Ana wrote:\n\n> Reply STOP to unsubscribe' }),
      inbound({ externalId: 'm2', text: `${'News of our club: the summer party is on Saturday. '.repeat(6)}\n\nSTOP`, nature: { kind: 'auto_reply', why: 'list' } }),
      inbound({ externalId: 'm3', text: 'ok', subject: 'Re: unsubscribe' }),
    );
    expect((await world.store.approvals.get('apr_1'))?.status).toBe('pending');
    expect(await world.store.dnc.matching(['lead:lea_1'])).toEqual([]);
  });
  test('who asks to stop from another address, in an answer to our mail, is not written to again at any', async () => {
    await draft(world, 'apr_1');
    const key = await dispatched(world, 'apr_1', 'accepted');
    await draft(world, 'apr_2');
    await draft(world, 'apr_3', { channel: 'whatsapp', recipient: '+13035550142' });
    const done = await one(inbound({ ...stranger, externalId: 'm2', inReplyTo: 'm9@elsewhere.example', references: [`${key}@example.com`], text: 'Please stop writing to me.' }));
    expect(done).toMatchObject({ kind: 'unknown_sender' });
    for (const id of ['apr_2', 'apr_3']) expect(await world.store.approvals.get(id)).toMatchObject({ status: 'blocked', rule: 'dnc' });
    expect(await world.store.dnc.matching(['lead:lea_1'])).toMatchObject([{ channel: 'all', source: `message:${done?.messageId}` }]);
    expect(await world.store.dnc.matching(['email:eve@elsewhere.example'])).toHaveLength(1);
  });
  test('a mail that unsubscribes names what it is about: it counts from any address', async () => {
    await draft(world, 'apr_1');
    const key = await dispatched(world, 'apr_1', 'accepted');
    await draft(world, 'apr_2');
    await record(inbound({ ...stranger, externalId: 'm2', subject: `unsubscribe ${key}`, text: '' }));
    expect(await world.store.approvals.get('apr_2')).toMatchObject({ status: 'blocked', rule: 'dnc' });
    expect(await world.store.dnc.matching(['lead:lea_1', 'email:eve@elsewhere.example'])).toHaveLength(2);
  });
  test('any other answer from another address makes what waits for them be read again; one that answers nothing of ours does not', async () => {
    await draft(world, 'apr_1');
    const key = await dispatched(world, 'apr_1', 'accepted');
    await draft(world, 'apr_2');
    await record(inbound({ ...stranger, externalId: 'm2', inReplyTo: `${key}@elsewhere.example`, text: 'STOP' }), inbound({ ...stranger, externalId: 'm3', inReplyTo: 'apr_1.7@example.com', text: 'STOP' }), inbound({ ...stranger, externalId: 'm4', text: 'STOP' }));
    expect(await world.store.approvals.get('apr_2')).toMatchObject({ status: 'pending', reason: { kind: 'new' } });
    await record(inbound({ ...stranger, externalId: 'm5', inReplyTo: `${key}@example.com`, text: 'On holiday.', nature: { kind: 'auto_reply', why: 'vacation' } }));
    expect(await world.store.approvals.get('apr_2')).toMatchObject({ reason: { kind: 'new' } });
    const done = await one(inbound({ ...stranger, externalId: 'm6', inReplyTo: `${key}@example.com`, text: 'Is Friday still good?' }));
    expect(await world.store.approvals.get('apr_2')).toMatchObject({ status: 'pending', reason: { kind: 'stale', because: { kind: 'new_inbound', messageId: done?.messageId } } });
    expect(await world.store.dnc.matching(['lead:lea_1'])).toEqual([]);
  });
  test('what the address and the lead both name is ended once', async () => {
    await draft(world, 'apr_1');
    const key = await dispatched(world, 'apr_1', 'accepted');
    await draft(world, 'apr_2', { recipient: 'lee+homes@gmail.com' });
    await record(inbound({ externalId: 'm2', address: { kind: 'email', value: 'l.ee@gmail.com' }, inReplyTo: `${key}@example.com`, text: 'STOP' }));
    expect(await world.store.approvals.get('apr_2')).toMatchObject({ status: 'blocked', rule: 'dnc' });
    expect(await world.store.dnc.matching(['lead:lea_1'])).toHaveLength(1);
  });
  test('whoever writes from another spelling of the mailbox of a lead has what waits for that lead read again', async () => {
    await given(world, lead('lea_2', 'bo.oak@gmail.com'));
    await given(world, on('approval', 'apr_5', [{ type: 'DraftSubmitted', content: { channel: 'email', sender: 'ana@example.com', recipient: 'bo.oak@gmail.com', subject: 'Visit', body: 'At 5?', attachments: [] }, contentHash: 'h', leadId: 'lea_2', conversationId: null, inReplyTo: null, origin: { kind: 'person', by: 'person:usr_ana' }, temperature: 'warm', dueAt: start }]));
    const done = await one(inbound({ externalId: 'm2', address: { kind: 'email', value: 'booak+x@gmail.com' }, text: 'Friday, please.' }));
    expect(done).toMatchObject({ kind: 'unknown_sender' });
    expect(await world.store.approvals.get('apr_5')).toMatchObject({ status: 'pending', reason: { kind: 'stale', because: { kind: 'new_inbound' } } });
  });
  test('another lead who answers mail that was forwarded to them stops themselves, and what waits for the first is read again', async () => {
    await given(world, lead('lea_2', 'bo@example.net'));
    await draft(world, 'apr_1');
    const key = await dispatched(world, 'apr_1', 'accepted');
    await draft(world, 'apr_2');
    await record(inbound({ externalId: 'm2', address: { kind: 'email', value: 'bo@example.net' }, inReplyTo: `${key}@example.com`, text: 'STOP' }));
    expect(await world.store.dnc.matching(['lead:lea_1', 'lead:lea_2'])).toMatchObject([{ value: 'lea_2' }]);
    expect(await world.store.approvals.get('apr_2')).toMatchObject({ status: 'pending', reason: { kind: 'stale' } });
  });
  test('an opt-out in the subject of a mail without words counts', async () => {
    await record(inbound({ subject: 'Unsubscribe', text: '' }));
    expect(await world.store.dnc.matching(['lead:lea_1'])).toHaveLength(1);
  });
});

describe('delivery reports', () => {
  test('a permanent one about a send of ours ends mail to that address and joins its conversation', async () => {
    const { conversationId } = await message(await one(inbound()));
    await draft(world, 'apr_1', { conversationId });
    const key = await dispatched(world, 'apr_1', 'accepted');
    await draft(world, 'apr_2');
    const done = await one(bounce(key));
    expect(done).toMatchObject({ kind: 'bounce' });
    expect(await message(done)).toMatchObject({ leadId: 'lea_1', conversationId });
    expect(await world.store.dnc.matching(['email:lee@example.net'])).toMatchObject([{ channel: 'email', source: expect.stringMatching(/^bounce:msg_/) }]);
    expect((await world.store.approvals.get('apr_2'))?.status).toBe('blocked');
    expect((await world.store.approvals.get('apr_1'))?.status).toBe('sent');
  });
  test.each([['apr_none.1'], ['apr_1.7'], [null]])('one about %s, which was never sent, suppresses nobody', async (key) => {
    await draft(world, 'apr_1');
    await dispatched(world, 'apr_1', 'accepted');
    expect(await one(bounce(key))).toMatchObject({ kind: 'bounce' });
    expect((await world.store.dnc.page({}, { cursor: null, limit: 5 })).total).toBe(0);
  });
  test('a delay suppresses nobody', async () => {
    await draft(world, 'apr_1');
    await record(bounce(await dispatched(world, 'apr_1', 'accepted'), false));
    expect((await world.store.dnc.page({}, { cursor: null, limit: 5 })).total).toBe(0);
  });
  test('one about an uncertain send is evidence: a person still decides', async () => {
    await draft(world, 'apr_1');
    await record(bounce(await dispatched(world, 'apr_1', 'unknown')));
    expect((await world.store.approvals.get('apr_1'))?.status).toBe('uncertain');
  });
  test('one about an attempt that nobody knew about keeps the next attempt until somebody has read that it went out', async () => {
    await draft(world, 'apr_1');
    const key = await dispatched(world, 'apr_1', 'unknown');
    await given(world, on('approval', 'apr_1', [{ type: 'UncertainResolved', as: 'send_again', note: '', undoUntilMs: start }]));
    await record(bounce(key, false));
    expect(await world.store.approvals.get('apr_1')).toMatchObject({ status: 'pending', reason: { because: { kind: 'arrived_before', attempt: 1 } } });
  });
  test('one about mail to an address that the draft no longer goes to lists that address alone', async () => {
    await draft(world, 'apr_1');
    const key = await dispatched(world, 'apr_1', 'unknown');
    const content = { channel: 'email', sender: 'ana@example.com', recipient: 'other@example.net', subject: 'Visit', body: 'See you at 5.', attachments: [] } as const;
    await given(world, on('approval', 'apr_1', [{ type: 'UncertainResolved', as: 'send_again', note: '', undoUntilMs: start }]));
    await given(world, on('approval', 'apr_1', [{ type: 'DraftEdited', content, contentHash: contentHash(content), byPerson: true }]));
    await record(bounce(key));
    expect(await world.store.dnc.matching(['email:other@example.net', 'email:lee@example.net'])).toMatchObject([{ value: 'lee@example.net' }]);
  });
  test('one about mail from a sender that the draft no longer goes out from is counted for that sender, and an answer to it finds its lead', async () => {
    await draft(world, 'apr_1');
    const key = await dispatched(world, 'apr_1', 'unknown');
    const content = { channel: 'email', sender: 'team@new.example', recipient: 'lee@example.net', subject: 'Visit', body: 'See you at 5.', attachments: [] } as const;
    await given(world, on('approval', 'apr_1', [{ type: 'UncertainResolved', as: 'send_again', note: '', undoUntilMs: start }]));
    await given(world, on('approval', 'apr_1', [{ type: 'DraftEdited', content, contentHash: contentHash(content), byPerson: true }]));
    await record(bounce(key));
    expect((await world.store.channelStates.get('email'))?.returned).toMatchObject([{ sender: 'ana@example.com' }]);
    await record(inbound({ ...stranger, externalId: 'm2', inReplyTo: `${key}@new.example`, text: 'STOP' }));
    expect(await world.store.dnc.matching(['lead:lea_1'])).toEqual([]);
    await record(inbound({ ...stranger, externalId: 'm3', inReplyTo: `${key}@example.com`, text: 'STOP' }));
    expect(await world.store.dnc.matching(['lead:lea_1'])).toHaveLength(1);
  });
});

describe('mail that comes back', () => {
  const report = (key: string, nature: object = {}): Inbound =>
    inbound({ externalId: `report-${key}`, address: { kind: 'email', value: 'mailer-daemon@mx.example' }, nature: { kind: 'bounce', permanent: true, aboutIdempotencyKey: key, why: '5.1.1 nobody here', ...nature } });
  /** So many mails sent to somebody each, of which so many come back. */
  async function sent(count: number): Promise<string[]> {
    const keys: string[] = [];
    for (let i = 0; i < count; i++) {
      await given(world, lead(`lea_b${i}`, `b${i}@example.net`));
      await draft(world, `apr_b${i}`, { recipient: `b${i}@example.net` });
      keys.push(await dispatched(world, `apr_b${i}`, 'accepted'));
    }
    return keys;
  }
  const paused = async () => (await world.store.channelStates.get('email'))?.paused?.reason ?? null;

  test('a complaint ends everything to that person, on every channel', async () => {
    await draft(world, 'apr_1');
    const key = await dispatched(world, 'apr_1', 'accepted');
    await draft(world, 'apr_2', { channel: 'telegram', recipient: '77' });
    await record(report(key, { complaint: true, why: 'The recipient reported it as abuse' }));
    expect(await world.store.dnc.matching(['lead:lea_1'])).toMatchObject([{ channel: 'all', source: expect.stringMatching(/^complaint:msg_/) }]);
    expect((await world.store.approvals.get('apr_2'))?.status).toBe('blocked');
  });

  const read = (text: string) => parseMail(Buffer.from(text), { own: 'ana@new.example', folder: 'inbox', receivedAt: start });

  test('a complaint and a bounce about mail from the domain we had before count like any other', async () => {
    await draft(world, 'apr_1');
    await record(await read(bounceMail({ returned: `<${await dispatched(world, 'apr_1', 'accepted')}@example.com>` })));
    expect(await world.store.dnc.matching(['email:lee@example.net'])).toMatchObject([{ channel: 'email', source: expect.stringMatching(/^bounce:msg_/) }]);
    await draft(world, 'apr_2');
    const key = await dispatched(world, 'apr_2', 'accepted');
    const done = await one(await read(complaintMail({ returned: `<${key}@example.com>` })));
    expect(await world.store.dnc.matching(['lead:lea_1'])).toMatchObject([{ channel: 'all', source: expect.stringMatching(/^complaint:msg_/) }]);
    expect((await message(done)).nature).toEqual({ kind: 'bounce', permanent: true, complaint: true, aboutIdempotencyKey: key, why: 'The recipient reported it as abuse' });
  });

  test.each(['new.example', 'evil.example', 'example.com.evil.example'])('a report that returns the key of a dispatch at %s, from where it did not go out, counts for nothing, whoever sends it', async (domain) => {
    await draft(world, 'apr_1');
    const key = await dispatched(world, 'apr_1', 'accepted');
    await record(await read(complaintMail({ returned: `<${key}@${domain}>` })));
    const done = await one(await read(bounceMail({ returned: `<${key}@${domain}>`, action: 'delayed', headers: { From: 'lee@example.net' } })));
    expect(await world.store.dnc.matching(['lead:lea_1', 'email:lee@example.net'])).toEqual([]);
    expect(await world.store.messages.delayedSince({ leadId: 'lea_1', sinceMs: 0 })).toEqual([]);
    expect((await message(done)).nature).toMatchObject({ kind: 'bounce', aboutIdempotencyKey: null });
  });

  test('more than a tenth of a day’s mail comes back: the channel pauses and says why, and one that is resumed pauses again at the next', async () => {
    const keys = await sent(50);
    for (const key of keys.slice(0, 5)) await record(report(key));
    expect(await paused()).toBeNull();
    await record(report(keys[5]!));
    expect(await paused()).toContain('6 of 50 messages');
    await given(world, on('channel', 'email', [{ type: 'ChannelResumed' }]));
    await record(report(keys[5]!, { why: 'again' }));
    expect(await paused()).toBeNull();
    await record(report(keys[6]!));
    expect(await paused()).toContain('7 of 50 messages');
  });

  test('a few of few say nothing', async () => {
    for (const key of (await sent(4)).slice(0, 4)) await record(report(key));
    expect(await paused()).toBeNull();
  });

  test('what a teammate sent from elsewhere counts for the lead and the sender', async () => {
    await record(inbound({ direction: 'out', externalId: 'phone@example.com', sentAt: start - 1000 }));
    expect(await world.store.sends.toLeads({ leadIds: ['lea_1'], sinceMs: start - 5000 })).toMatchObject({ count: 1, newest: start - 1000 });
    expect((await world.store.sends.since({ channel: 'email', sender: 'ana@example.com', sinceMs: start - 5000 })).count).toBe(1);
  });

  test('three mails that could not be delivered for now are counted, those that never will be are not', async () => {
    await draft(world, 'apr_1');
    const key = await dispatched(world, 'apr_1', 'accepted');
    for (let i = 0; i < 3; i++) await record(inbound({ externalId: `later-${i}`, address: { kind: 'email', value: 'mailer-daemon@mx.example' }, nature: { kind: 'bounce', permanent: false, aboutIdempotencyKey: key, why: '4.2.2 mailbox full' } }));
    await record(report(key));
    expect(await world.store.messages.delayedSince({ leadId: 'lea_1', sinceMs: 0 })).toEqual([1, 2, 3].map(() => ({ at: start, aboutIdempotencyKey: key })));
    expect(await world.store.messages.delayedSince({ leadId: 'lea_1', sinceMs: start })).toHaveLength(3);
    expect(await world.store.messages.delayedSince({ leadId: 'lea_1', sinceMs: start + 1 })).toEqual([]);
  });
});

test('what cannot be read is recorded with its reason, once', async () => {
  const item: Inbound = { kind: 'unreadable', channel: 'email', externalId: 'bad', why: 'It is empty.', raw: Buffer.from('x') };
  expect(await one(item)).toMatchObject({ kind: 'unreadable', why: 'It is empty.' });
  expect(await one(item)).toMatchObject({ kind: 'duplicate' });
});

test('foreseeing keeps and records nothing', async () => {
  const { seq } = await world.store.head();
  expect(await foreseeInbound(as(world), inbound({ ...stranger, raw: Buffer.from('raw') }))).toMatchObject({ kind: 'unknown_sender' });
  expect((await world.store.head()).seq).toBe(seq);
});

test('people and tokens do not put messages in', async () => {
  for (const actor of [ana, { kind: 'token', id: 'tok_1', name: 't', role: 'admin' }] as const)
    await expect(recordInbound(as(world, actor), { inbound: [inbound()] })).rejects.toMatchObject({ refusal: { code: 'forbidden' } });
});
