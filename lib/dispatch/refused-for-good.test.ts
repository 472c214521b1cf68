import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import type { Outcome } from '#lib/approvals/approval.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { editLead } from '#lib/leads/edit-lead.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { claimNext } from './claim-next.ts';
import { recordOutcome } from './record-outcome.ts';

const mel: Actor = { kind: 'person', id: 'usr_mel', name: 'Mel', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker' };
const nobody: Outcome = { kind: 'refused', transient: false, code: 'smtp_550', evidence: 'mx answered 550 5.1.1 nobody here', nobodyThere: true };
const blocked: Outcome = { kind: 'refused', transient: false, code: 'telegram_403', evidence: 'Telegram answered 403: bot was blocked by the user', unwanted: true };
const unwanted: Outcome = { kind: 'refused', transient: false, code: 'smtp_554', evidence: 'mx answered 554 5.7.1 not from you' };

function office() {
  const t = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0', RE_LIMITS: 'email=1000/1000/0' });
  const lead = (name: string, value: string) => addLead(t.as(mel), { name, addresses: [{ kind: 'email', value }] });
  async function approved(leadId: string, subject = 'House') {
    const { id, contentHash } = await submitDraft(t.as(mel), { leadId, channel: 'email', subject, body: 'A house.' });
    await approveDraft(t.as(mel), { id, contentHash });
    return id;
  }
  async function ends(outcome: Outcome) {
    const { dispatch } = await claimNext(t.as(worker), { channels: ['email'], worker: 'w' });
    if (!dispatch) throw new Error('nothing was claimed');
    await recordOutcome(t.as(worker), dispatch, outcome);
    return dispatch;
  }
  const status = async (id: string) => (await t.world.store.approvals.get(id))?.status;
  const paused = async () => (await t.world.store.channelStates.get('email'))?.paused?.reason ?? null;
  return { ...t, lead, approved, ends, status, paused };
}

test('an address at which nobody is goes on the list at once, in every spelling, and ends what waits for it', async () => {
  const { lead, approved, ends, status, world } = office();
  const kim = await lead('Kim', 'kim.lee@gmail.com');
  const [first, second] = [await approved(kim.id), await approved(kim.id, 'Garden')];
  const { idempotencyKey } = await ends(nobody);
  expect(await status(first)).toBe('dead_letter');
  expect(await status(second)).toBe('blocked');
  expect(await world.store.dnc.matching(['email:kimlee@gmail.com'])).toMatchObject([{ channel: 'email', reason: expect.stringContaining('5.1.1'), source: `bounce:${idempotencyKey}` }]);
});

test('a refusal that does not speak of the address lists nobody', async () => {
  const { lead, approved, ends, world } = office();
  await approved((await lead('Kim', 'kim@example.org')).id);
  await ends(unwanted);
  expect((await world.store.dnc.page({}, { cursor: null, limit: 5 })).total).toBe(0);
});

test.each([['nobody is there', nobody], ['the server does not want our mail', unwanted]])('when more than a tenth is refused for good, because %s, the channel pauses', async (_why, outcome) => {
  const { lead, approved, ends, paused } = office();
  for (let i = 0; i < 5; i++) {
    expect(await paused()).toBeNull();
    await approved((await lead(`Lead ${i}`, `lead${i}@example.org`)).id);
    await ends(outcome);
  }
  expect(await paused()).toContain('5 of 5 messages');
});

test('what we refuse ourselves says nothing of the channel', async () => {
  const { lead, approved, ends, paused, world } = office();
  for (let i = 0; i < 6; i++) {
    await approved((await lead(`Lead ${i}`, `lead${i}@example.org`)).id);
    await ends({ kind: 'refused', transient: false, ours: true, code: 'unsendable', evidence: 'an encoded word' });
  }
  expect(await paused()).toBeNull();
  expect((await world.store.channelStates.get('email'))?.returned ?? []).toEqual([]);
});

test('who blocked us said stop: everything to the person ends, on all channels, and it goes on with them when the address is taken off', async () => {
  const { as, lead, approved, ends, status, world } = office();
  const kim = await lead('Kim', 'kim@example.org');
  await editLead(as(mel), { id: kim.id, version: kim.version, addresses: [{ kind: 'email', value: 'kim@example.org' }, { kind: 'phone', value: '+13035550142' }] });
  const first = await approved(kim.id);
  const { id: other } = await submitDraft(as(mel), { leadId: kim.id, channel: 'whatsapp', body: 'A house.' });
  const { idempotencyKey } = await ends(blocked);
  expect([await status(first), await status(other)]).toEqual(['dead_letter', 'blocked']);
  expect(await world.store.dnc.matching(['email:kim@example.org'])).toMatchObject([{ channel: 'all', reason: expect.stringContaining('blocked by the user'), source: `unwanted:${idempotencyKey}` }]);
  const now = await world.store.leads.get(kim.id);
  await editLead(as(mel), { id: kim.id, version: now?.version, addresses: [{ kind: 'phone', value: '+13035550142' }] });
  expect(await world.store.dnc.matching([`lead:${kim.id}`])).toMatchObject([{ channel: 'all' }]);
});
