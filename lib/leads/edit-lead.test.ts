import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { claimNext } from '#lib/dispatch/claim-next.ts';
import { recordOutcome } from '#lib/dispatch/record-outcome.ts';
import { changePolicy } from '#lib/policy/change-policy.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { addLead } from './add-lead.ts';
import { editLead } from './edit-lead.ts';

const mel: Actor = { kind: 'person', id: 'usr_mel', name: 'Mel', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker' };

/** At 9:00 in London. */
function office(env: Record<string, string> = {}) {
  const t = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0', RE_LIMITS: 'email=1000/1000/0', ...env });
  const lead = (value: string, more: object) => addLead(t.as(mel), { name: value, addresses: [{ kind: 'email', value }], ...more });
  const claim = async () => (await claimNext(t.as(worker), { channels: ['email'], worker: 'w' })).dispatch;
  const approved = async (leadId: string, body = 'A house.') => {
    const { id, contentHash } = await submitDraft(t.as(mel), { leadId, channel: 'email', subject: 'House', body });
    await approveDraft(t.as(mel), { id, contentHash });
    return id;
  };
  const sent = async (leadId: string) => {
    await approved(leadId, 'Another house.');
    await recordOutcome(t.as(worker), (await claim())!, { kind: 'accepted', providerId: 'p', evidence: '250' });
    t.pass(60_000);
  };
  const heldBy = async (id: string) => {
    const approval = await t.world.store.approvals.get(id);
    return approval?.status === 'approved' ? (approval.hold?.rule ?? null) : approval?.status;
  };
  return { ...t, lead, claim, approved, sent, heldBy };
}

test('what waits for a morning somewhere else is judged anew when the zone is corrected', async () => {
  const { as, lead, approved, claim, heldBy } = office({ RE_QUIET_HOURS: 'email' });
  const kim = await lead('kim@example.org', { timeZone: 'Pacific/Honolulu' });
  const id = await approved(kim.id);
  expect(await claim()).toBeNull();
  expect(await heldBy(id)).toBe('quiet_hours');
  await editLead(as(mel), { id: kim.id, version: 1, name: 'Kim Lee', tags: ['vip'] });
  expect(await heldBy(id)).toBe('quiet_hours');
  await editLead(as(mel), { id: kim.id, version: 2, timeZone: 'Europe/London' });
  expect((await claim())?.approvalId).toBe(id);
});

test('somebody who is of no household after all waits no longer for it, under whichever row that is corrected', async () => {
  const { as, lead, approved, sent, claim, heldBy } = office();
  await changePolicy(as(mel), { version: 0, changes: { perHouseholdPerDay: 1 }, reason: 'one is enough' });
  await sent((await lead('lee@example.org', { household: 'elm' })).id);
  const kim = await lead('k.im@gmail.com', {});
  const row = await lead('kim@gmail.com', { household: 'elm' });
  const id = await approved(kim.id);
  expect(await claim()).toBeNull();
  expect(await heldBy(id)).toBe('household_cap');
  await editLead(as(mel), { id: row.id, version: 1, household: null });
  expect((await claim())?.approvalId).toBe(id);
});

test('whoever stays in a household waits no longer for what went to somebody who is not of it', async () => {
  const { as, lead, approved, sent, claim, heldBy } = office();
  await changePolicy(as(mel), { version: 0, changes: { perHouseholdPerDay: 1 }, reason: 'one is enough' });
  const kim = await lead('kim@example.org', { household: 'elm' });
  const lee = await lead('lee@example.org', { household: 'elm' });
  await sent(kim.id);
  const id = await approved(lee.id);
  expect(await claim()).toBeNull();
  expect(await heldBy(id)).toBe('household_cap');
  await editLead(as(mel), { id: kim.id, version: 1, household: 'oak' });
  expect((await claim())?.approvalId).toBe(id);
});

test('a zone that is corrected together with the address sends it back to review', async () => {
  const { as, lead, approved, claim, heldBy } = office({ RE_QUIET_HOURS: 'email' });
  const kim = await lead('kim@example.org', { timeZone: 'Pacific/Honolulu' });
  const id = await approved(kim.id);
  await claim();
  await editLead(as(mel), { id: kim.id, version: 1, timeZone: 'Europe/London', addresses: [{ kind: 'email', value: 'kim@example.net' }] });
  expect(await heldBy(id)).toBe('pending');
});
