import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { pauseChannel } from '#lib/channels/pause-channel.ts';
import { addDncEntry } from '#lib/dnc/add-entry.ts';
import { claimNext } from '#lib/dispatch/claim-next.ts';
import { recordOutcome } from '#lib/dispatch/record-outcome.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { editLead } from '#lib/leads/edit-lead.ts';
import { createTestWorld, testStart } from '#lib/store/memory/test-world.ts';
import { changePolicy } from './change-policy.ts';
import { forecast } from './forecast.ts';
import { paceOf } from './pace.ts';
import { dayMs, defaultPolicy, hourMs } from './policy.ts';
import { rehearse, type Part } from './rehearse.ts';
import { noSends } from './send-count.ts';

const ana: Actor = { kind: 'person', id: 'usr_ana', name: 'Ana', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker' };

async function workspace(env: Record<string, string> = {}) {
  const t = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0', ...env });
  const lead = async (name: string, more: object = {}) => addLead(t.as(ana), { name, addresses: [{ kind: 'email', value: `${name}@example.org` }], ...more });
  const draft = async (leadId: string, body = 'A house.') => (await submitDraft(t.as(ana), { leadId, channel: 'email', subject: 'House', body })).id;
  const approve = async (id: string) => approveDraft(t.as(ana), { id, contentHash: (await t.world.store.approvals.get(id))!.contentHash });
  const send = async () => {
    t.pass(60_000);
    const { dispatch } = await claimNext(t.as(worker), { channels: ['email'], worker: 'w' });
    return dispatch && recordOutcome(t.as(worker), dispatch, { kind: 'accepted', providerId: dispatch.idempotencyKey, evidence: '250' });
  };
  return { ...t, lead, draft, approve, send };
}

test('of a batch: how many go, and why the others do not', async () => {
  const { as, lead, draft, world } = await workspace({ RE_QUIET_HOURS: 'email' });
  for (const name of ['a', 'b', 'c']) await draft((await lead(name, { timeZone: 'Europe/Rome' })).id);
  const early = await lead('early', { timeZone: 'America/Los_Angeles' });
  await draft(early.id);
  const wrong = await lead('wrong', { timeZone: 'Europe/Rome' });
  await draft(wrong.id, '[a.com](https://b.com)');
  const resting = await lead('resting', { timeZone: 'Europe/Rome' });
  await draft(resting.id);
  await editLead(as(ana), { id: resting.id, version: 1, stage: 'closed' });
  const before = await world.store.head();
  const said = await forecast(as(ana), {});
  expect(said).toMatchObject({ total: 6, go: 3, pace: [{ channel: 'email', count: 3 }] });
  expect(said.groups.map(({ verdict, rule, count }) => `${verdict} ${rule} ${count}`).sort()).toEqual(['hold quiet_hours 1', 'stale links 1', 'stale stage 1']);
  expect(said.groups.find(({ rule }) => rule === 'quiet_hours')?.until).toBe('2026-01-05T16:00:00.000Z');
  expect(await world.store.head()).toEqual(before);
});

test('what waits says where all of it is; of several places it names none', async () => {
  const { lead, draft, as } = await workspace({ RE_QUIET_HOURS: 'email' });
  for (const name of ['a', 'b']) await draft((await lead(name, { timeZone: 'America/Los_Angeles' })).id);
  await draft((await lead('c', { timeZone: 'America/Denver' })).id);
  const zones = async () => (await forecast(as(ana), {})).groups.map(({ count, until, zone }) => `${count} ${until} ${zone}`);
  expect(await zones()).toEqual(['2 2026-01-05T16:00:00.000Z America/Los_Angeles', '1 2026-01-05T15:00:00.000Z America/Denver']);
  // Vancouver wakes at the same minute.
  await draft((await lead('d', { timeZone: 'America/Vancouver' })).id);
  expect(await zones()).toEqual(['3 2026-01-05T16:00:00.000Z null', '1 2026-01-05T15:00:00.000Z America/Denver']);
});

test('of several to one lead one goes, and the others come back for review after it; the approvals then do what was said', async () => {
  const { as, lead, draft, world, approve, send } = await workspace();
  const kim = await lead('kim');
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) ids.push(await draft(kim.id, `Draft ${i}`));
  const said = await forecast(as(ana), {});
  expect(said).toMatchObject({ total: 5, go: 1, groups: [{ verdict: 'stale', rule: 'teammate_sent', count: 4, until: null }], pace: [{ count: 1 }] });
  for (const id of ids) await approve(id);
  while (await send());
  const ends = await Promise.all(ids.map(async (id) => (await world.store.approvals.get(id))?.status));
  expect([ends.filter((status) => status === 'sent').length, ends.filter((status) => status === 'pending').length]).toEqual([1, 4]);
});

test('what only waits comes back for review too when another one to the lead goes first', async () => {
  const { as, lead, draft } = await workspace();
  const kim = await lead('kim', { addresses: [{ kind: 'email', value: 'kim@example.org' }, { kind: 'telegram', value: 'kim_lee' }] });
  await submitDraft(as(ana), { leadId: kim.id, channel: 'telegram', body: 'A house.' });
  await draft(kim.id);
  await pauseChannel(as(ana), { channel: 'telegram', reason: 'moving' });
  expect(await forecast(as(ana), {})).toMatchObject({ go: 1, groups: [{ verdict: 'stale', rule: 'teammate_sent', count: 1 }] });
  expect(await forecast(as(ana), { channel: 'telegram' })).toMatchObject({ go: 0, groups: [{ verdict: 'hold', rule: 'paused', until: null }] });
});

test('one household has one cap over the batch; of one person under two rows one message goes, and the other comes back for review', async () => {
  const { as, lead, draft } = await workspace();
  await changePolicy(as(ana), { version: 0, changes: { perLeadPerDay: 1, perHouseholdPerDay: 1 }, reason: 'one is enough' });
  for (const name of ['kim', 'lee', 'max']) await draft((await lead(name, { household: 'elm 4' })).id);
  for (const value of ['jo.park@gmail.com', 'jopark+home@gmail.com']) await draft((await lead(value, { addresses: [{ kind: 'email', value }] })).id);
  const said = await forecast(as(ana), {});
  expect(said).toMatchObject({ total: 5, go: 2, groups: [{ verdict: 'hold', rule: 'household_cap', count: 2 }, { verdict: 'stale', rule: 'teammate_sent', count: 1 }] });
});

test('what would go to a member under another of their rows counts for the household over the batch', async () => {
  const { as, lead, draft } = await workspace();
  await changePolicy(as(ana), { version: 0, changes: { perHouseholdPerDay: 1 }, reason: 'one is enough' });
  const row = (value: string, more: object = {}) => lead(value, { addresses: [{ kind: 'email', value }], ...more });
  await row('jo.park@gmail.com', { household: 'elm 4' });
  await draft((await row('jopark@gmail.com')).id);
  await draft((await lead('kim', { household: 'elm 4' })).id);
  expect(await forecast(as(ana), {})).toMatchObject({ total: 2, go: 1, groups: [{ verdict: 'hold', rule: 'household_cap', count: 1 }] });
});

test('those that wait for one rule are one line, with the instant of the first; those that wait for a morning a line for each', async () => {
  const { as, lead, draft, approve, send, pass } = await workspace();
  await changePolicy(as(ana), { version: 0, changes: { perLeadPerDay: 1 }, reason: 'one is enough' });
  for (const name of ['a', 'b', 'c', 'd']) {
    const { id } = await lead(name);
    await approve(await draft(id));
    pass(7);
    await send();
    await draft(id, 'Another house.');
  }
  expect(await forecast(as(ana), {})).toMatchObject({ total: 4, go: 0, groups: [{ rule: 'lead_cap', count: 4, until: new Date(testStart + 60_007 + dayMs).toISOString() }] });
  await changePolicy(as(ana), { version: 1, changes: { perLeadPerDay: 9, quietChannels: ['email'] }, reason: 'nights' });
  for (const name of ['e', 'f']) await draft((await lead(name, { timeZone: 'America/Denver' })).id);
  await draft((await lead('g', { timeZone: 'America/Los_Angeles' })).id);
  const { groups } = await forecast(as(ana), { q: 'A house.' });
  expect(groups).toMatchObject([{ rule: 'quiet_hours', count: 2, until: '2026-01-05T15:00:00.000Z' }, { rule: 'quiet_hours', count: 1, until: '2026-01-05T16:00:00.000Z' }]);
});

test('the ramp and the longest gap are in the pace, and a clock that is behind stops all', async () => {
  const { as, lead, draft, pass, approve } = await workspace();
  const ids = [];
  for (const name of ['a', 'b', 'c']) ids.push(await draft((await lead(name)).id));
  await changePolicy(as(ana), { version: 0, changes: { gapVariance: 1 }, reason: 'no clockwork' });
  expect(await forecast(as(ana), {})).toMatchObject({ go: 3, pace: [{ count: 3, lastAt: new Date(testStart + 2 * 60_000).toISOString() }] });
  await changePolicy(as(ana), { version: 1, changes: { ramp: { startPerDay: 1, growthPerDay: 1 } }, reason: 'slowly' });
  expect(await forecast(as(ana), {})).toMatchObject({ go: 3, pace: [{ count: 3, lastAt: new Date(testStart + 2 * dayMs).toISOString() }] });
  pass(8 * hourMs);
  await approve(ids[0]!);
  pass(-8 * hourMs);
  expect(await forecast(as(ana), {})).toMatchObject({ total: 2, go: 0, groups: [{ verdict: 'hold', rule: 'clock', count: 2, until: null }] });
});

test('what is on the list or paused does not go', async () => {
  const { as, lead, draft } = await workspace();
  const kim = await draft((await lead('kim')).id);
  await pauseChannel(as(ana), { channel: 'email', reason: 'look first' });
  expect(await forecast(as(ana), { ids: [kim] })).toMatchObject({ total: 1, go: 0, groups: [{ verdict: 'hold', rule: 'paused' }], pace: [] });
  await addDncEntry(as(ana), { kind: 'email', value: 'kim@example.org', reason: 'asked' });
  expect(await forecast(as(ana), { ids: [kim] })).toMatchObject({ total: 0, go: 0 });
});

test('the pace keeps gap and quotas, whatever was sent before', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 200 }), fc.integer({ min: 0, max: 600_000 }), fc.integer({ min: 0, max: 60 }), (count, perHour, perDay, gapMs, before) => {
      const now = 1e12;
      const sent = { count: before, oldest: before === 0 ? null : now - hourMs / 2, newest: before === 0 ? null : now - 1000 };
      const { firstAt, lastAt } = paceOf(count, { lastHour: sent, lastDay: sent, firstSendAt: sent.oldest }, now, 'email', { ...defaultPolicy, channels: { ...defaultPolicy.channels, email: { perHour, perDay, gapMs } } });
      expect(firstAt).toBeGreaterThanOrEqual(now);
      expect(lastAt - firstAt).toBeGreaterThanOrEqual((count - 1) * gapMs);
      expect(lastAt - firstAt).toBeGreaterThanOrEqual((Math.ceil(count / perHour) - 1) * hourMs);
      expect(lastAt - firstAt).toBeGreaterThanOrEqual((Math.ceil(count / perDay) - 1) * dayMs);
    }),
  );
});

/** So many drafts to as many leads, all due now, played through the rules themselves. */
async function played(count: number, now: number, policy: typeof defaultPolicy): Promise<number> {
  const parts = Array.from({ length: count }, (_, i): Part => ({ id: `${i}`, leadId: `${i}`, person: { rows: [`${i}`], home: [`${i}`], writers: [`${i}`] }, lead: null, addresses: [], dueAt: now, subject: { channel: 'email', sender: 'us', recipient: 'x', decidedAt: null, sendAt: null, text: null, template: null } }));
  const fates = await rehearse(parts, { earlier: [], firstSendAt: () => null, lastInboundAt: async () => null }, policy);
  return Math.max(...[...fates.values()].map(({ at }) => at ?? Infinity));
}

test('the pace is what the rules come to, gap, quotas and ramp together; where gaps vary it is the latest it can be', async () => {
  const ramp = fc.option(fc.record({ startPerDay: fc.integer({ min: 1, max: 4 }), growthPerDay: fc.constantFrom(1, 1.5, 2) }));
  const limits = fc.record({ perHour: fc.integer({ min: 1, max: 6 }), perDay: fc.integer({ min: 1, max: 12 }), gapMs: fc.integer({ min: 0, max: 7_200_000 }) });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 16 }), limits, ramp, fc.constantFrom(0, 0, 0.5), async (count, email, given, gapVariance) => {
      const policy = { ...defaultPolicy, channels: { ...defaultPolicy.channels, email }, ramp: given, gapVariance };
      const { lastAt } = paceOf(count, { lastHour: noSends, lastDay: noSends, firstSendAt: null }, testStart, 'email', policy);
      const last = await played(count, testStart, policy);
      if (gapVariance === 0) expect(lastAt).toBe(last);
      else expect(lastAt).toBeGreaterThanOrEqual(last);
    }),
  );
});

test('a question it does not understand is not answered as if it asked for everything', async () => {
  const { as } = createTestWorld();
  await expect(forecast(as(ana), { filter: { channel: 'whatsapp' } })).rejects.toMatchObject({ refusal: { code: 'invalid_input' } });
});
