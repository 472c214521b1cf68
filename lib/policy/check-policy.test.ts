import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { pauseChannel } from '#lib/channels/pause-channel.ts';
import { claimNext } from '#lib/dispatch/claim-next.ts';
import { recordOutcome } from '#lib/dispatch/record-outcome.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { createTestWorld, testStart } from '#lib/store/memory/test-world.ts';
import { changePolicy } from './change-policy.ts';
import { checkPolicy } from './check-policy.ts';
import { defaultPolicy, hourMs } from './policy.ts';

const mel: Actor = { kind: 'person', id: 'usr_mel', name: 'Mel', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker' };

/** At 9:00 in London, 2:00 in Denver. */
function workspace(env: Record<string, string> = {}) {
  const t = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0', ...env });
  const draft = async (name: string) => {
    const lead = await addLead(t.as(mel), { name, addresses: [{ kind: 'email', value: `${name}@example.org` }], timeZone: 'America/Denver' });
    return submitDraft(t.as(mel), { leadId: lead.id, channel: 'email', subject: 'House', body: 'A house.' });
  };
  const send = async (name: string) => {
    const { id, contentHash } = await draft(name);
    await approveDraft(t.as(mel), { id, contentHash });
    const { dispatch } = await claimNext(t.as(worker), { channels: ['email'], worker: 'w' });
    await recordOutcome(t.as(worker), dispatch!, { kind: 'accepted', providerId: name, evidence: '250' });
  };
  const check = (approvalId: string) => checkPolicy(t.as(mel), { approvalId });
  return { ...t, draft, send, check };
}

test('while sending is paused nobody knows when it goes out, at night neither: the pause is the reason', async () => {
  const { as, draft, check } = workspace({ RE_QUIET_HOURS: 'email' });
  const { id } = await draft('kim');
  expect(await check(id)).toMatchObject({ verdict: 'hold', rule: 'quiet_hours', localTime: 'Mon 8:00 AM in Denver' });
  await pauseChannel(as(mel), { channel: 'all', reason: 'moving' });
  const said = await check(id);
  expect(said).toMatchObject({ verdict: 'hold', rule: 'paused', why: 'All sending is paused: moving', at: null, localTime: null });
  expect(said.rules).toEqual(expect.arrayContaining([expect.objectContaining({ rule: 'paused', until: null }), expect.objectContaining({ rule: 'quiet_hours', until: '2026-01-05T15:00:00.000Z' })]));
});

test('a clock that is behind has no known end', async () => {
  const { draft, check, pass } = workspace();
  pass(hourMs);
  const { id } = await draft('kim');
  pass(-hourMs);
  expect(await check(id)).toMatchObject({ verdict: 'hold', rule: 'clock', at: null });
});

test('a full quota ends when enough places are free, not a moment sooner; then the night is waited for', async () => {
  const { as, draft, send, check, pass } = workspace({ RE_LIMITS: 'email=9/500/0' });
  for (const name of ['a', 'b', 'c']) {
    await send(name);
    pass(10 * 60_000);
  }
  const { id } = await draft('kim');
  const perHour = (count: number) => ({ ...defaultPolicy.channels, email: { perHour: count, perDay: 500, gapMs: 0 } });
  await changePolicy(as(mel), { version: 0, changes: { channels: perHour(3) }, reason: 'x' });
  expect(await check(id)).toMatchObject({ rule: 'hour_quota', at: new Date(testStart + hourMs).toISOString() });
  await changePolicy(as(mel), { version: 1, changes: { channels: perHour(1) }, reason: 'x' });
  expect(await check(id)).toMatchObject({ rule: 'hour_quota', at: new Date(testStart + hourMs + 20 * 60_000).toISOString() });
  await changePolicy(as(mel), { version: 2, changes: { quietChannels: ['email'] }, reason: 'x' });
  expect(await check(id)).toMatchObject({ rule: 'quiet_hours', at: '2026-01-05T15:00:00.000Z' });
});

test('what would be read again when the wait is over has no time at which it goes', async () => {
  const { as, draft, check } = workspace({ RE_QUIET_HOURS: 'email' });
  const { id, contentHash } = await draft('kim');
  await approveDraft(as(mel), { id, contentHash });
  await changePolicy(as(mel), { version: 0, changes: { staleAfterMs: 2 * hourMs }, reason: 'x' });
  expect(await check(id)).toMatchObject({ verdict: 'hold', rule: 'quiet_hours', at: null });
});
