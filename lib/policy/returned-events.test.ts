import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import type { Outcome } from '#lib/approvals/approval.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { claimNext } from '#lib/dispatch/claim-next.ts';
import { recordOutcome } from '#lib/dispatch/record-outcome.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { recordInbound } from '#lib/messages/record-inbound.ts';
import { inbound } from '#lib/messages/testing/inbound-world.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { dayMs } from './policy.ts';

const mel: Actor = { kind: 'person', id: 'usr_mel', name: 'Mel', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker' };
const accepted: Outcome = { kind: 'accepted', providerId: 'p', evidence: '250' };
const refused: Outcome = { kind: 'refused', transient: false, code: 'smtp_554', evidence: 'mx answered 554 5.7.1 not from you' };

function office() {
  const t = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0', RE_LIMITS: 'email=1000/1000/0' });
  let leads = 0;
  const send = async (outcome: Outcome) => {
    const lead = await addLead(t.as(mel), { name: 'Lead', addresses: [{ kind: 'email', value: `lead${leads++}@example.org` }] });
    const { id, contentHash } = await submitDraft(t.as(mel), { leadId: lead.id, channel: 'email', subject: 'House', body: 'A house.' });
    await approveDraft(t.as(mel), { id, contentHash });
    const { dispatch } = await claimNext(t.as(worker), { channels: ['email'], worker: 'w' });
    if (!dispatch) throw new Error('nothing was claimed');
    await recordOutcome(t.as(worker), dispatch, outcome);
    return dispatch.idempotencyKey;
  };
  const sendMany = async (count: number, outcome: Outcome) => {
    const keys: string[] = [];
    for (let i = 0; i < count; i++) keys.push(await send(outcome));
    return keys;
  };
  const comesBack = (aboutIdempotencyKey: string) =>
    recordInbound(t.as(worker), { inbound: [inbound({ externalId: `about-${aboutIdempotencyKey}`, address: { kind: 'email', value: 'mailer-daemon@mx.example' }, nature: { kind: 'bounce', permanent: true, aboutIdempotencyKey, why: '5.2.1' } })] });
  const paused = async () => (await t.world.store.channelStates.get('email'))?.paused?.reason ?? null;
  return { ...t, send, sendMany, comesBack, paused };
}

test('a channel goes on when exactly a tenth is refused, and pauses at more than a tenth', async () => {
  const { sendMany, send, paused } = office();
  await sendMany(45, accepted);
  await sendMany(5, refused);
  expect(await paused()).toBeNull();
  await send(refused);
  expect(await paused()).toContain('6 of 51 messages of the last 24 h came back or were refused (more than 10 %)');
});

test('of fifty, five that came back or were refused are not more than a tenth, and six are', async () => {
  const { sendMany, comesBack, paused } = office();
  const keys = await sendMany(47, accepted);
  await sendMany(3, refused);
  for (const key of keys.slice(0, 2)) await comesBack(key);
  expect(await paused()).toBeNull();
  await comesBack(keys[2]!);
  expect(await paused()).toContain('6 of 50 messages');
});

test('what was sent exactly a day ago no longer counts, but for what of it comes back now', async () => {
  const { sendMany, comesBack, paused, pass } = office();
  const before = await sendMany(60, accepted);
  pass(dayMs);
  await sendMany(10, accepted);
  for (const key of before.slice(0, 5)) await comesBack(key);
  expect(await paused()).toContain('5 of 15 messages');
});
