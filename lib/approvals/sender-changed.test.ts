import { beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { readConfig } from '#lib/config.ts';
import { claimNext } from '#lib/dispatch/claim-next.ts';
import { recordOutcome } from '#lib/dispatch/record-outcome.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { editLead } from '#lib/leads/edit-lead.ts';
import { checkPolicy } from '#lib/policy/check-policy.ts';
import { forecast } from '#lib/policy/forecast.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import type { Call } from '#lib/world.ts';
import type { Outcome } from './approval.ts';
import { approveDraft } from './approve-draft.ts';
import { decideInBulk } from './decide-in-bulk.ts';
import { editDraft } from './edit-draft.ts';
import { getApproval } from './get-approval.ts';
import { ana } from './given.ts';
import { prepareBulk } from './prepare-bulk.ts';
import { resolveUncertain } from './resolve-uncertain.ts';
import { retryDeadLetter } from './retry-dead-letter.ts';
import type { ApprovalView } from './schema.ts';
import { submitDraft } from './submit-draft.ts';

/** RE_EMAIL_FROM changes, or the sandbox is replaced by a mail server, while drafts wait. */

const mel: Actor = { kind: 'person', id: 'usr_mel', name: 'Mel', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker' };
const mailFrom = (address: string) => ({ RE_EMAIL_FROM: `Ana <${address}>`, RE_EMAIL_SMTP_URL: 'smtp://127.0.0.1:1', RE_UNDO_EMAIL_SECONDS: '0' });

let t: ReturnType<typeof createTestWorld>;
let leadId: string;
beforeEach(async () => {
  t = createTestWorld(mailFrom('old@example.com'));
  leadId = (await addLead(t.as(ana), { name: 'Kim', addresses: [{ kind: 'email', value: 'kim@example.org' }] })).id;
});

/** The same workspace, started again with other settings. */
function restarted(env: Readonly<Record<string, string>>, actor: Actor = ana): Call {
  const config = readConfig(env);
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  return { ...t.as(actor), world: { ...t.world, settings: config.settings } };
}
const moved = (actor?: Actor) => restarted(mailFrom('new@example.org'), actor);
const draft = (call: Call, body = 'A house.') => submitDraft(call, { leadId, channel: 'email', subject: 'House', body });
const approve = (call: Call, { id, contentHash }: ApprovalView) => approveDraft(call, { id, contentHash });
const save = (call: Call, { id, contentHash, recipient, subject, body }: ApprovalView, more: object = {}) => editDraft(call, { id, contentHash, recipient, subject, body, ...more });

test('an edit takes the address that is ours now, and that alone is a change', async () => {
  const shown = await draft(t.as(ana));
  const saved = await save(moved(), shown);
  expect(saved).toMatchObject({ sender: 'new@example.org', body: shown.body, reason: { kind: 'edited' }, version: shown.version + 1 });
  expect(saved.contentHash).not.toBe(shown.contentHash);
  expect(await save(moved(), saved)).toMatchObject({ version: saved.version });
});

test('what was approved to go out from an address before goes back to review when it is saved', async () => {
  const approved = await approve(t.as(ana), await draft(t.as(ana)));
  expect(await save(moved(), approved)).toMatchObject({ status: 'pending', sender: 'new@example.org', decision: null });
});

test('a draft from an address that is not ours any more is not approved; saved as it is, it is approved and goes out from ours', async () => {
  const shown = await draft(t.as(ana));
  await expect(approve(moved(), shown)).rejects.toMatchObject({
    refusal: { code: 'blocked_by_policy', message: 'It was drafted to go out from old@example.com, and we send from new@example.org now.', lift: expect.stringContaining('save it, with or without another change'), details: { rule: 'sender' } },
  });
  expect(await getApproval(moved(), { id: shown.id })).toMatchObject({ status: 'pending', version: shown.version });
  await approve(moved(), await save(moved(), shown));
  expect((await claimNext(moved(worker), { channels: ['email'], worker: 'w' })).dispatch).toMatchObject({ approvalId: shown.id, content: { sender: 'new@example.org' } });
});

test('a draft of the sandbox is not approved for the mail server that replaces it, and is after it was saved', async () => {
  t = createTestWorld();
  leadId = (await addLead(t.as(ana), { name: 'Kim', addresses: [{ kind: 'email', value: 'kim@example.org' }] })).id;
  const shown = await draft(t.as(ana));
  await expect(approve(moved(), shown)).rejects.toMatchObject({ refusal: { code: 'blocked_by_policy' } });
  expect(await approve(moved(), await save(moved(), shown))).toMatchObject({ status: 'approved', sender: 'new@example.org' });
});

test('of several approved together the one with another sender is left, with the reason it has alone', async () => {
  const before = await draft(t.as(ana));
  const since = await draft(moved(), 'Another house.');
  const items = [before, since].map(({ id, contentHash, version }) => ({ id, contentHash, version }));
  expect(await decideInBulk(moved(), { decision: 'approve', items })).toMatchObject({
    done: 1, refused: 1,
    items: [{ id: before.id, ok: false, code: 'blocked_by_policy', message: 'It was drafted to go out from old@example.com, and we send from new@example.org now.' }, { id: since.id, ok: true }],
  });
});

test('who saw an older text is told that first, and a second click is still one approval', async () => {
  const shown = await draft(t.as(ana));
  const edited = await save(t.as(ana), shown, { body: 'Another house.' });
  await expect(approve(moved(), shown)).rejects.toMatchObject({ refusal: { code: 'content_changed' } });
  const approved = await approve(t.as(ana), edited);
  expect(await approve(moved(), edited)).toMatchObject({ status: 'approved', version: approved.version });
});

const why = 'It was drafted to go out from old@example.com, and we send from new@example.org now.';

test('what is checked, foreseen and claimed says the same as approving: back to review', async () => {
  const shown = await draft(t.as(ana));
  expect(await checkPolicy(moved(), { approvalId: shown.id })).toMatchObject({ verdict: 'stale', rule: 'sender', why, at: null });
  expect(await forecast(moved(), {})).toMatchObject({ total: 1, go: 0, groups: [{ verdict: 'stale', rule: 'sender', count: 1, why }] });
  await approve(t.as(ana), shown);
  expect(await checkPolicy(moved(), { approvalId: shown.id })).toMatchObject({ verdict: 'stale', rule: 'sender' });
  expect(await claimNext(moved(worker), { channels: ['email'], worker: 'w' })).toMatchObject({ dispatch: null, stopped: 1 });
  expect(await getApproval(moved(), { id: shown.id })).toMatchObject({ status: 'pending', reason: { kind: 'policy', text: why }, attempts: [] });
  expect(await checkPolicy(moved(), { channel: 'email', address: 'kim@example.org' })).toMatchObject({ verdict: 'allow' });
});

/** Claimed and ended, as the worker has it, before the address changes. */
async function ended(outcome: Outcome): Promise<ApprovalView> {
  const approved = await approve(t.as(ana), await draft(t.as(ana)));
  const { dispatch } = await claimNext(t.as(worker), { channels: ['email'], worker: 'w' });
  if (!dispatch) throw new Error('nothing was claimed');
  await recordOutcome(t.as(worker), dispatch, outcome);
  return getApproval(t.as(ana), { id: approved.id });
}

test('an uncertain send that is to go again from an address that is not ours any more goes to review with that reason', async () => {
  const { id } = await ended({ kind: 'unknown', evidence: 'no answer' });
  const sentBack = await resolveUncertain(moved(mel), { id, as: 'send_again', note: 'not in Sent' });
  expect(sentBack).toMatchObject({ status: 'pending', reason: { kind: 'policy', text: why }, sender: 'old@example.com' });
  expect(await approve(moved(), await save(moved(), sentBack))).toMatchObject({ status: 'approved', sender: 'new@example.org' });
});

test('an uncertain send that has another reason to be read keeps that one', async () => {
  const { id } = await ended({ kind: 'unknown', evidence: 'no answer' });
  await editLead(t.as(ana), { id: leadId, version: 1, stage: 'viewing' });
  expect(await resolveUncertain(moved(mel), { id, as: 'send_again', note: 'not in Sent' })).toMatchObject({ status: 'pending', reason: { text: 'The lead’s stage changed' } });
});

test('a dead letter from an address that is not ours any more is not tried again as it is, alone or among others', async () => {
  const { id, contentHash, version } = await ended({ kind: 'refused', transient: false, code: 'smtp_554', evidence: '554' });
  const refused = { code: 'blocked_by_policy', message: why };
  await expect(retryDeadLetter(moved(mel), { id, contentHash })).rejects.toMatchObject({ refusal: { ...refused, lift: expect.stringMatching(/^Take it back to review and save it there.*new@example.org/), details: { rule: 'sender' } } });
  expect(await prepareBulk(moved(mel), { decision: 'retry', filter: {} })).toMatchObject({ items: [], left: [{ ...refused, count: 1 }] });
  expect(await decideInBulk(moved(mel), { decision: 'retry', items: [{ id, contentHash, version }] })).toMatchObject({ done: 0, items: [{ ok: false, ...refused }] });
  expect(await getApproval(moved(), { id })).toMatchObject({ status: 'dead_letter', version });
  expect(await retryDeadLetter(t.as(mel), { id, contentHash })).toMatchObject({ status: 'approved' });
});
