import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { claimNext } from '#lib/dispatch/claim-next.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { changePolicy } from './change-policy.ts';
import { getPolicy } from './get-policy.ts';
import { defaultPolicy } from './policy.ts';

const mel: Actor = { kind: 'person', id: 'usr_mel', name: 'Mel', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker' };
const claimed = { channels: ['email' as const], worker: 'w' };

test('a change is an event with what was and what is, and nothing that stays as it was', async () => {
  const { as, world } = createTestWorld();
  const view = await changePolicy(as(mel), { version: 0, changes: { perLeadPerDay: 2, gapVariance: 0, holidays: ['2026-12-25'] }, reason: 'fewer' });
  expect(view).toMatchObject({ version: 1, policy: { perLeadPerDay: 2, perHouseholdPerDay: 5, holidays: ['2026-12-25'] }, changed: { by: 'person:usr_mel', reason: 'fewer', parts: ['perLeadPerDay', 'holidays'] } });
  const { items } = await world.store.events({ types: ['PolicyChanged'] }, { cursor: null, limit: 10 });
  expect(items).toMatchObject([{ before: { perLeadPerDay: 3, holidays: [] }, after: { perLeadPerDay: 2, holidays: ['2026-12-25'] }, reason: 'fewer' }]);
  expect(await getPolicy(as(worker), {})).toMatchObject({ version: 1 });
});

test('nobody writes over a change they have not seen; asked for what is so, nothing happens', async () => {
  const { as, world } = createTestWorld();
  await changePolicy(as(mel), { version: 0, changes: { perLeadPerDay: 2 }, reason: 'fewer' });
  await expect(changePolicy(as(mel), { version: 0, changes: { perLeadPerDay: 5 }, reason: 'more' })).rejects.toMatchObject({ refusal: { code: 'content_changed', details: { version: 1 } } });
  const before = await world.store.head();
  await changePolicy(as(mel), { version: 0, changes: { perLeadPerDay: 2 }, reason: 'again' });
  expect(await world.store.head()).toEqual(before);
});

test.each([
  [{}, 'changes'], [{ perLeadPerDay: 0 }, 'perLeadPerDay'], [{ teamZone: 'Mars/Base' }, 'teamZone'], [{ holidays: ['2026-13-01'] }, 'holidays'], [{ registryMaxAgeDays: 90 }, 'registryMaxAgeDays'],
  [{ gapVariance: 2 }, 'gapVariance'], [{ channels: { email: { perHour: 1, perDay: 1, gapMs: 0 } } }, 'channels'],
])('what makes no sense is refused by name: %j', async (changes, field) => {
  const { as } = createTestWorld();
  const refused = await changePolicy(as(mel), { version: 0, changes, reason: 'x' }).catch((error: unknown) => error);
  expect(refused).toMatchObject({ refusal: { code: 'invalid_input' } });
  expect(JSON.stringify(refused)).toContain(field);
});

const { channels: limits } = defaultPolicy;
test.each([
  [{ channels: { ...limits, email: { ...limits.email, perDai: 5 } } }, 'perDai'], [{ channels: { ...limits, emial: limits.email } }, 'emial'], [{ ramp: { startPerDay: 5, growthPerDay: 2, growth: 3 } }, 'growth'],
  [{ templates: [{ name: 'hello', language: 'en', category: 'utility', body: 'Hello', status: 'active', stat: 'retired' }] }, 'stat'],
])('a misspelt name inside a part is refused, and not taken for what is so already: %#', async (changes, name) => {
  const { as, world } = createTestWorld();
  await expect(changePolicy(as(mel), { version: 0, changes, reason: 'x' })).rejects.toMatchObject({ refusal: { code: 'invalid_input', message: expect.stringContaining(`"${name}"`) } });
  expect(await world.store.policy.get()).toBeNull();
});

test('what waits because of a rule that changes goes at once; what waits for another rule stays', async () => {
  const { as, world, pass } = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0', RE_QUIET_HOURS: 'email' });
  const lead = await addLead(as(mel), { name: 'Kim', addresses: [{ kind: 'email', value: 'kim@example.org' }], timeZone: 'America/Denver' });
  const draft = await submitDraft(as(mel), { leadId: lead.id, channel: 'email', subject: 'House', body: 'A house.' });
  await approveDraft(as(mel), { id: draft.id, contentHash: draft.contentHash });
  pass(1000);
  expect(await claimNext(as(worker), claimed)).toMatchObject({ dispatch: null, stopped: 1 });
  await changePolicy(as(mel), { version: 0, changes: { perLeadPerDay: 5 }, reason: 'more' });
  expect(await world.store.approvals.get(draft.id)).toMatchObject({ hold: { rule: 'quiet_hours' } });
  await changePolicy(as(mel), { version: 1, changes: { quietChannels: [] }, reason: 'mail may wait in the inbox' });
  expect(await world.store.approvals.get(draft.id)).toMatchObject({ status: 'approved', hold: null });
  expect((await claimNext(as(worker), claimed)).dispatch).toMatchObject({ approvalId: draft.id });
});

test('a part that no policy has is refused, not left out', async () => {
  const { as, world } = createTestWorld();
  await expect(changePolicy(as(mel), { version: 0, changes: { perLeadPerDay: 3, perLaedPerDay: 2 }, reason: 'a typo' })).rejects.toMatchObject({ refusal: { code: 'invalid_input' } });
  expect((await world.store.head()).seq).toBe(0);
});
