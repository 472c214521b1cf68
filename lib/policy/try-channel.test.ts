import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { getApproval } from '#lib/approvals/get-approval.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { checkSends } from '#lib/audit/check-sends.ts';
import { listActivity } from '#lib/audit/list-activity.ts';
import { pauseChannel } from '#lib/channels/pause-channel.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { claimNext } from '#lib/dispatch/claim-next.ts';
import { recordOutcome } from '#lib/dispatch/record-outcome.ts';
import { tryChannel } from './try-channel.ts';

const mel: Actor = { kind: 'person', id: 'usr_mel', name: 'Mel', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker' };
const hour = 3_600_000;
const sender = 'sandbox@re-engine.test';

/** Approved mails to so many leads, the first of which met an account that is locked for two hours. */
async function locked(count: number) {
  const t = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0', RE_LIMITS: 'email=100/100/0' });
  const ids: string[] = [];
  for (let i = 0; i < count; i++) {
    const lead = await addLead(t.as(mel), { name: `Lead ${i}`, addresses: [{ kind: 'email', value: `lead${i}@example.org` }] });
    const { id, contentHash } = await submitDraft(t.as(mel), { leadId: lead.id, channel: 'email', subject: 'House', body: 'A house.' });
    await approveDraft(t.as(mel), { id, contentHash });
    ids.push(id);
  }
  const claim = async () => (await claimNext(t.as(worker), { channels: ['email'], worker: 'w' })).dispatch;
  const met = async (code = 'account', retryAfterMs = 2 * hour) => {
    const dispatch = await claim();
    if (!dispatch) throw new Error('nothing was claimed');
    await recordOutcome(t.as(worker), dispatch, { kind: 'refused', transient: true, code, evidence: 'unpaid', retryAfterMs });
    return dispatch.approvalId;
  };
  const breaker = async () => (await t.world.store.channelStates.get('email'))?.breakers[sender];
  const attempt = (until?: number) => tryChannel(t.as(mel), { channel: 'email', ...(until !== undefined && { until: new Date(until).toISOString() }) });
  const first = await met();
  return { ...t, ids, first, claim, met, breaker, attempt };
}

test('the one message that met the trouble is tried at once, and its send is sound in the journal', async () => {
  const { as, first, claim, attempt, breaker } = await locked(1);
  expect(await claim()).toBeNull();
  expect(await attempt()).toEqual({ channel: 'email', wasResting: true });
  expect(await breaker()).toEqual({ kind: 'half_open', successes: 0, opens: 1 });
  const dispatch = await claim();
  expect(dispatch).toMatchObject({ approvalId: first, attempt: 2 });
  if (dispatch) await recordOutcome(as(worker), dispatch, { kind: 'accepted', providerId: 'p', evidence: 'paid' });
  expect(await getApproval(as(mel), { id: first })).toMatchObject({ status: 'sent' });
  expect(await checkSends(as(mel))).toMatchObject({ accepted: 1, problemCount: 0 });
});

test('one goes, the others wait for it, and trouble makes the channel rest again', async () => {
  const { as, claim, attempt, breaker, world } = await locked(3);
  await attempt();
  const dispatch = await claim();
  if (!dispatch) throw new Error('nothing was claimed');
  expect(await claim()).toBeNull();
  await recordOutcome(as(worker), dispatch, { kind: 'refused', transient: true, code: 'account', evidence: 'still unpaid', retryAfterMs: 2 * hour });
  expect(await breaker()).toMatchObject({ kind: 'open', opens: 2, untilMs: world.clock.now() + 2 * hour });
});

test('what waits for a reason of its own goes on waiting', async () => {
  const { as, claim, attempt, met, pass, ids, world } = await locked(2);
  pass(2 * hour);
  await attempt();
  const own = await met('smtp_451', 5 * hour);
  const other = ids.find((id) => id !== own);
  const { nextAttemptAt } = await getApproval(as(mel), { id: own });
  expect(await met()).toBe(other);
  await attempt();
  expect((await claim())?.approvalId).toBe(other);
  expect(await claim()).toBeNull();
  expect(await getApproval(as(mel), { id: own })).toMatchObject({ status: 'approved', nextAttemptAt });
  expect(Date.parse(nextAttemptAt ?? '')).toBeGreaterThan(world.clock.now() + hour);
});

test('it is told by whom', async () => {
  const { as, attempt } = await locked(1);
  await attempt();
  const { items } = await listActivity(as(mel), {});
  expect(items[0]?.text).toBe('usr_mel tries sending by e-mail from sandbox@re-engine.test again, with one message.');
});

test('a rest that is another one by now is left alone', async () => {
  const { attempt, breaker, met, world } = await locked(2);
  const seen = world.clock.now() + 2 * hour;
  await attempt(seen);
  await met('limited', 48 * hour);
  await expect(attempt(seen)).rejects.toMatchObject({ refusal: { code: 'content_changed' } });
  expect(await breaker()).toMatchObject({ kind: 'open', code: 'limited' });
  expect(await attempt(world.clock.now() + 48 * hour)).toMatchObject({ wasResting: true });
});

test.each(['email', 'all'])('what is paused (%s) is not tried', async (channel) => {
  const { as, attempt, breaker } = await locked(1);
  await pauseChannel(as(mel), { channel, reason: 'wrong text' });
  await expect(attempt()).rejects.toMatchObject({ refusal: { code: 'wrong_status' } });
  expect(await breaker()).toMatchObject({ kind: 'open' });
});

test('one that was claimed then and not begun is due again, also after another rest', async () => {
  const { as, claim, attempt, met, first, world } = await locked(2);
  const put = async (code: string) => {
    const dispatch = await claim();
    if (!dispatch) throw new Error('nothing was claimed');
    await recordOutcome(as(worker), dispatch, { kind: 'refused', transient: true, code, evidence: 'the worker ended' });
  };
  await attempt();
  await put('not_begun');
  expect(await getApproval(as(mel), { id: first })).toMatchObject({ status: 'approved', nextAttemptAt: new Date(world.clock.now()).toISOString() });
  await met('account', 48 * hour);
  await attempt();
  await put('not_begun');
  expect((await claim())?.approvalId).toBeDefined();
});

test('a rest of an address that nobody sends from any more, or that is over, is none', async () => {
  const t = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0' });
  const open = (from: string, untilMs: number) => t.record([{ subject: { kind: 'channel', id: 'email' }, event: { type: 'BreakerMoved', sender: from, breaker: { kind: 'open', untilMs, opens: 1, code: 'connection', why: 'down' } } }]);
  await open('old@example.com', t.world.clock.now() - 1);
  expect(await tryChannel(t.as(mel), { channel: 'email' })).toMatchObject({ wasResting: false });
  const lead = await addLead(t.as(mel), { name: 'Kim', addresses: [{ kind: 'email', value: 'kim@example.org' }] });
  const { id, contentHash } = await submitDraft(t.as(mel), { leadId: lead.id, channel: 'email', subject: 'House', body: 'A house.' });
  await approveDraft(t.as(mel), { id, contentHash });
  const { dispatch } = await claimNext(t.as(worker), { channels: ['email'], worker: 'w' });
  if (!dispatch) throw new Error('nothing was claimed');
  await recordOutcome(t.as(worker), dispatch, { kind: 'refused', transient: true, code: 'connection', evidence: 'down' });
  const { nextAttemptAt } = await getApproval(t.as(mel), { id });
  await open('old@example.com', t.world.clock.now() + hour);
  await tryChannel(t.as(mel), { channel: 'email' });
  expect(await getApproval(t.as(mel), { id })).toMatchObject({ nextAttemptAt });
});

test('nothing changes where nothing rests: failures that count go on counting', async () => {
  const t = createTestWorld();
  await t.record([{ subject: { kind: 'channel', id: 'email' }, event: { type: 'BreakerMoved', sender, breaker: { kind: 'closed', failures: 3 } } }]);
  const before = await t.world.store.head();
  expect(await tryChannel(t.as(mel), { channel: 'email' })).toEqual({ channel: 'email', wasResting: false });
  expect(await t.world.store.head()).toEqual(before);
});
