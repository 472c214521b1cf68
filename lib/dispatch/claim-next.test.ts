import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { pauseChannel } from '#lib/channels/pause-channel.ts';
import { resumeChannel } from '#lib/channels/resume-channel.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { editLead } from '#lib/leads/edit-lead.ts';
import { changePolicy } from '#lib/policy/change-policy.ts';
import { checkPolicy } from '#lib/policy/check-policy.ts';
import { policyOf } from '#lib/policy/policy.ts';
import { on } from '#lib/store/event.ts';
import type { Store } from '#lib/store/port.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { claimNext, leaseMs } from './claim-next.ts';
import { recordOutcome } from './record-outcome.ts';

const person: Actor = { kind: 'person', id: 'usr_1', name: 'Ana', role: 'manager' };
const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker (route)' };
const query = { channels: ['email' as const], worker: 'host/1/aa' };

function workspace(env: Record<string, string> = {}) {
  const bench = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0', ...env });
  const { world } = bench;
  const events = async () => (await world.store.head()).seq;
  async function approved(address: string, timeZone: string | null = null) {
    const lead = await addLead(bench.as(person), { name: 'Kim', addresses: [{ kind: 'email', value: address }], ...(timeZone && { timeZone }) });
    const draft = await submitDraft(bench.as(person), { leadId: lead.id, channel: 'email', subject: 'House', body: `To ${address}` });
    await approveDraft(bench.as(person), { id: draft.id, contentHash: draft.contentHash });
    return draft.id;
  }
  const claim = () => claimNext(bench.as(worker), query);
  const accept = async () => {
    const { dispatch } = await claim();
    if (!dispatch) throw new Error('nothing to send');
    return recordOutcome(bench.as(worker), dispatch, { kind: 'accepted', providerId: `${dispatch.idempotencyKey}@test`, evidence: '250' });
  };
  return { ...bench, approved, claim, accept, events };
}

test('why a channel rests does not name whom the mail was for', async () => {
  const { approved, claim, as, world } = workspace();
  await approved('k.i+m@example.org');
  const { dispatch } = await claim();
  await recordOutcome(as(worker), dispatch!, { kind: 'refused', transient: true, code: 'credentials', evidence: '535 for <K.I+M@example.org>, not now' });
  expect((await world.store.channelStates.get('email'))?.breakers).toMatchObject({ 'sandbox@re-engine.test': { kind: 'open', why: '535 for <the recipient>, not now' } });
});

test('what went to one of a household counts for all of it', async () => {
  const { as, claim, accept, world, pass } = workspace();
  const ids: string[] = [];
  for (const name of ['kim', 'lee', 'max']) {
    const lead = await addLead(as(person), { name, addresses: [{ kind: 'email', value: `${name}@example.org` }], household: 'elm street 4' });
    const draft = await submitDraft(as(person), { leadId: lead.id, channel: 'email', subject: 'House', body: `To ${name}` });
    await approveDraft(as(person), { id: draft.id, contentHash: draft.contentHash });
    ids.push(draft.id);
  }
  await changePolicy(as(person), { version: 0, changes: { perHouseholdPerDay: 2 }, reason: 'two are enough' });
  for (let i = 0; i < 2; i++) {
    await accept();
    pass(60_000);
  }
  expect(await claim()).toMatchObject({ dispatch: null, stopped: 1 });
  expect(await world.store.approvals.get(ids[2]!)).toMatchObject({ status: 'approved', hold: { rule: 'household_cap' } });
});

test('two leads with one mailbox in two spellings are one person: what goes to one is read by whoever approved for the other, and they have one cap', async () => {
  const { as, claim, accept, world, pass } = workspace();
  const drafts = [];
  for (const value of ['kim.lee@gmail.com', 'kimlee+home@gmail.com', 'k.i.m.lee@gmail.com']) {
    const lead = await addLead(as(person), { name: value, addresses: [{ kind: 'email', value }] });
    drafts.push(await submitDraft(as(person), { leadId: lead.id, channel: 'email', subject: 'House', body: `To ${value}` }));
  }
  const approve = ({ id, contentHash }: { id: string; contentHash: string }) => approveDraft(as(person), { id, contentHash });
  await changePolicy(as(person), { version: 0, changes: { perLeadPerDay: 2 }, reason: 'two are enough' });
  for (const draft of drafts) await approve(draft);
  await accept();
  for (const { id } of drafts.slice(1)) expect(await world.store.approvals.get(id)).toMatchObject({ status: 'pending', reason: { because: { kind: 'teammate_sent' } } });
  pass(60_000);
  await approve(drafts[1]!);
  await accept();
  pass(60_000);
  await approve(drafts[2]!);
  expect(await claim()).toMatchObject({ dispatch: null, stopped: 1 });
  expect(await world.store.approvals.get(drafts[2]!.id)).toMatchObject({ status: 'approved', hold: { rule: 'lead_cap' } });
});

test('a hundred in line behind the gap wait without an event each, and the next turn is known', async () => {
  const { approved, accept, claim, events, pass } = workspace();
  for (let i = 0; i < 100; i++) await approved(`lead${i}@example.org`);
  await accept();
  const before = await events();
  const waiting = await claim();
  expect(waiting).toMatchObject({ dispatch: null, stopped: 0 });
  expect(await events()).toBe(before);
  pass(30_000);
  expect((await claim()).dispatch).not.toBe(null);
});

test('an approval that cannot be checked is held with its reason, and those behind it go out', async () => {
  const { approved, claim, world, record, events } = workspace({ RE_QUIET_HOURS: 'email' });
  const broken = await approved('odd@example.org');
  const { leadId } = (await world.store.approvals.get(broken))!;
  await record(on('lead', leadId, [{ type: 'LeadEdited', changes: { timeZone: 'Mars/Base' } }]));
  const good = await approved('kim@example.org', 'Europe/Rome');
  expect((await claim()).dispatch).toMatchObject({ approvalId: good });
  expect(await world.store.approvals.get(broken)).toMatchObject({ status: 'approved', hold: { rule: 'unreadable' } });
  const before = await events();
  expect(await claim()).toMatchObject({ dispatch: null });
  expect(await events()).toBe(before);
});

test('paused: nothing is recorded, the check says why; resumed: it goes at once', async () => {
  const { approved, claim, as, events } = workspace();
  const id = await approved('kim@example.org');
  await pauseChannel(as(person), { channel: 'email', reason: 'moving house' });
  const before = await events();
  expect(await claim()).toMatchObject({ dispatch: null, stopped: 0 });
  expect(await events()).toBe(before);
  expect(await checkPolicy(as(person), { approvalId: id })).toMatchObject({ verdict: 'hold', rule: 'paused', why: 'Sending by e-mail is paused: moving house' });
  await resumeChannel(as(person), { channel: 'email' });
  expect((await claim()).dispatch).toMatchObject({ approvalId: id });
});

test('a clock that goes back frees no place in a quota', async () => {
  const { approved, accept, claim, pass } = workspace({ RE_LIMITS: 'email=2/500/0' });
  for (let i = 0; i < 3; i++) await approved(`lead${i}@example.org`);
  await accept();
  await accept();
  pass(-30 * 60_000);
  expect(await claim()).toMatchObject({ dispatch: null });
  pass(80 * 60_000);
  expect(await claim()).toMatchObject({ dispatch: null });
  pass(11 * 60_000);
  expect((await claim()).dispatch).not.toBe(null);
});

test('a place in a quota is free exactly a window later, as the wait says', async () => {
  const { approved, accept, claim, pass } = workspace({ RE_LIMITS: 'email=1/500/0' });
  for (let i = 0; i < 2; i++) await approved(`lead${i}@example.org`);
  await accept();
  pass(3_599_999);
  expect(await claim()).toMatchObject({ dispatch: null });
  pass(1);
  expect((await claim()).dispatch).not.toBe(null);
});

test('a clock that was ahead and is set right sends nothing at night: what time it is nobody knows until it has caught up', async () => {
  const { approved, claim, pass, as, events } = workspace({ RE_QUIET_HOURS: 'email' });
  pass(8 * 3_600_000);
  const id = await approved('kim@example.org', 'America/Denver');
  const before = await events();
  pass(-8 * 3_600_000);
  const waiting = await claim();
  expect(waiting).toMatchObject({ dispatch: null, stopped: 0, nextTurnAt: expect.any(Number) });
  expect(await events()).toBe(before);
  expect(await checkPolicy(as(person), { approvalId: id })).toMatchObject({ verdict: 'hold', rule: 'clock' });
  pass(8 * 3_600_000);
  expect((await claim()).dispatch).toMatchObject({ approvalId: id });
});

test('the check of any address names the rules and changes nothing', async () => {
  const { as, approved, events } = workspace({ RE_QUIET_HOURS: 'email' });
  await approved('kim@example.org', 'America/Denver');
  const before = await events();
  const night = await checkPolicy(as(person), { channel: 'email', address: 'KIM@example.org', at: '2026-01-05T23:00:00-07:00' });
  expect(night).toMatchObject({ verdict: 'hold', rule: 'quiet_hours', at: '2026-01-06T15:00:00.000Z', localTime: 'Tue 8:00 AM in Denver' });
  const unknown = await checkPolicy(as(person), { channel: 'email', address: 'nobody@example.org' });
  expect(unknown.leadId).toBeNull();
  expect(unknown.rules).toContainEqual(expect.objectContaining({ rule: 'stage', result: 'pass', why: 'The address belongs to no lead.' }));
  await expect(checkPolicy(as(person), { channel: 'email', address: 'not an address' })).rejects.toMatchObject({ name: 'Refused' });
  await expect(checkPolicy(as(person), {})).rejects.toMatchObject({ name: 'Refused' });
  expect(await events()).toBe(before);
});

test('a message is begun at the instant at which it was judged, however long its claim waits for its turn', async () => {
  const { approved, as, world, pass } = workspace();
  await approved('kim@example.org');
  const later: Store['commit'] = (meta, decide) => {
    pass(7000);
    return world.store.commit(meta, decide);
  };
  const slow = { ...world, store: { ...world.store, commit: later } };
  const { dispatch } = await claimNext({ ...as(worker), world: slow }, query);
  const { items } = await world.store.events({ types: ['DispatchStarted'] }, { cursor: null, limit: 1 });
  expect(items).toMatchObject([{ at: dispatch?.startedAt, leaseUntilMs: (dispatch?.startedAt ?? 0) + leaseMs }]);
});

test('many that wait for another message to their person are not in the way of those behind them', async () => {
  const { approved, claim, as, world, pass } = workspace({ RE_LIMITS: 'email=1000/1000/0' });
  await approved('kim@example.org');
  const { dispatch } = await claim();
  const kim = (await world.store.approvals.get(dispatch!.approvalId))!;
  for (let i = 0; i < 45; i++) {
    const draft = await submitDraft(as(person), { leadId: kim.leadId, channel: 'email', subject: 'House', body: `House ${i}` });
    await approveDraft(as(person), { id: draft.id, contentHash: draft.contentHash });
  }
  pass(1000);
  const other = await approved('lee@example.org');
  expect((await claim()).dispatch).toMatchObject({ approvalId: other });
  expect(await claim()).toMatchObject({ dispatch: null, stopped: 0, nextTurnAt: expect.any(Number) });
});

test('leads who share an address that one of them has no more are one person, whoever is written to first', async () => {
  for (const first of [0, 1]) {
    const { as, claim } = workspace({ RE_LIMITS: 'email=1000/1000/0' });
    const kim = await addLead(as(person), { name: 'Kim', addresses: [{ kind: 'email', value: 'old@example.org' }] });
    await editLead(as(person), { id: kim.id, version: kim.version, addresses: [{ kind: 'email', value: 'new@example.org' }] });
    const lee = await addLead(as(person), { name: 'Lee', addresses: [{ kind: 'email', value: 'old@example.org' }] });
    for (const leadId of first === 0 ? [kim.id, lee.id] : [lee.id, kim.id]) {
      const draft = await submitDraft(as(person), { leadId, channel: 'email', subject: 'House', body: `To ${leadId}` });
      await approveDraft(as(person), { id: draft.id, contentHash: draft.contentHash });
    }
    expect([(await claim()).dispatch !== null, (await claim()).dispatch !== null]).toEqual([true, false]);
  }
});

test('what was to go out at a time, and was refused for then, is tried again within the grace and asked about after it', async () => {
  const t = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0' });
  const lead = await addLead(t.as(person), { name: 'Kim', addresses: [{ kind: 'email', value: 'kim@example.org' }] });
  const draft = await submitDraft(t.as(person), { leadId: lead.id, channel: 'email', subject: 'House', body: 'A house.' });
  const at = t.world.clock.now() + 3_600_000;
  await approveDraft(t.as(person), { id: draft.id, contentHash: draft.contentHash, sendAt: new Date(at).toISOString() });
  t.pass(3_600_000);
  const begun: number[] = [];
  for (let i = 0; i < 100; i++, t.pass(10 * 60_000)) {
    const { dispatch } = await claimNext(t.as(worker), { channels: ['email'], worker: 'w' });
    if (!dispatch) continue;
    begun.push(t.world.clock.now() - at);
    await recordOutcome(t.as(worker), dispatch, { kind: 'refused', transient: true, code: 'smtp_451', evidence: '451 later' });
  }
  const { scheduleGraceMs } = policyOf(t.world.settings, await t.world.store.policy.get());
  expect(begun.length).toBeGreaterThan(1);
  expect(Math.max(...begun)).toBeLessThanOrEqual(scheduleGraceMs);
  expect(await t.world.store.approvals.get(draft.id)).toMatchObject({ status: 'pending', reason: { because: { kind: 'schedule_missed', sendAt: at } } });
});
