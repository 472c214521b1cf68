import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { resolveUncertain } from '#lib/approvals/resolve-uncertain.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import type { ChannelAdapter } from '#lib/channels/port.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { claimNext, leaseMs } from './claim-next.ts';
import { watchLeases } from './lease-watch.ts';
import { recordOutcome } from './record-outcome.ts';
import { recoverAttempts, type RecoverQuery } from './recover-attempts.ts';

const ana: Actor = { kind: 'person', id: 'usr_ana', name: 'Ana', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker' };
const hour = 3_600_000;

const notAsked = () => Promise.reject(new Error('not asked'));

/** A message on its way, a wall clock that can be set, and time that passes by itself. */
async function underWay() {
  const { as, pass, world } = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0' });
  let passed = 0;
  const leases = watchLeases(() => passed, leaseMs);
  const lead = await addLead(as(ana), { name: 'Kim', addresses: [{ kind: 'email', value: 'kim@example.org' }] });
  const { id, contentHash } = await submitDraft(as(ana), { leadId: lead.id, channel: 'email', subject: 'House', body: 'A house.' });
  await approveDraft(as(ana), { id, contentHash });
  const { dispatch } = await claimNext(as(worker), { channels: ['email'], worker: 'elsewhere/1/aa' });
  if (!dispatch) throw new Error('nothing was claimed');
  const recover = (isGone = false, over: Partial<RecoverQuery> = {}) => recoverAttempts(as(worker), { adapters: new Map(), isGone: () => isGone, leases, signal: new AbortController().signal, ...over });
  const sendAgain = () => resolveUncertain(as(ana), { id, as: 'send_again', note: 'they did not get it' });
  const approval = () => world.store.approvals.get(id);
  const other = await submitDraft(as(ana), { leadId: lead.id, channel: 'email', subject: 'Garden', body: 'And a garden.' });
  await approveDraft(as(ana), { id: other.id, contentHash: other.contentHash });
  const sibling = () => world.store.approvals.get(other.id);
  const status = async () => (await world.store.approvals.get(id))?.status;
  const accepted = () => recordOutcome(as(worker), dispatch, { kind: 'accepted', providerId: 'p', evidence: '250' });
  return { setClock: pass, wait: (ms: number) => void (passed += ms), recover, sendAgain, approval, status, sibling, accepted };
}

test('a clock that is set ahead does not take an attempt from the worker that is sending it', async () => {
  const { setClock, wait, recover, status, accepted } = await underWay();
  expect(await recover()).toBe(0);
  setClock(24 * hour);
  wait(leaseMs - 1);
  expect(await recover()).toBe(0);
  expect(await accepted()).toMatchObject({ kind: 'recorded' });
  expect(await status()).toBe('sent');
});

test('a clock that is set back does not leave an attempt lying: after a lease it is for a person', async () => {
  const { setClock, wait, recover, status } = await underWay();
  expect(await recover()).toBe(0);
  setClock(-5 * hour);
  wait(leaseMs);
  expect(await recover()).toBe(1);
  expect(await status()).toBe('uncertain');
});

test('an answer that comes after the lease was lost proves what became of it; once it is to be sent again, it keeps that until somebody has read of it', async () => {
  const { recover, status, accepted } = await underWay();
  await recover(true);
  expect(await accepted()).toMatchObject({ kind: 'recorded', outcome: 'accepted' });
  expect(await status()).toBe('sent');
  const again = await underWay();
  await again.recover(true);
  await again.sendAgain();
  expect(await again.status()).toBe('approved');
  expect(await again.accepted()).toMatchObject({ kind: 'recorded', outcome: 'accepted' });
  expect(await again.approval()).toMatchObject({ status: 'pending', reason: { because: { kind: 'arrived_before', attempt: 1 } } });
});

test('a worker that is asked to end while it asks a channel leaves the attempt to whoever asks next', async () => {
  const { recover, status } = await underWay();
  const ending = new AbortController();
  const asked: ChannelAdapter = {
    channel: 'email', sandbox: true, sender: 'us@example.com', capabilities: { send: true, receive: false, reconcile: true, subject: true, attachments: false, textLengthMax: 1000 },
    reconcile: async () => {
      ending.abort(new Error('asked to end'));
      throw new Error('cut');
    },
    send: notAsked, receive: notAsked, probe: notAsked, close: () => Promise.resolve(),
  };
  await expect(recover(true, { adapters: new Map([['email', asked]]), signal: ending.signal })).rejects.toThrow('asked to end');
  expect(await status()).toBe('sending');
});

test('an attempt whose worker is known to be gone is settled at once, and what else waits for the lead is read by somebody who knows of it', async () => {
  const { recover, status, sibling } = await underWay();
  expect(await sibling()).toMatchObject({ status: 'approved' });
  expect(await recover(true)).toBe(1);
  expect(await status()).toBe('uncertain');
  expect(await sibling()).toMatchObject({ status: 'pending', reason: { because: { kind: 'maybe_sent' } } });
});

test('what its worker had not begun to hand over waits in its place, and goes without anybody: only of a worker that is gone', async () => {
  const { recover, status } = await underWay();
  expect(await recover(true, { notedOf: () => ({ kind: 'begun' }) })).toBe(1);
  expect(await status()).toBe('uncertain');

  const other = await underWay();
  await other.recover();
  other.wait(leaseMs);
  expect(await other.recover(false, { notedOf: () => ({ kind: 'not_begun' }) })).toBe(1);
  expect(await other.status()).toBe('uncertain');

  const third = await underWay();
  expect(await third.recover(true, { notedOf: (channel, { worker, idempotencyKey }) => ({ kind: channel === 'email' && worker === 'elsewhere/1/aa' && idempotencyKey.endsWith('.1') ? 'not_begun' : 'begun' }) })).toBe(1);
  expect(await third.approval()).toMatchObject({ status: 'approved', attempts: [{ outcome: { kind: 'refused', code: 'not_begun' } }] });
});

test('what the channel took, as its worker noted, was sent: nobody has to find out', async () => {
  const { recover, approval } = await underWay();
  expect(await recover(true, { notedOf: () => ({ kind: 'accepted', providerId: 'taken@test' }) })).toBe(1);
  expect(await approval()).toMatchObject({ status: 'sent', attempts: [{ outcome: { kind: 'accepted', providerId: 'taken@test' } }] });
});
