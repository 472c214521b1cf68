import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { editDraft } from '#lib/approvals/edit-draft.ts';
import { getApproval } from '#lib/approvals/get-approval.ts';
import { resolveUncertain } from '#lib/approvals/resolve-uncertain.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { checkSends } from '#lib/audit/check-sends.ts';
import { listChannels } from '#lib/channels/list-channels.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { recordInbound } from '#lib/messages/record-inbound.ts';
import { inbound } from '#lib/messages/testing/inbound-world.ts';
import { changePolicy } from '#lib/policy/change-policy.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { claimNext } from './claim-next.ts';
import { recordOutcome } from './record-outcome.ts';

const ana: Actor = { kind: 'person', id: 'usr_ana', name: 'Ana', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker' };
const minute = 60_000;

/** A message of whose first attempt nobody knows. */
async function uncertain() {
  const { as, pass, world } = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0' });
  const lead = await addLead(as(ana), { name: 'Kim', addresses: [{ kind: 'email', value: 'kim@example.org' }, { kind: 'phone', value: '+13035550142' }] });
  const { id, contentHash } = await submitDraft(as(ana), { leadId: lead.id, channel: 'email', subject: 'House', body: 'A house.' });
  const approve = () => approveDraft(as(ana), { id, contentHash });
  const claim = async () => {
    pass(5 * minute);
    const { dispatch } = await claimNext(as(worker), { channels: ['email'], worker: 'host/1/aa' });
    return dispatch;
  };
  await approve();
  const first = await claim();
  if (!first) throw new Error('nothing was claimed');
  await recordOutcome(as(worker), first, { kind: 'unknown', evidence: 'no answer' });
  const resolve = (how: 'was_sent' | 'send_again' | 'drop') => resolveUncertain(as(ana), { id, as: how, note: 'looked into Sent' });
  const arrives = () => recordOutcome(as(worker), first, { kind: 'accepted', providerId: 'p1', evidence: '250 after all' });
  const writes = (text: string) => recordInbound(as(worker), { inbound: [inbound({ externalId: text, address: { kind: 'email', value: 'kim@example.org' }, text, sentAt: world.clock.now() })] });
  const edit = (changes: object) => editDraft(as(ana), { id, contentHash, ...changes });
  const breaker = async () => (await world.store.channelStates.get('email'))?.breakers[first.content.sender];
  const shown = () => getApproval(as(ana), { id });
  const out = async () => (await world.store.messages.page({ leadId: lead.id }, { cursor: null, limit: 10 })).items.flatMap((row) => (row.kind === 'message' && row.direction === 'out' ? row : []));
  const refuse = (dispatch: NonNullable<typeof first>) => recordOutcome(as(worker), dispatch, { kind: 'refused', transient: true, code: 'smtp_451', evidence: 'later' });
  const sends = () => checkSends(as(ana));
  return { resolve, arrives, writes, edit, breaker, shown, out, approve, claim, refuse, sends };
}

test('that an earlier attempt went out after all is told whatever the lead writes then, and its message stands in the conversation once', async () => {
  const { resolve, arrives, writes, shown, out, sends } = await uncertain();
  await resolve('send_again');
  expect(await arrives()).toMatchObject({ kind: 'recorded' });
  await writes('Thanks, and the plan?');
  expect(await shown()).toMatchObject({ status: 'pending', reason: { kind: 'arrived_before' }, attempts: [{ number: 1, outcome: { kind: 'accepted', evidence: '250 after all' } }] });
  expect(await arrives()).toMatchObject({ kind: 'too_late' });
  expect(await out()).toMatchObject([{ externalId: 'p1', text: 'A house.' }]);
  expect(await sends()).toMatchObject({ accepted: 1, uncertain: 0, problemCount: 0 });
});

test('the proof counts for more than what the lead wrote while the second attempt was on its way, and that one is not repeated unread', async () => {
  const { resolve, arrives, writes, shown, approve, claim, refuse, out, sends } = await uncertain();
  await resolve('send_again');
  const second = await claim();
  await writes('Thanks, and the garden?');
  await arrives();
  expect(await shown()).toMatchObject({ status: 'sending', stale: { kind: 'arrived_before' }, attempts: [{ outcome: { kind: 'accepted' } }, { outcome: null }] });
  await refuse(second!);
  expect(await shown()).toMatchObject({ status: 'pending', reason: { kind: 'arrived_before' } });
  expect(await claim()).toBeNull();
  await approve();
  expect(await claim()).toMatchObject({ attempt: 3 });
  expect(await out()).toHaveLength(1);
  expect(await sends()).toMatchObject({ accepted: 1, uncertain: 0, problemCount: 0 });
});

test('what went out stands in the conversation as it was then, not as the draft says by now, and shows that the channel it went out on works', async () => {
  const { resolve, arrives, edit, breaker, shown, out } = await uncertain();
  await resolve('send_again');
  await edit({ channel: 'whatsapp', body: 'Another house.' });
  expect(await breaker()).toMatchObject({ kind: 'closed', failures: 1 });
  await arrives();
  expect(await shown()).toMatchObject({ status: 'pending', channel: 'whatsapp', reason: { kind: 'arrived_before' } });
  expect(await out()).toMatchObject([{ channel: 'email', address: { value: 'kim@example.org' }, text: 'A house.' }]);
  expect(await breaker()).toMatchObject({ kind: 'closed', failures: 0 });
});

test('what a person said was sent is proven without standing in the conversation twice; what they dropped stands there from then on', async () => {
  const said = await uncertain();
  await said.resolve('was_sent');
  await said.arrives();
  expect(await said.shown()).toMatchObject({ status: 'sent', attempts: [{ outcome: { kind: 'accepted' } }] });
  expect(await said.out()).toHaveLength(1);
  const dropped = await uncertain();
  await dropped.resolve('drop');
  await dropped.arrives();
  expect(await dropped.shown()).toMatchObject({ status: 'cancelled', attempts: [{ outcome: { kind: 'accepted' } }] });
  expect(await dropped.out()).toMatchObject([{ externalId: 'p1' }]);
});

/** Approved mails to so many leads under a policy of the managers, and what an attempt at the next one comes to. */
async function approvedUnder(changes: object, count: number) {
  const t = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0', RE_LIMITS: 'email=100/100/0' });
  if (Object.keys(changes).length > 0) await changePolicy(t.as(ana), { version: 0, changes, reason: 'we look ourselves' });
  for (let i = 0; i < count; i++) {
    const lead = await addLead(t.as(ana), { name: `Lead ${i}`, addresses: [{ kind: 'email', value: `lead${i}@example.org` }] });
    const { id, contentHash } = await submitDraft(t.as(ana), { leadId: lead.id, channel: 'email', subject: 'House', body: 'A house.' });
    await approveDraft(t.as(ana), { id, contentHash });
  }
  const attempt = async (code: string, retryAfterMs?: number) => {
    const { dispatch } = await claimNext(t.as(worker), { channels: ['email'], worker: 'host/1/aa' });
    if (!dispatch) throw new Error('nothing was claimed');
    await recordOutcome(t.as(worker), dispatch, { kind: 'refused', transient: true, code, evidence: 'later', ...(retryAfterMs !== undefined && { retryAfterMs }) });
    return getApproval(t.as(ana), { id: dispatch.approvalId });
  };
  return { ...t, attempt };
}

test('how often a message is tried again is what managers decided by then', async () => {
  const { attempt, pass } = await approvedUnder({ retryPausesMs: [2 * minute] }, 1);
  expect(await attempt('smtp_451')).toMatchObject({ status: 'approved' });
  pass(2 * minute);
  expect(await attempt('smtp_451')).toMatchObject({ status: 'dead_letter', attempts: [{}, {}] });
});

test('after how many failures its channel rests, and for how long, is what managers decided by then', async () => {
  const { attempt, world } = await approvedUnder({ breaker: { failures: 2, restMs: 20_000, successes: 1 } }, 2);
  await attempt('connection');
  await attempt('connection');
  expect((await world.store.channelStates.get('email'))?.breakers).toMatchObject({ 'sandbox@re-engine.test': { kind: 'open', untilMs: world.clock.now() + 20_000 } });
});

test('a channel that wants no more for two hours gets nothing for two hours: neither this message nor the next, and no try is spent', async () => {
  const { as, attempt, pass, world } = await approvedUnder({ breaker: { failures: 5, restMs: 20_000, successes: 1 } }, 2);
  const until = world.clock.now() + 120 * minute;
  expect(await attempt('limited', 120 * minute)).toMatchObject({ status: 'approved', nextAttemptAt: new Date(until).toISOString() });
  expect((await world.store.channelStates.get('email'))?.breakers).toMatchObject({ 'sandbox@re-engine.test': { kind: 'open', code: 'limited', untilMs: until } });
  const claim = async () => (await claimNext(as(worker), { channels: ['email'], worker: 'host/1/aa' })).dispatch;
  pass(120 * minute - 1);
  expect(await claim()).toBeNull();
  pass(1);
  expect(await claim()).not.toBeNull();
});

test('what met a channel that wanted no more has all its tries left', async () => {
  const { attempt, pass } = await approvedUnder({ retryPausesMs: [2 * minute] }, 1);
  await attempt('limited', 120 * minute);
  pass(120 * minute);
  expect(await attempt('smtp_451')).toMatchObject({ status: 'approved' });
  pass(2 * minute);
  expect(await attempt('smtp_451')).toMatchObject({ status: 'dead_letter' });
});

test.each([['limited', 1e300], ['smtp_451', 8.64e15], ['limited', Infinity]])('a wait that makes no sense (%s, %s ms) is 30 days, and everything can be read on', async (code, retryAfterMs) => {
  const { as, attempt, world } = await approvedUnder({}, 1);
  const until = new Date(world.clock.now() + 30 * 1440 * minute).toISOString();
  expect(await attempt(code, retryAfterMs)).toMatchObject({ status: 'approved', nextAttemptAt: until });
  expect((await listChannels(as(ana))).items).toHaveLength(5);
});
