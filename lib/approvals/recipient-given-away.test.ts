import { beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { claimNext } from '#lib/dispatch/claim-next.ts';
import { recordOutcome } from '#lib/dispatch/record-outcome.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { editLead } from '#lib/leads/edit-lead.ts';
import { checkPolicy } from '#lib/policy/check-policy.ts';
import { forecast } from '#lib/policy/forecast.ts';
import { on } from '#lib/store/event.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { metaOf } from '#lib/world.ts';
import type { Outcome } from './approval.ts';
import { approveDraft } from './approve-draft.ts';
import { decideInBulk } from './decide-in-bulk.ts';
import { editDraft } from './edit-draft.ts';
import { getApproval } from './get-approval.ts';
import { ana, mel } from './given.ts';
import { prepareBulk } from './prepare-bulk.ts';
import { resolveUncertain } from './resolve-uncertain.ts';
import { retryDeadLetter } from './retry-dead-letter.ts';
import type { ApprovalView } from './schema.ts';
import { submitDraft } from './submit-draft.ts';

/** An address is taken off Ann and given to Bob, while what was written to Ann waits to go there. */

const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker' };
const mail = (value: string) => ({ kind: 'email', value });
const why = 'It was drafted to go to office@example.org, which is the address of another lead now.';
const refused = { code: 'blocked_by_policy', message: why };

let t: ReturnType<typeof createTestWorld>;
let annId: string;
beforeEach(async () => {
  t = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0', RE_LIMITS: 'email=100/100/0' });
  annId = (await addLead(t.as(ana), { name: 'Ann', addresses: [mail('office@example.org'), mail('ann@example.org')] })).id;
});

const draft = () => submitDraft(t.as(ana), { leadId: annId, channel: 'email', subject: 'House', body: 'Dear Ann, a house.' });
const approve = ({ id, contentHash }: ApprovalView) => approveDraft(t.as(ana), { id, contentHash });
const shown = ({ id }: ApprovalView) => getApproval(t.as(ana), { id });
const claim = () => claimNext(t.as(worker), { channels: ['email'], worker: 'w' });
const ended = async (given: ApprovalView, outcome: Outcome) => {
  await approve(given);
  await recordOutcome(t.as(worker), (await claim()).dispatch!, outcome);
};
async function givenToBob() {
  const { version } = (await t.world.store.leads.get(annId))!;
  await editLead(t.as(ana), { id: annId, version, addresses: [mail('ann@example.org')] });
  return addLead(t.as(ana), { name: 'Bob', addresses: [mail('office@example.org')] });
}

test('what was written to Ann is not approved to Bob’s address; to one of hers it is', async () => {
  const first = await draft();
  const bob = await givenToBob();
  const now = await shown(first);
  await expect(approve(now)).rejects.toMatchObject({ refusal: { ...refused, lift: 'Edit it and choose an address of the lead it is for. Bob has this one now.', details: { rule: 'recipient', leadId: bob.id } } });
  expect(await decideInBulk(t.as(ana), { decision: 'approve', items: [{ id: now.id, contentHash: now.contentHash }] })).toMatchObject({ done: 0, items: [{ ok: false, ...refused }] });
  expect(await checkPolicy(t.as(ana), { approvalId: now.id })).toMatchObject({ verdict: 'stale', rule: 'recipient', why });
  expect(await forecast(t.as(ana), {})).toMatchObject({ go: 0, groups: [{ rule: 'recipient', count: 1 }] });
  await approve(await editDraft(t.as(ana), { id: now.id, contentHash: now.contentHash, recipient: 'ann@example.org' }));
  expect((await claim()).dispatch).toMatchObject({ content: { recipient: 'ann@example.org' } });
});

test('the claim asks as well, whatever happened since it was approved, and the reason it keeps names nobody else', async () => {
  const first = await draft();
  await givenToBob();
  // As a version before this one recorded it, which did not ask.
  const approved = on('approval', first.id, [{ type: 'DraftApproved', contentHash: first.contentHash, undoUntilMs: 0 }]);
  await t.world.store.commit(metaOf(t.as(ana), 'approve-draft'), async () => ({ events: approved, result: null }));
  expect(await claim()).toMatchObject({ dispatch: null, stopped: 1 });
  expect(await shown(first)).toMatchObject({ status: 'pending', reason: { kind: 'policy', text: why }, attempts: [] });
});

test('a dead letter to it is not tried again, alone, among others, or counted as one that would be', async () => {
  const first = await draft();
  await ended(first, { kind: 'refused', transient: false, code: 'smtp_554', evidence: '554' });
  await givenToBob();
  expect((await shown(first)).status).toBe('dead_letter');
  await expect(retryDeadLetter(t.as(mel), { id: first.id, contentHash: first.contentHash })).rejects.toMatchObject({ refusal: { ...refused, lift: expect.stringMatching(/^Take it back to review/) } });
  expect(await prepareBulk(t.as(mel), { decision: 'retry', filter: {} })).toMatchObject({ items: [], left: [{ count: 1 }] });
});

test('an uncertain send that is to go again goes to review', async () => {
  const first = await draft();
  await ended(first, { kind: 'unknown', evidence: 'cut' });
  await givenToBob();
  expect(await resolveUncertain(t.as(mel), { id: first.id, as: 'send_again', note: 'not in Sent' })).toMatchObject({ status: 'pending' });
  await expect(approve(await shown(first))).rejects.toMatchObject({ refusal: refused });
});

test('an address that nobody has any more is no other’s', async () => {
  const first = await draft();
  await editLead(t.as(ana), { id: annId, version: 1, addresses: [mail('ann@example.org')] });
  expect(await approve(await shown(first))).toMatchObject({ status: 'approved' });
});
