import { expect, test } from 'vitest';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { ana, mel } from '#lib/approvals/given.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { pauseChannel } from '#lib/channels/pause-channel.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { policyOf } from '#lib/policy/policy.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { maintainStep } from './maintain.ts';

/** Decisions that grew old go back to review. */

const never = new AbortController().signal;
const hourMs = 3_600_000;

async function approvedByAna(count: number) {
  const t = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0' });
  const { id: leadId } = await addLead(t.as(ana), { name: 'Lee', addresses: [{ kind: 'email', value: 'lee@example.net' }] });
  for (let i = 0; i < count; i++) {
    const { id, contentHash } = await submitDraft(t.as(ana), { leadId, channel: 'email', subject: 'House', body: `House ${i}` });
    await approveDraft(t.as(ana), { id, contentHash });
  }
  const left = async () => (await t.world.store.approvals.page({ statuses: ['approved'] }, { cursor: null, limit: 1 }, 'newest')).total;
  return { ...t, left };
}

test('one page per step and the next at once, until all have been looked at; then from the beginning', async () => {
  const { world, pass, left } = await approvedByAna(250);
  const step = maintainStep(world);
  expect(await step.run(never)).toEqual({ counts: { stale: 0 }, waitMs: 0 });
  expect(await step.run(never)).toEqual({ counts: { stale: 0, erased: 0 }, waitMs: 60_000 });
  pass(73 * hourMs);
  expect(await step.run(never)).toEqual({ counts: { stale: 200 }, waitMs: 0 });
  expect(await step.run(never)).toEqual({ counts: { stale: 50, erased: 0 }, waitMs: 60_000 });
  expect(await left()).toBe(0);
  const [row] = (await world.store.approvals.page({}, { cursor: null, limit: 1 }, 'newest')).items;
  expect(row).toMatchObject({ status: 'pending', reason: { because: { kind: 'too_old', limitHours: 72 } } });
});

test('a step that is told to end changes nothing', async () => {
  const { world, pass, left } = await approvedByAna(1);
  pass(73 * hourMs);
  await expect(maintainStep(world).run(AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  expect(await left()).toBe(1);
});

test('what was to go out at a time that has passed is asked about again, also on a channel that is paused', async () => {
  const t = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0' });
  const { id: leadId } = await addLead(t.as(ana), { name: 'Lee', addresses: [{ kind: 'email', value: 'lee@example.net' }] });
  const { id, contentHash } = await submitDraft(t.as(ana), { leadId, channel: 'email', subject: 'House', body: 'A house.' });
  const sendAt = t.world.clock.now() + hourMs;
  await approveDraft(t.as(ana), { id, contentHash, sendAt: new Date(sendAt).toISOString() });
  await pauseChannel(t.as(mel), { channel: 'email', reason: 'moving house' });
  const { scheduleGraceMs } = policyOf(t.world.settings, await t.world.store.policy.get());
  t.pass(hourMs + scheduleGraceMs);
  expect((await maintainStep(t.world).run(never)).counts).toMatchObject({ stale: 0 });
  t.pass(1);
  expect((await maintainStep(t.world).run(never)).counts).toMatchObject({ stale: 1 });
  expect(await t.world.store.approvals.get(id)).toMatchObject({ status: 'pending', reason: { because: { kind: 'schedule_missed', sendAt } } });
});
