import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { listActivity } from '#lib/audit/list-activity.ts';
import { readConfig } from '#lib/config.ts';
import { claimNext } from '#lib/dispatch/claim-next.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import type { Call } from '#lib/world.ts';
import { changePolicy } from './change-policy.ts';
import { getPolicy } from './get-policy.ts';
import { noteSettings } from './note-settings.ts';

/** Other settings at a start of the worker are a change of the policy. */

const mel: Actor = { kind: 'person', id: 'usr_mel', name: 'Mel', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'settings', name: 'Worker' };

/** A workspace, and its worker started with these settings. */
function workspace() {
  const t = createTestWorld();
  const startedWith = (env: Readonly<Record<string, string>>, actor: Actor = worker): Call => {
    const read = readConfig({ RE_UNDO_EMAIL_SECONDS: '0', ...env });
    if (!read.ok) throw new Error('the settings do not hold');
    return { ...t.as(actor), world: { ...t.world, settings: read.settings } };
  };
  const start = (env: Readonly<Record<string, string>>) => noteSettings(startedWith(env), {});
  const recorded = async () => (await t.world.store.events({ subject: { kind: 'policy', id: 'policy' }, oldestFirst: true }, { cursor: null, limit: 50 })).items;
  const told = async () => (await listActivity(t.as(mel), { detail: 'main' })).items.map(({ type, text }) => [type, text]);
  return { ...t, startedWith, start, recorded, told };
}

test('the first start notes what is so, and nobody is told; the same again changes nothing', async () => {
  const { start, recorded, told, world, as } = workspace();
  expect(await start({ RE_QUIET_HOURS: 'telegram,email' })).toEqual([]);
  expect(await recorded()).toMatchObject([{ type: 'PolicySettingsNoted', values: { quietChannels: ['email', 'telegram'], teamZone: 'America/Denver', staleAfterMs: 72 * 3_600_000 } }]);
  const { seq } = await world.store.head();
  for (const words of ['telegram,email', 'email, telegram', 'email,telegram,email']) expect(await start({ RE_QUIET_HOURS: words })).toEqual([]);
  expect((await world.store.head()).seq).toBe(seq);
  expect(await told()).toEqual([]);
  expect(await getPolicy(as(mel), {})).toMatchObject({ version: 0, changed: null });
});

test('other settings are one change with what was and what is, told in Activity and with the policy', async () => {
  const { start, recorded, told, startedWith } = workspace();
  await start({});
  expect(await start({ RE_STALE_HOURS: '24', RE_LIMITS: 'email=10/20/60' })).toEqual(['staleAfterMs', 'channels']);
  expect(await start({ RE_STALE_HOURS: '24', RE_LIMITS: 'email=10/20/60' })).toEqual([]);
  expect((await recorded()).slice(1)).toMatchObject([
    {
      type: 'PolicySettingsChanged', actor: 'worker:settings', cause: 'note-settings', overruled: [],
      before: { staleAfterMs: 72 * 3_600_000, channels: { email: { perHour: 50 } } }, after: { staleAfterMs: 24 * 3_600_000, channels: { email: { perHour: 10, perDay: 20, gapMs: 60_000 } } },
    },
  ]);
  expect(await told()).toEqual([['PolicySettingsChanged', 'The program was started with other settings, which give another policy (“A decision is too old after” and “Sending limits”).']]);
  expect(await getPolicy(startedWith({ RE_STALE_HOURS: '24' }, mel), {})).toMatchObject({ version: 1, policy: { staleAfterMs: 24 * 3_600_000 }, changed: { by: 'worker:settings', reason: 'The program was started with other settings.', parts: [] } });
});

test('of several that start together one records it', async () => {
  const { start, recorded } = workspace();
  await Promise.all([start({}), start({}), start({})]);
  expect((await Promise.all([start({ RE_STALE_HOURS: '24' }), start({ RE_STALE_HOURS: '24' })])).flat()).toEqual(['staleAfterMs']);
  expect((await recorded()).map(({ type }) => type)).toEqual(['PolicySettingsNoted', 'PolicySettingsChanged']);
});

test('what managers decided stays in force, and it says so; whoever saw the policy before must look again', async () => {
  const { as, start, recorded, told, startedWith } = workspace();
  await start({});
  await changePolicy(as(mel), { version: 0, changes: { staleAfterMs: 12 * 3_600_000 }, reason: 'stricter' });
  await start({ RE_STALE_HOURS: '24', RE_TIME_ZONE: 'America/Chicago' });
  expect((await recorded()).at(-1)).toMatchObject({ overruled: ['staleAfterMs'] });
  expect((await told())[0]?.[1]).toContain('Of “A decision is too old after” what managers decided stays in force.');
  expect(await getPolicy(startedWith({ RE_STALE_HOURS: '24', RE_TIME_ZONE: 'America/Chicago' }, mel), {})).toMatchObject({ version: 2, policy: { staleAfterMs: 12 * 3_600_000, teamZone: 'America/Chicago' }, changed: { parts: ['staleAfterMs'] } });
  await expect(changePolicy(as(mel), { version: 1, changes: { perLeadPerDay: 2 }, reason: 'x' })).rejects.toMatchObject({ refusal: { code: 'content_changed' } });
  await start({ RE_STALE_HOURS: '36', RE_TIME_ZONE: 'America/Chicago' });
  expect((await told())[0]?.[1]).toContain('Nothing in force changed by it');
});

test('what waited for a setting that is another now is judged anew', async () => {
  const { as, start, startedWith, world, pass } = workspace();
  const quiet = { RE_QUIET_HOURS: 'email' };
  await start(quiet);
  const lead = await addLead(as(mel), { name: 'Kim', addresses: [{ kind: 'email', value: 'kim@example.org' }], timeZone: 'America/Denver' });
  const draft = await submitDraft(startedWith(quiet, mel), { leadId: lead.id, channel: 'email', subject: 'House', body: 'A house.' });
  await approveDraft(startedWith(quiet, mel), { id: draft.id, contentHash: draft.contentHash });
  pass(1000);
  const claimed = { channels: ['email' as const], worker: 'w' };
  expect(await claimNext(startedWith(quiet), claimed)).toMatchObject({ dispatch: null, stopped: 1 });
  await start({});
  expect(await world.store.approvals.get(draft.id)).toMatchObject({ status: 'approved', hold: null });
  expect((await claimNext(startedWith({}), claimed)).dispatch).toMatchObject({ approvalId: draft.id });
});

test('where a manager decided, other settings change nothing in force: the event stands, and no version is used up', async () => {
  const { start, recorded, as, startedWith } = workspace();
  await start({});
  await changePolicy(as(mel), { version: 0, changes: { staleAfterMs: 48 * 3_600_000 }, reason: 'two days, agreed with legal' });
  await start({ RE_STALE_HOURS: '24' });
  expect((await recorded()).at(-1)).toMatchObject({ type: 'PolicySettingsChanged', overruled: ['staleAfterMs'] });
  expect(await getPolicy(startedWith({ RE_STALE_HOURS: '24' }, mel), {})).toMatchObject({ version: 1, policy: { staleAfterMs: 48 * 3_600_000 }, changed: { by: 'person:usr_mel', reason: 'two days, agreed with legal' } });
});
