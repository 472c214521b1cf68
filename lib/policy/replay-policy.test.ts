import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { undoDecision } from '#lib/approvals/undo-decision.ts';
import { claimNext } from '#lib/dispatch/claim-next.ts';
import { recordOutcome } from '#lib/dispatch/record-outcome.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { recordInbound } from '#lib/messages/record-inbound.ts';
import { inbound } from '#lib/messages/testing/inbound-world.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { changePolicy } from './change-policy.ts';
import { dayMs, defaultPolicy, hourMs, type Policy } from './policy.ts';
import { rehearse, type Part, type Past } from './rehearse.ts';
import { replayPolicy } from './replay-policy.ts';

const mel: Actor = { kind: 'person', id: 'usr_mel', name: 'Mel', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker' };

/** At 9:00 in London, 2:00 in Denver. */
function workspace() {
  const t = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0' });
  const lead = (name: string, timeZone: string) => addLead(t.as(mel), { name, addresses: [{ kind: 'email', value: `${name}@example.org` }], timeZone });
  const send = async (leadId: string) => {
    const draft = await submitDraft(t.as(mel), { leadId, channel: 'email', subject: 'House', body: 'A house.' });
    await approveDraft(t.as(mel), { id: draft.id, contentHash: draft.contentHash });
    const { dispatch } = await claimNext(t.as(worker), { channels: ['email'], worker: 'w' });
    if (dispatch) await recordOutcome(t.as(worker), dispatch, { kind: 'accepted', providerId: 'p', evidence: '250' });
    t.pass(60_000);
    return draft.id;
  };
  const replay = (changes: object) => replayPolicy(t.as(mel), { changes });
  return { ...t, lead, send, replay };
}

test('quiet hours for mail: who sleeps would have waited until the morning, the others not', async () => {
  const { lead, send, replay, world } = workspace();
  const [rome, denver] = [await lead('rome', 'Europe/Rome'), await lead('denver', 'America/Denver')];
  for (const { id } of [rome, denver, rome]) await send(id);
  const before = await world.store.head();
  const said = await replay({ quietChannels: ['email'] });
  expect(said).toMatchObject({ looked: 3, isWhole: true, same: 2, sooner: 0, freed: 0, stopped: { count: 0 }, later: { count: 1, rules: [{ rule: 'quiet_hours', count: 1 }] } });
  expect(said.later.longestMs).toBe(6 * 3_600_000 - 60_000);
  expect(said.examples).toMatchObject([{ leadId: denver.id, now: '2026-01-05T09:01:00.000Z', then: '2026-01-05T15:00:00.000Z' }]);
  expect(await world.store.head()).toEqual(before);
});

test('a smaller quota: what would have waited takes its place in the quota later, and no window holds more', async () => {
  const { lead, send, replay } = workspace();
  for (let i = 0; i < 12; i++) await send((await lead(`lead${i}`, 'Europe/Rome')).id);
  const { email } = defaultPolicy.channels;
  const said = await replay({ channels: { ...defaultPolicy.channels, email: { ...email, perDay: 5 } } });
  expect(said).toMatchObject({ looked: 12, same: 5, later: { count: 7, rules: [{ rule: 'day_quota', count: 7 }] } });
  // The sixth to tenth a day later, the last two after two days.
  expect(said.later.longestMs).toBeGreaterThan(2 * dayMs - 15 * 60_000);
});

test('a rule nobody could meet would have stopped it; a looser policy would have let it go sooner', async () => {
  const { as, lead, send, replay, pass } = workspace();
  const kim = await lead('kim', 'Europe/Rome');
  for (let i = 0; i < 4; i++) await send(kim.id);
  expect(await replay({ consentChannels: ['email'] })).toMatchObject({ stopped: { count: 4, rules: [{ rule: 'consent', count: 4 }] }, same: 0 });
  expect(await replay({ perLeadPerDay: 10 })).toMatchObject({ sooner: 1, same: 3 });
  await changePolicy(as(mel), { version: 0, changes: { consentChannels: ['email'] }, reason: 'x' });
  expect(await replay({ consentChannels: [] })).toMatchObject({ freed: 4 });
  pass(31 * dayMs);
  expect(await replay({ consentChannels: [] })).toMatchObject({ looked: 0, same: 0 });
});

test('two rows of one person have one cap', async () => {
  const { as, send, replay } = workspace();
  for (const value of ['jo.park@gmail.com', 'jopark+home@gmail.com']) await send((await addLead(as(mel), { name: value, addresses: [{ kind: 'email', value }], timeZone: 'Europe/Rome' })).id);
  expect(await replay({ perLeadPerDay: 1 })).toMatchObject({ looked: 2, same: 1, later: { count: 1, rules: [{ rule: 'lead_cap', count: 1 }] } });
});

test('in a replay too a household counts every row of its members, and that they wrote counts under every row', async () => {
  const { as, send, replay, pass } = workspace();
  const row = async (value: string, more: object = {}) => (await addLead(as(mel), { name: value, addresses: [{ kind: 'email', value }], timeZone: 'Europe/Rome', ...more })).id;
  await row('jo.park@gmail.com', { household: 'elm 4' });
  const jo = await row('jopark@gmail.com');
  await send(jo);
  await send(await row('kim@example.org', { household: 'elm 4' }));
  expect(await replay({ perHouseholdPerDay: 1 })).toMatchObject({ looked: 2, same: 1, later: { count: 1, rules: [{ rule: 'household_cap', count: 1 }] } });
  await recordInbound(as(worker), { inbound: [inbound({ address: { kind: 'email', value: 'jo.park@gmail.com' }, sentAt: Date.parse('2026-01-05T09:02:00Z') })] });
  pass(60_000);
  await send(jo);
  expect(await replay({ perLeadPerDay: 1 })).toMatchObject({ looked: 3, same: 3 });
});

test('a template that is taken out of use: what was sent as it would have gone back to review', async () => {
  const { as, replay, pass } = workspace();
  const templates = [{ name: 'hello', language: 'en', category: 'utility' as const, body: 'Hello {{1}}.', status: 'active' as const }];
  await changePolicy(as(mel), { version: 0, changes: { templates, consentChannels: [], quietChannels: [] }, reason: 'x' });
  const { id: leadId } = await addLead(as(mel), { name: 'Kim', addresses: [{ kind: 'phone', value: '+393331234567' }], timeZone: 'Europe/Rome' });
  pass(4 * 3_600_000);
  const draft = await submitDraft(as(mel), { leadId, channel: 'whatsapp', body: 'Hello Kim.', template: { name: 'hello', language: 'en', parameters: ['Kim'] } });
  await approveDraft(as(mel), { id: draft.id, contentHash: draft.contentHash });
  pass(60_000);
  expect(await replay({ perLeadPerDay: 4 })).toMatchObject({ looked: 1, same: 1 });
  expect(await replay({ templates: [{ ...templates[0]!, status: 'retired' }] })).toMatchObject({ looked: 1, stopped: { count: 1, rules: [{ rule: 'template', count: 1 }] } });
});

test('in a replay too a place is free exactly a window later, and what nobody knows the end of stops a message', async () => {
  const now = Date.parse('2026-01-05T18:00:00Z');
  const part: Part = { id: 'p', leadId: 'l', person: { rows: ['l'], home: ['l'], writers: ['l'] }, lead: null, addresses: [], dueAt: now, subject: { channel: 'email', sender: 'us', recipient: 'x', decidedAt: null, sendAt: null, text: null, template: null } };
  const past = (at: number): Past => ({ earlier: [{ at, leadId: 'other', channel: 'email', sender: 'us' }], firstSendAt: () => at, lastInboundAt: async () => null });
  const one: Policy = { ...defaultPolicy, channels: { ...defaultPolicy.channels, email: { perHour: 1, perDay: 9, gapMs: 0 } }, consentChannels: [] };
  expect((await rehearse([part], past(now - hourMs), one)).get('p')).toEqual({ at: now, rule: null });
  expect((await rehearse([part], past(now - hourMs + 1), one)).get('p')).toEqual({ at: now + 1, rule: 'hour_quota' });
  const chat: Part = { ...part, subject: { ...part.subject, channel: 'whatsapp', text: 'Hello.', template: { name: 'hello', language: 'en', parameters: [] } } };
  const templates = [{ name: 'hello', language: 'en', category: 'utility' as const, body: 'Hello.', status: 'active' as const }];
  expect((await rehearse([chat], past(0), { ...one, templates, registryMaxAgeDays: 31 })).get('p')).toEqual({ at: null, rule: 'registry' });
});

test('what was taken back is not looked at, and of two decisions the last', async () => {
  const { as, lead, replay } = workspace();
  const kim = await lead('kim', 'Europe/Rome');
  const draft = await submitDraft(as(mel), { leadId: kim.id, channel: 'email', subject: 'House', body: 'A house.' });
  await approveDraft(as(mel), { id: draft.id, contentHash: draft.contentHash });
  await undoDecision(as(mel), { id: draft.id });
  expect(await replay({ perLeadPerDay: 10 })).toMatchObject({ looked: 0 });
  await approveDraft(as(mel), { id: draft.id, contentHash: draft.contentHash });
  expect(await replay({ perLeadPerDay: 10 })).toMatchObject({ looked: 1 });
});

test('of what comes into force by the answers of servers the replay says that it does not play it', async () => {
  const { lead, send, replay } = workspace();
  await send((await lead('rome', 'Europe/Rome')).id);
  expect(await replay({ delayedMail: { reports: 1, restMs: 14 * dayMs }, perLeadPerDay: 10, breaker: defaultPolicy.breaker })).toMatchObject({ same: 1, notPlayed: ['delayedMail'] });
  expect(await replay({ perLeadPerDay: 10 })).toMatchObject({ notPlayed: [] });
});
