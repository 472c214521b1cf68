import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { pauseChannel } from '#lib/channels/pause-channel.ts';
import { addDncEntry } from '#lib/dnc/add-entry.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { editLead } from '#lib/leads/edit-lead.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { forecast } from './forecast.ts';
import { paceOf } from './pace.ts';
import { dayMs, hourMs } from './policy.ts';

const ana: Actor = { kind: 'person', id: 'usr_ana', name: 'Ana', role: 'manager' };

async function workspace(env: Record<string, string> = {}) {
  const t = createTestWorld(env);
  const lead = async (name: string, more: object = {}) => addLead(t.as(ana), { name, addresses: [{ kind: 'email', value: `${name}@example.org` }], ...more });
  const draft = async (leadId: string, body = 'A house.') => (await submitDraft(t.as(ana), { leadId, channel: 'email', subject: 'House', body })).id;
  return { ...t, lead, draft };
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

test('several to one lead count against the lead’s cap together', async () => {
  const { as, lead, draft } = await workspace();
  const kim = await lead('kim');
  const ids: string[] = [];
  for (let i = 0; i < 5; i++) ids.push(await draft(kim.id, `Draft ${i}`));
  const said = await forecast(as(ana), {});
  expect(said).toMatchObject({ total: 5, go: 3, groups: [{ rule: 'lead_cap', count: 2 }] });
  expect(new Set(said.goIds).size).toBe(3);
  expect(ids).toEqual(expect.arrayContaining(said.goIds));
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
      const { firstAt, lastAt } = paceOf(count, { lastHour: sent, lastDay: sent }, now, { perHour, perDay, gapMs });
      expect(firstAt).toBeGreaterThanOrEqual(now);
      expect(lastAt - firstAt).toBeGreaterThanOrEqual((count - 1) * gapMs);
      expect(lastAt - firstAt).toBeGreaterThanOrEqual((Math.ceil(count / perHour) - 1) * hourMs);
      expect(lastAt - firstAt).toBeGreaterThanOrEqual((Math.ceil(count / perDay) - 1) * dayMs);
    }),
  );
});
