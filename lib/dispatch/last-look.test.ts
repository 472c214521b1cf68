import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { resolveUncertain } from '#lib/approvals/resolve-uncertain.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { pauseChannel } from '#lib/channels/pause-channel.ts';
import { resumeChannel } from '#lib/channels/resume-channel.ts';
import { addDncEntry } from '#lib/dnc/add-entry.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { editLead } from '#lib/leads/edit-lead.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { claimNext } from './claim-next.ts';
import { lastLookAt } from './last-look.ts';
import { recordOutcome } from './record-outcome.ts';

const mel: Actor = { kind: 'person', id: 'usr_mel', name: 'Mel', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker' };

/** A message that was claimed and is on its way. */
async function underWay() {
  const t = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0', RE_LIMITS: 'email=100/100/0' });
  const lead = await addLead(t.as(mel), { name: 'Kim', addresses: [{ kind: 'email', value: 'kim@example.org' }, { kind: 'phone', value: '+13035550142' }] });
  const draft = await submitDraft(t.as(mel), { leadId: lead.id, channel: 'email', subject: 'House', body: 'A house.' });
  await approveDraft(t.as(mel), { id: draft.id, contentHash: draft.contentHash });
  const claim = () => claimNext(t.as(worker), { channels: ['email'], worker: 'w' });
  const { dispatch } = await claim();
  if (!dispatch) throw new Error('nothing was claimed');
  const stopped = async () => recordOutcome(t.as(worker), { ...dispatch, attempt: (await approval())?.attempts.length ?? 0 }, { kind: 'refused', transient: true, code: 'stopped', evidence: 'stopped' });
  const approval = () => t.world.store.approvals.get(draft.id);
  return { ...t, lead, claim, dispatch, stopped, approval, look: lastLookAt(t.world, dispatch) };
}

test('nothing happened since the claim: it goes on, whatever its own quota says by now', async () => {
  const { look, world } = await underWay();
  expect((await world.store.sends.since({ channel: 'email', sinceMs: 0 })).count).toBe(1);
  expect(await look()).toBeNull();
});

test('they said stop by any address meanwhile: it is stopped, and the next claim blocks it', async () => {
  const { as, look, stopped, claim, approval } = await underWay();
  await addDncEntry(as(mel), { kind: 'phone', value: '+1 303 555 0142', reason: 'asked on the phone' });
  expect(await look()).toContain('asked on the phone');
  await stopped();
  expect(await approval()).toMatchObject({ status: 'approved', attempts: [{ outcome: { kind: 'refused', code: 'stopped' } }] });
  expect(await claim()).toMatchObject({ dispatch: null });
  expect(await approval()).toMatchObject({ status: 'blocked', rule: 'dnc' });
});

test('the channel was paused meanwhile: it waits, and no try is spent, however often that happens', async () => {
  const { as, world, dispatch, stopped, claim, approval } = await underWay();
  let current = dispatch;
  for (let i = 0; i < 8; i++) {
    await pauseChannel(as(mel), { channel: 'all', reason: 'wrong price in the template' });
    expect(await lastLookAt(world, current)()).toContain('wrong price');
    expect(await stopped()).toMatchObject({ kind: 'recorded' });
    expect(await claim()).toMatchObject({ dispatch: null });
    await resumeChannel(as(mel), { channel: 'all' });
    current = (await claim()).dispatch ?? current;
    expect(current).toMatchObject({ attempt: i + 2 });
  }
  await stopped();
  expect(await approval()).toMatchObject({ status: 'approved' });
});

test('something about the lead changed meanwhile: it is stopped, and a person reads it before another try', async () => {
  const { as, lead, look, stopped, claim, approval } = await underWay();
  await editLead(as(mel), { id: lead.id, version: lead.version, stage: 'offer' });
  expect(await look()).toContain('stage changed');
  await stopped();
  expect(await approval()).toMatchObject({ status: 'pending', reason: { kind: 'stale', because: { kind: 'lead_stage_changed' } } });
  expect(await claim()).toMatchObject({ dispatch: null, stopped: 0 });
});

test('they were put on the list and would be read again: nobody is asked to read what must not go out', async () => {
  const { as, lead, stopped, approval } = await underWay();
  await editLead(as(mel), { id: lead.id, version: lead.version, stage: 'offer' });
  await addDncEntry(as(mel), { kind: 'phone', value: '+1 303 555 0142', reason: 'asked on the phone' });
  await stopped();
  expect(await approval()).toMatchObject({ status: 'blocked', rule: 'dnc', why: expect.stringContaining('asked on the phone') });
});

test('an attempt that somebody settled meanwhile hands over nothing', async () => {
  const { as, look, dispatch } = await underWay();
  await recordOutcome(as(worker), dispatch, { kind: 'unknown', evidence: 'cut' });
  expect(await look()).toContain('no longer');
});

test('a worker that stood still hands over nothing once a person had it sent again', async () => {
  const { as, look, dispatch, claim, approval, pass } = await underWay();
  await recordOutcome(as(worker), dispatch, { kind: 'unknown', evidence: 'the lease ended' });
  await resolveUncertain(as(mel), { id: dispatch.approvalId, as: 'send_again', note: 'they have nothing' });
  pass(60_000);
  expect((await claim()).dispatch).toMatchObject({ attempt: 2 });
  expect(await approval()).toMatchObject({ status: 'sending' });
  expect(await look()).toContain('no longer');
});
