import { beforeEach, describe, expect, test } from 'vitest';
import { addDncEntry } from '#lib/dnc/add-entry.ts';
import { removeDncEntry } from '#lib/dnc/remove-entry.ts';
import { Refused, type Refusal } from '#lib/errors.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { editLead } from '#lib/leads/edit-lead.ts';
import type { LeadView } from '#lib/leads/schema.ts';
import { messageIdOf } from '#lib/messages/mail/message-id.ts';
import { on } from '#lib/store/event.ts';
import { createTestWorld, testStart } from '#lib/store/memory/test-world.ts';
import { approveDraft } from './approve-draft.ts';
import { cancelApproval } from './cancel-approval.ts';
import { decideInBulk } from './decide-in-bulk.ts';
import { editDraft } from './edit-draft.ts';
import { getApproval } from './get-approval.ts';
import { ana, machines, mel } from './given.ts';
import { listApprovals } from './list-approvals.ts';
import { rejectDraft } from './reject-draft.ts';
import { resolveUncertain } from './resolve-uncertain.ts';
import { approvalListSchema, approvalSchema, type ApprovalView } from './schema.ts';
import { submitDraft } from './submit-draft.ts';
import { undoDecision } from './undo-decision.ts';

/** The verbs on approvals as a person meets them, on the store in memory. */

let t: ReturnType<typeof createTestWorld>;
let jo: LeadView;
beforeEach(async () => {
  t = createTestWorld();
  jo = await addLead(t.as(ana), {
    name: 'Jo Park',
    addresses: [{ kind: 'email', value: 'Jo.Park+homes@Gmail.com' }, { kind: 'phone', value: '303 555 0142' }, { kind: 'email', value: 'jo@work.example.com' }],
  });
});

const draft = (more: object = {}) => submitDraft(t.as(ana), { leadId: jo.id, channel: 'email', subject: '12 Elm St', body: 'Friday at 4?', ...more });
const approve = ({ id, contentHash }: ApprovalView, key?: string) => approveDraft(t.as(ana, key), { id, contentHash });
const now = (view: ApprovalView) => getApproval(t.as(ana), { id: view.id });
const block = (entry: object) => addDncEntry(t.as(ana), { kind: 'email', value: 'jo.park@gmail.com', reason: 'asked us to stop', ...entry });

async function refusalOf(doing: Promise<unknown>): Promise<Refusal> {
  const caught = await doing.then(() => null, (error: unknown) => error);
  if (!(caught instanceof Refused)) throw caught ?? new Error('it was not refused');
  return caught.refusal;
}

describe('deciding', () => {
  test('a draft is approved as it was shown, with the undo window of its channel', async () => {
    const done = await approve(await draft());
    expect(approvalSchema.parse(done)).toMatchObject({ status: 'approved', version: 2, undoUntil: '2026-01-05T09:00:20.000Z', decision: { by: 'person:usr_ana' } });
    const chat = await approve(await draft({ channel: 'whatsapp', subject: null }));
    expect(chat).toMatchObject({ recipient: '+13035550142', undoUntil: '2026-01-05T09:00:05.000Z' });
  });

  test('what was worth a look in it is kept with the decision', async () => {
    const view = await draft({ body: 'A safe neighborhood, at $450,000.' });
    await approve(view);
    const { items } = await t.world.store.events({ types: ['DraftApproved'] }, { cursor: null, limit: 10 });
    expect(items[0]).toMatchObject({ subject: { id: view.id }, warnings: [{ kind: 'fact', words: '12 Elm St' }, { kind: 'fair_housing', words: 'safe neighborhood' }, { kind: 'fact', words: '$450,000' }] });
    const plain = await draft({ subject: 'Hello', body: 'Hello.' });
    await approve(plain);
    const after = await t.world.store.events({ types: ['DraftApproved'] }, { cursor: null, limit: 10 });
    expect(after.items.find(({ subject }) => subject.id === plain.id)).not.toHaveProperty('warnings');
  });

  test('while it waits, one approval tells what the policy says', async () => {
    const view = await draft({ recipient: 'jo@work.example.com' });
    expect(approvalSchema.parse(await now(view)).policy).toMatchObject({ verdict: expect.any(String), rules: expect.arrayContaining([expect.objectContaining({ rule: 'dnc' })]) });
    await rejectDraft(t.as(ana), { id: view.id, reason: 'Wrong tone' });
    expect((await now(view)).policy).toBeUndefined();
  });

  test('approving twice is approving once', async () => {
    const view = await draft();
    await Promise.all([approve(view), approve(view)]);
    expect(await now(view)).toMatchObject({ status: 'approved', version: 2 });
  });

  test('who saw an older text is shown the one that is there', async () => {
    const seen = await draft();
    const edited = await editDraft(t.as(mel), { id: seen.id, contentHash: seen.contentHash, body: 'Saturday at 4?' });
    const refused = await refusalOf(approve(seen));
    expect(refused).toMatchObject({ code: 'content_changed', details: { current: { contentHash: edited.contentHash, body: 'Saturday at 4?' } } });
    expect(await now(seen)).toMatchObject({ status: 'pending' });
  });

  test('an edit of an approved draft voids the approval', async () => {
    const view = await approve(await draft());
    const edited = await editDraft(t.as(ana), { id: view.id, contentHash: view.contentHash, body: 'Saturday at 4?' });
    expect(edited).toMatchObject({ status: 'pending', decision: null, firstBody: 'Friday at 4?', reason: { kind: 'edited' } });
  });

  test('a decision is taken back, and a rejection says why', async () => {
    const view = await approve(await draft());
    expect(await undoDecision(t.as(ana), { id: view.id })).toMatchObject({ status: 'pending', undoUntil: null });
    expect(await rejectDraft(t.as(ana), { id: view.id, reason: 'Wrong price' })).toMatchObject({ status: 'rejected', reason: { text: 'Wrong price' } });
    expect((await refusalOf(rejectDraft(t.as(ana), { id: view.id, reason: ' ' }))).code).toBe('invalid_input');
  });

  test.each(machines)('a $kind decides nothing, alone or in bulk', async (actor) => {
    const { id, contentHash } = await draft();
    const call = t.as(actor);
    const tries = [approveDraft(call, { id, contentHash }), rejectDraft(call, { id, reason: 'x' }), cancelApproval(call, { id, reason: 'x' }), decideInBulk(call, { decision: 'approve', items: [{ id, contentHash }] })];
    for (const each of tries) expect((await refusalOf(each)).code).toBe('not_a_person');
    expect(await getApproval(t.as(ana), { id })).toMatchObject({ status: 'pending', version: 1 });
  });

  test('the same request again answers as the first time and records nothing', async () => {
    const view = await draft();
    await approve(view, 'k1');
    await undoDecision(t.as(ana), { id: view.id });
    expect(await approve(view, 'k1')).toMatchObject({ status: 'pending', version: 3 });
  });

  test('a dead letter is dropped by somebody who works dead letters', async () => {
    const view = await approve(await draft());
    await fail(view);
    expect((await refusalOf(cancelApproval(t.as(ana), { id: view.id, reason: 'gone' }))).code).toBe('forbidden');
    expect(await cancelApproval(t.as(mel), { id: view.id, reason: 'gone' })).toMatchObject({ status: 'cancelled', attemptCount: 1 });
  });
});

async function started(view: ApprovalView) {
  t.pass(30_000);
  const key = `${view.id}.1`;
  await t.record(on('approval', view.id, [{ type: 'DispatchStarted', attempt: 1, idempotencyKey: key, contentHash: view.contentHash, channel: 'email', worker: 'w', leaseUntilMs: testStart + 90_000 }]));
}
async function fail(view: ApprovalView) {
  await started(view);
  await t.record(on('approval', view.id, [{ type: 'DispatchRefused', attempt: 1, transient: false, code: '550', evidence: 'no such user', nextAttemptAt: null }]));
}

describe('deciding in bulk', () => {
  test('each is done whole or refused with its reason', async () => {
    const [a, b, c] = [await draft(), await draft(), await draft()];
    await editDraft(t.as(ana), { id: b.id, contentHash: b.contentHash, body: 'Other' });
    const items = [a, b, c, { ...c, id: 'apr_none' }].map(({ id, contentHash }) => ({ id, contentHash }));
    const result = await decideInBulk(t.as(ana, 'bulk'), { decision: 'approve', items });
    expect(result).toMatchObject({ done: 2, refused: 2 });
    expect(result.items.map((item) => item.code)).toEqual([null, 'content_changed', null, 'not_found']);
    expect((await listApprovals(t.as(ana), { status: 'approved' })).items.map((item) => item.id).sort()).toEqual([a.id, c.id].sort());
  });

  test('whole drafts may be named as they were shown', async () => {
    const [a, b] = [await draft(), await draft()];
    expect(await decideInBulk(t.as(ana), { decision: 'approve', items: [a, b] })).toMatchObject({ done: 2, refused: 0 });
    expect(await decideInBulk(t.as(ana), { decision: 'undo', items: [await now(a), await now(b)] })).toMatchObject({ done: 2 });
  });

  test.each([['beside them', true], ['on one of them', false]])('a time to send at %s has none of them go out at once, nor does a name that means nothing', async (_, isBeside) => {
    const { id, contentHash } = await draft();
    const sendAt = '2026-01-06T09:00:00Z';
    const asked = isBeside ? { sendAt, items: [{ id, contentHash }] } : { items: [{ id, contentHash, sendAt }] };
    for (const more of [asked, { items: [{ id, contentHash }], sendat: sendAt }]) expect(await refusalOf(decideInBulk(t.as(ana), { decision: 'approve', ...more }))).toMatchObject({ code: 'invalid_input' });
    expect(await refusalOf(approveDraft(t.as(ana), { id, contentHash, sendat: sendAt }))).toMatchObject({ code: 'invalid_input', message: expect.stringContaining('"sendat"') });
    expect(await getApproval(t.as(ana), { id })).toMatchObject({ status: 'pending', version: 1 });
  });

  test('what was approved together is taken back together, but for what is on its way', async () => {
    const [a, b, c] = [await draft(), await draft(), await draft()];
    const items = [a, b, c].map(({ id, contentHash }) => ({ id, contentHash }));
    await decideInBulk(t.as(ana), { decision: 'approve', items });
    await fail(await now(b));
    const result = await decideInBulk(t.as(ana), { decision: 'undo', items });
    expect(result.items.map(({ code }) => code === null)).toEqual([true, false, true]);
    for (const view of [a, c]) expect(await now(view)).toMatchObject({ status: 'pending' });
    expect(await now(b)).toMatchObject({ status: 'dead_letter' });
  });

  test('a list that names one approval twice is refused: its counts would not be those of messages', async () => {
    const { id, contentHash } = await draft();
    expect(await refusalOf(decideInBulk(t.as(ana, 'bulk'), { decision: 'approve', items: [{ id, contentHash }, { id, contentHash }] }))).toMatchObject({ code: 'invalid_input' });
    expect(await getApproval(t.as(ana), { id })).toMatchObject({ status: 'pending', version: 1 });
  });

  test('dead letters are tried again as they are, but not to somebody who said stop meanwhile; the first attempt stays', async () => {
    const other = await addLead(t.as(ana), { name: 'Lee', addresses: [{ kind: 'email', value: 'lee@example.com' }] });
    const [a, b] = [await approve(await draft()), await approve(await draft({ leadId: other.id }))];
    for (const view of [a, b]) await fail(view);
    await block({ value: 'lee@example.com' });
    const items = [a, b].map(({ id, contentHash }) => ({ id, contentHash }));
    const result = await decideInBulk(t.as(mel), { decision: 'retry', items });
    expect(result.items.map(({ code }) => code)).toEqual([null, 'on_dnc']);
    expect(await now(a)).toMatchObject({ status: 'approved', attemptCount: 1, attempts: [{ outcome: { kind: 'refused', code: '550' } }], decision: { by: 'person:usr_mel' } });
    expect(await now(b)).toMatchObject({ status: 'dead_letter' });
    expect((await decideInBulk(t.as(ana), { decision: 'revive', items: [items[1]!] })).items[0]).toMatchObject({ ok: false, code: 'forbidden' });
    expect(await decideInBulk(t.as(mel), { decision: 'revive', items: [items[1]!] })).toMatchObject({ done: 1 });
    expect((await refusalOf(decideInBulk(t.as(mel), { decision: 'drop', items }))).code).toBe('invalid_input');
  });

  test('nothing is decided on another text than the one that was shown, whatever the decision', async () => {
    const before = await draft();
    const edited = await editDraft(t.as(ana), { id: before.id, contentHash: before.contentHash, body: 'Other' });
    const seen = [{ id: before.id, contentHash: before.contentHash }];
    const codeOf = async (decision: string) => (await decideInBulk(t.as(mel), { decision, items: seen, reason: 'x' })).items[0]?.code;
    for (const decision of ['approve', 'reject', 'cancel']) expect(await codeOf(decision)).toBe('content_changed');
    await approve(edited);
    for (const decision of ['undo', 'cancel']) expect(await codeOf(decision)).toBe('content_changed');
    await fail(edited);
    for (const decision of ['retry', 'revive', 'cancel']) expect(await codeOf(decision)).toBe('content_changed');
    expect(await now(edited)).toMatchObject({ status: 'dead_letter', contentHash: edited.contentHash });
    expect(await decideInBulk(t.as(mel), { decision: 'cancel', items: [edited].map(({ id, contentHash }) => ({ id, contentHash })), reason: 'x' })).toMatchObject({ done: 1 });
  });

  test('an uncertain send is settled only as it was shown', async () => {
    const view = await approve(await draft());
    await started(view);
    await t.record(on('approval', view.id, [{ type: 'DispatchUncertain', attempt: 1, evidence: 'reset' }]));
    const settle = async (decision: string, contentHash: string) => (await decideInBulk(t.as(mel), { decision, items: [{ id: view.id, contentHash }], reason: 'asked them' })).items[0]?.code;
    for (const decision of ['was_sent', 'send_again', 'drop']) expect(await settle(decision, 'f'.repeat(64))).toBe('content_changed');
    expect(await settle('drop', view.contentHash)).toBeNull();
  });

  test('no more than a person looks at', async () => {
    const { id, contentHash } = await draft();
    expect((await refusalOf(decideInBulk(t.as(ana), { decision: 'approve', items: Array.from({ length: 51 }, () => ({ id, contentHash })) }))).code).toBe('invalid_input');
  });
});

describe('drafting by hand', () => {
  test('a draft goes to the lead’s first address on the channel, or to the one that is named', async () => {
    expect(await draft()).toMatchObject({ status: 'pending', recipient: 'jo.park+homes@gmail.com', leadName: 'Jo Park', origin: { kind: 'person' }, editedByPerson: true });
    expect(await draft({ recipient: 'JO@work.example.com' })).toMatchObject({ recipient: 'jo@work.example.com' });
    expect((await refusalOf(draft({ recipient: 'somebody@example.org' }))).code).toBe('invalid_input');
    expect((await refusalOf(draft({ channel: 'telegram', subject: null }))).code).toBe('invalid_input');
  });

  test.each([
    ['an empty body', { body: '  ' }], ['no subject', { subject: '' }], ['a line break in the subject', { subject: 'a\r\nBcc: x@example.org' }],
    ['a subject where there is none', { channel: 'whatsapp' }], ['more than the channel takes', { channel: 'whatsapp', subject: null, body: 'x'.repeat(4097) }],
  ])('%s is refused', async (_what, more) => expect((await refusalOf(draft(more))).code).toBe('invalid_input'));

  test('nothing is drafted to nobody, to a resting lead or to somebody on the list', async () => {
    expect((await refusalOf(draft({ leadId: 'lea_none' }))).code).toBe('not_found');
    const entry = await block({});
    expect(await refusalOf(draft())).toMatchObject({ code: 'on_dnc', details: { dncId: entry.id } });
    await removeDncEntry(t.as(mel), { id: entry.id, reason: 'they asked to be written to', confirm: true });
    await editLead(t.as(ana), { id: jo.id, version: jo.version, stage: 'replied_no' });
    expect((await refusalOf(draft())).code).toBe('blocked_by_policy');
  });

  test('an assistant drafts, and what it drafted is not a person’s text', async () => {
    const call = t.as(machines[0]);
    expect(await submitDraft(call, { leadId: jo.id, channel: 'email', subject: 'Hi', body: 'Hello' })).toMatchObject({ status: 'pending', origin: { kind: 'assistant' }, editedByPerson: false });
  });

  test('an edit moves a draft to another of the lead’s addresses or channels, and nowhere else', async () => {
    const { id, contentHash } = await draft();
    expect((await refusalOf(editDraft(t.as(ana), { id, contentHash, recipient: 'x@example.org' }))).code).toBe('invalid_input');
    const moved = await editDraft(t.as(ana), { id, contentHash, channel: 'whatsapp' });
    expect(moved).toMatchObject({ channel: 'whatsapp', recipient: '+13035550142', subject: null, sender: '+15550100' });
    expect((await refusalOf(editDraft(t.as(ana), { id, contentHash: moved.contentHash, channel: 'telegram' }))).code).toBe('invalid_input');
  });
});

describe('Do Not Contact', () => {
  test.each([
    ['another spelling of the mailbox', { value: 'JOPARK@googlemail.com' }], ['another of their addresses', { value: 'jo@work.example.com' }],
    ['a domain above theirs', { kind: 'domain', value: 'example.com' }], ['their phone', { kind: 'phone', value: '+1 303 555 0142' }],
  ])('%s ends what waits for the person on every channel, in one commit', async (_what, entry) => {
    const waiting = [await draft(), await approve(await draft()), await approve(await draft({ channel: 'whatsapp', subject: null }))];
    const before = await t.world.store.head();
    expect(await block(entry)).toMatchObject({ blockedCount: 3 });
    for (const view of waiting) expect(await now(view)).toMatchObject({ status: 'blocked', reason: { kind: 'dnc', text: expect.stringContaining('asked us to stop') } });
    expect((await t.world.store.head()).seq - before.seq).toBe(4);
  });

  test('an entry for the lead covers them whole', async () => {
    const view = await approve(await draft());
    expect(await block({ kind: 'lead', value: jo.id })).toMatchObject({ blockedCount: 1, leadName: 'Jo Park' });
    expect(await now(view)).toMatchObject({ status: 'blocked' });
  });

  test('an entry for one channel ends what waits there and sends the rest back to review', async () => {
    const [mail, chat] = [await approve(await draft()), await approve(await draft({ channel: 'whatsapp', subject: null }))];
    expect(await block({ channel: 'whatsapp' })).toMatchObject({ blockedCount: 1 });
    expect(await now(chat)).toMatchObject({ status: 'blocked' });
    expect(await now(mail)).toMatchObject({ status: 'pending', reason: { kind: 'dnc_changed' } });
  });

  test('an entry that came in behind the review blocks at the approval', async () => {
    const view = await draft();
    const fields = { kind: 'email', value: 'jo.park@gmail.com', channel: 'all', reason: 'said no', source: 'test' } as const;
    await t.record(on('dnc', 'dnc_late', [{ type: 'DncEntryAdded', fields }]));
    expect(await refusalOf(approve(view))).toMatchObject({ code: 'on_dnc', message: expect.stringContaining('said no') });
    expect(await now(view)).toMatchObject({ status: 'blocked' });
  });

  test('an uncertain send is not sent again to somebody on the list', async () => {
    const view = await approve(await draft());
    await started(view);
    await t.record(on('approval', view.id, [{ type: 'DispatchUncertain', attempt: 1, evidence: 'reset' }]));
    await block({});
    expect((await refusalOf(resolveUncertain(t.as(mel), { id: view.id, as: 'send_again', note: 'not in Sent' }))).code).toBe('on_dnc');
    expect(await resolveUncertain(t.as(mel), { id: view.id, as: 'drop', note: 'too late now' })).toMatchObject({ status: 'cancelled' });
  });

  test('others are left alone', async () => {
    const view = await approve(await draft());
    await block({ value: 'jo.parker@gmail.com' });
    await block({ kind: 'domain', value: 'ork.example.com' });
    expect(await now(view)).toMatchObject({ status: 'approved' });
  });
});

describe('an uncertain send', () => {
  async function uncertain() {
    const view = await approve(await draft());
    await started(view);
    await t.record(on('approval', view.id, [{ type: 'DispatchUncertain', attempt: 1, evidence: 'reset' }]));
    return view;
  }

  test('that was sent stands in its conversation, as if the channel had said so, and the lead’s other drafts are read again', async () => {
    const [view, other] = [await uncertain(), await approve(await draft({ subject: 'The garden' }))];
    expect(await resolveUncertain(t.as(mel), { id: view.id, as: 'was_sent', note: 'it is in Sent' })).toMatchObject({ status: 'sent' });
    const row = await t.world.store.messages.byExternalId('email', messageIdOf(`${view.id}.1`, 're-engine.test'));
    expect(row).toMatchObject({ direction: 'out', leadId: jo.id, text: 'Friday at 4?', approvalId: view.id });
    expect(await now(other)).toMatchObject({ status: 'pending', reason: { kind: 'teammate_sent' } });
  });

  test('that was sent was sent when it was begun, however late somebody says so', async () => {
    const { id } = await uncertain();
    const began = (await t.world.store.approvals.get(id))?.attempts[0]?.startedAt;
    t.pass(48 * 3_600_000);
    await resolveUncertain(t.as(mel), { id, as: 'was_sent', note: 'it is in Sent' });
    expect(await t.world.store.approvals.get(id)).toMatchObject({ status: 'sent', sentAt: began });
  });

  test('is settled by nobody without a word on what they found out', async () => {
    const { id } = await uncertain();
    for (const note of [undefined, '', '  ']) expect(await refusalOf(resolveUncertain(t.as(mel), { id, as: 'was_sent', note }))).toMatchObject({ code: 'invalid_input' });
  });

  test('of a lead who changed since goes back to review instead of being sent again', async () => {
    const view = await uncertain();
    await editLead(t.as(ana), { id: jo.id, version: jo.version, stage: 'offer' });
    expect(await now(view)).toMatchObject({ status: 'uncertain', stale: { kind: 'lead_stage_changed', text: expect.stringContaining('stage changed') } });
    expect(await resolveUncertain(t.as(mel), { id: view.id, as: 'send_again', note: 'not in Sent' })).toMatchObject({ status: 'pending', reason: { kind: 'lead_stage_changed' } });
  });
});

describe('the lead changes', () => {
  test.each([
    ['stage', { stage: 'offer' }, 'lead_stage_changed'], ['addresses', { addresses: [{ kind: 'email', value: 'new@example.com' }] }, 'lead_address_changed'],
  ])('another %s sends approved drafts back to review', async (_what, changes, kind) => {
    const view = await approve(await draft());
    await editLead(t.as(ana), { id: jo.id, version: jo.version, ...changes });
    expect(await now(view)).toMatchObject({ status: 'pending', reason: { kind } });
  });

  test('what was rejected meanwhile says so when it is taken back', async () => {
    const view = await draft();
    await rejectDraft(t.as(ana), { id: view.id, reason: 'Wrong tone' });
    await editLead(t.as(ana), { id: jo.id, version: jo.version, stage: 'offer' });
    expect(await now(view)).toMatchObject({ status: 'rejected', reason: { kind: 'rejected' }, stale: { kind: 'lead_stage_changed' } });
    expect(await undoDecision(t.as(ana), { id: view.id })).toMatchObject({ status: 'pending', reason: { kind: 'lead_stage_changed' } });
  });

  test('a note does not', async () => {
    const view = await approve(await draft());
    await editLead(t.as(ana), { id: jo.id, version: jo.version, note: 'likes gardens' });
    expect(await now(view)).toMatchObject({ status: 'approved' });
  });
});

describe('listing', () => {
  test('pages follow one another and every status is counted', async () => {
    for (let i = 0; i < 5; i++) await draft({ subject: `No. ${i}` });
    const first = approvalListSchema.parse(await listApprovals(t.as(ana), { limit: '2', status: 'pending,approved' }));
    expect(first).toMatchObject({ total: 5, counts: { pending: 5, sent: 0 } });
    const second = await listApprovals(t.as(ana), { limit: 2, status: 'pending,approved', cursor: first.nextCursor });
    const third = await listApprovals(t.as(ana), { limit: 2, status: 'pending,approved', cursor: second.nextCursor });
    expect(third.nextCursor).toBeNull();
    expect(new Set([...first.items, ...second.items, ...third.items].map((item) => item.id)).size).toBe(5);
    expect((await listApprovals(t.as(ana), { q: 'no. 3' })).items.map((item) => item.subject)).toEqual(['No. 3']);
  });
});
