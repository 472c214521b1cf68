import { beforeEach, describe, expect, test } from 'vitest';
import { addDncEntry } from '#lib/dnc/add-entry.ts';
import { Refused } from '#lib/errors.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { editLead } from '#lib/leads/edit-lead.ts';
import { on } from '#lib/store/event.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { approveDraft } from './approve-draft.ts';
import { decideInBulk } from './decide-in-bulk.ts';
import { getApproval } from './get-approval.ts';
import { ana, machines, mel } from './given.ts';
import { listApprovals } from './list-approvals.ts';
import { listCodes } from './list-codes.ts';
import { prepareBulk } from './prepare-bulk.ts';
import { preparedBulkSchema, type ApprovalView } from './schema.ts';
import { submitDraft } from './submit-draft.ts';

/** Counting what one decision would fall on, and making it some at a time on what was counted. */

let t: ReturnType<typeof createTestWorld>;
beforeEach(() => void (t = createTestWorld()));

const hourMs = 3_600_000;
const begun = (id: string, channel: 'email' | 'whatsapp') => on('approval', id, [{ type: 'DispatchStarted', attempt: 1, idempotencyKey: `${id}.1`, contentHash: 'h', channel, worker: 'w', leaseUntilMs: 0 }]);

async function approvedOne(name: string, channel: 'email' | 'whatsapp' = 'email'): Promise<ApprovalView> {
  const number = String(100 + (name.charCodeAt(0) % 99)).padStart(4, '0');
  const lead = await addLead(t.as(ana), { name, addresses: [{ kind: 'email', value: `${name.toLowerCase()}@example.com` }, { kind: 'phone', value: `303 555 ${number}` }] });
  const view = await submitDraft(t.as(ana), { leadId: lead.id, channel, body: `Hello ${name}`, subject: channel === 'email' ? 'Elm St' : null });
  return approveDraft(t.as(ana), { id: view.id, contentHash: view.contentHash });
}

async function dead(name: string, { channel = 'email' as 'email' | 'whatsapp', code = 'smtp_550' } = {}): Promise<ApprovalView> {
  const view = await approvedOne(name, channel);
  await t.record([...begun(view.id, channel), ...on('approval', view.id, [{ type: 'DispatchRefused', attempt: 1, transient: false, code, evidence: 'no', nextAttemptAt: null }])]);
  return now(view);
}

const now = ({ id }: { id: string }) => getApproval(t.as(mel), { id });
const prepare = async (input: object) => preparedBulkSchema.parse(await prepareBulk(t.as(mel), input));
const grow = async ({ leadId }: ApprovalView) => editLead(t.as(ana), { id: leadId, version: (await t.world.store.leads.get(leadId))!.version, stage: 'offer' });

async function codeOf(doing: Promise<unknown>): Promise<string> {
  const caught = await doing.then(() => null, (error: unknown) => error);
  if (!(caught instanceof Refused)) throw caught ?? new Error('it was not refused');
  return caught.refusal.code;
}

describe('counting', () => {
  test('all that fit a filter, each with its version; what would be refused is told by its reason', async () => {
    const [a, b, c, d] = [await dead('Ann'), await dead('Bob', { channel: 'whatsapp', code: 'wa_131026' }), await dead('Cid'), await dead('Dot')];
    await grow(c);
    await addDncEntry(t.as(ana), { kind: 'email', value: d.recipient, reason: 'asked us to stop' });
    const retry = await prepare({ decision: 'retry', filter: {} });
    expect(retry.items.map(({ id, version, leadName }) => [id, version, leadName]).sort()).toEqual([[a.id, a.version, 'Ann'], [b.id, b.version, 'Bob']].sort());
    expect(retry).toMatchObject({ total: 4, channels: [{ count: 1 }, { count: 1 }], codes: [{ count: 1 }, { count: 1 }] });
    expect(retry.left.map(({ code, count, leadNames }) => [code, count, leadNames])).toEqual(expect.arrayContaining([['content_changed', 1, ['Cid']], ['on_dnc', 1, ['Dot']]]));
    for (const decision of ['revive', 'cancel']) expect(await prepare({ decision, filter: {} })).toMatchObject({ total: 4, items: { length: 4 }, left: [] });
    expect((await prepare({ decision: 'cancel', filter: { code: 'smtp_550' }, except: [a.id] })).items.map(({ leadName }) => leadName).sort()).toEqual(['Cid', 'Dot']);
    expect((await t.world.store.events({ types: ['DeadLetterRevived', 'ApprovalCancelled'] }, { cursor: null, limit: 10 })).total).toBe(0);
  });

  test('narrowed by channel, words, code and age; the list and the codes agree', async () => {
    await dead('Old', { code: 'smtp_554' });
    t.pass(30 * hourMs);
    await dead('New');
    for (const [filter, names] of [
      [{ olderThanHours: 24 }, ['Old']], [{ youngerThanHours: 24 }, ['New']], [{ code: 'smtp_554' }, ['Old']], [{ q: 'hello new' }, ['New']], [{ channel: 'whatsapp' }, []],
      [{ code: 'smtp_554', youngerThanHours: 24 }, []], [{ olderThanHours: 30 }, ['Old']], [{ youngerThanHours: 30 }, ['New']], [{}, ['New', 'Old']],
    ] as const) {
      const list = await listApprovals(t.as(mel), { status: 'dead_letter', ...filter });
      expect(list.items.map(({ leadName }) => leadName).sort()).toEqual(names);
      expect((await prepare({ decision: 'revive', filter })).items).toHaveLength(names.length);
      expect((await listCodes(t.as(mel), filter)).items.reduce((sum, { count }) => sum + count, 0)).toBe(names.length);
    }
  });

  test('of those that were shown, what changed since is left', async () => {
    const [a, b] = [await dead('Ann'), await dead('Bob')];
    await grow(b);
    const items = [a, b].map(({ id, version }) => ({ id, version }));
    const prepared = await prepare({ decision: 'cancel', items });
    expect(prepared).toMatchObject({ total: 2, items: [{ id: a.id }], left: [{ code: 'content_changed', count: 1, message: expect.stringContaining('stage changed') }] });
    await decideInBulk(t.as(mel), { decision: 'revive', items: [a] });
    expect(await prepare({ decision: 'cancel', items })).toMatchObject({ items: [], left: [{ count: 1 }, { count: 1 }] });
  });

  test('more than a page of the store, exactly', async () => {
    const one = await approvedOne('Ann');
    for (let i = 0; i < 501; i++) {
      const { id } = await submitDraft(t.as(ana), { leadId: one.leadId, channel: 'email', body: `n ${i}`, subject: 'Elm St' });
      const { contentHash } = await now({ id });
      await t.record([
        ...on('approval', id, [{ type: 'DraftApproved', contentHash, undoUntilMs: 0 }]), ...begun(id, 'email'),
        ...on('approval', id, [{ type: 'DispatchRefused', attempt: 1, transient: false, code: 'smtp_550', evidence: 'no', nextAttemptAt: null }]),
      ], ana);
    }
    const { total, items } = await prepare({ decision: 'retry', filter: {} });
    expect([total, new Set(items.map(({ id }) => id)).size]).toEqual([501, 501]);
  });

  test('uncertain sends are not chosen by a filter, nor tried again as dead letters', async () => {
    const view = await approvedOne('Ann');
    await t.record([...begun(view.id, 'email'), ...on('approval', view.id, [{ type: 'DispatchUncertain', attempt: 1, evidence: 'reset' }])]);
    expect(await prepare({ decision: 'retry', filter: {} })).toMatchObject({ total: 0, items: [] });
    const { id, version } = await now(view);
    expect(await prepare({ decision: 'retry', items: [{ id, version }] })).toMatchObject({ items: [], left: [{ code: 'wrong_status', count: 1 }] });
    for (const decision of ['was_sent', 'send_again', 'drop', 'approve']) expect(await codeOf(prepareBulk(t.as(mel), { decision, filter: {} }))).toBe('invalid_input');
  });

  test('either these or a filter; a person who works dead letters', async () => {
    const { id, version } = await dead('Ann');
    for (const wrong of [{}, { filter: {}, items: [{ id, version }] }]) expect(await codeOf(prepareBulk(t.as(mel), { decision: 'retry', ...wrong }))).toBe('invalid_input');
    expect(await codeOf(prepareBulk(t.as(ana), { decision: 'retry', filter: {} }))).toBe('forbidden');
    for (const machine of machines) expect(await codeOf(prepareBulk(t.as(machine), { decision: 'retry', filter: {} }))).toBe('not_a_person');
  });
});

test.each([{ filter: { chanel: 'whatsapp' } }, { filter: { channel: 'whatsapp', status: 'uncertain' } }, { filter: {}, exept: ['apr_1'] }])('a misspelt filter chooses nothing, least of all everything: %j', async (asked) => {
  const { as } = createTestWorld();
  await expect(prepareBulk(as(mel), { decision: 'cancel', ...asked })).rejects.toMatchObject({ refusal: { code: 'invalid_input', message: expect.stringContaining('Unrecognized key') } });
});

test('one that is gone since it was shown is counted and told', async () => {
  const view = await dead('Ann');
  expect(await prepare({ decision: 'retry', items: [{ id: view.id, version: view.version }, { id: 'apr_gone', version: 3 }] })).toMatchObject({ total: 2, items: [{ id: view.id }], left: [{ code: 'not_found', count: 1 }] });
});

describe('deciding on what was counted', () => {
  test.each(['retry', 'revive', 'cancel'] as const)('what changed since it was counted is left and told (%s)', async (decision) => {
    const [a, b, c] = [await dead('Ann'), await dead('Bob'), await dead('Cid')];
    const { items } = await prepare({ decision, filter: {} });
    await grow(b);
    await decideInBulk(t.as(mel), { decision: 'retry', items: [c] });
    const { done, refused, items: each } = await decideInBulk(t.as(mel), { decision, items: items.map(({ id, contentHash, version }) => ({ id, contentHash, version })), reason: 'No longer needed' });
    expect([done, refused]).toEqual([1, 2]);
    expect(each.find(({ id }) => id === a.id)).toMatchObject({ ok: true });
    expect(each.find(({ id }) => id === b.id)).toMatchObject({ code: 'content_changed', message: expect.stringContaining('stage changed') });
    expect(await now(b)).toMatchObject({ status: 'dead_letter' });
    // The colleague’s new try is not stopped by a decision on the dead letter it was.
    expect(await now(c)).toMatchObject({ status: 'approved' });
  });

  test('asked for again under its key, no portion is done twice, and its counts are the same', async () => {
    const all = [await dead('Ann'), await dead('Bob')];
    const items = all.map(({ id, contentHash, version }) => ({ id, contentHash, version }));
    const first = await decideInBulk(t.as(mel, 'portion-1'), { decision: 'retry', items });
    const versions = await Promise.all(all.map(async (view) => (await now(view)).version));
    t.pass(1000);
    expect(await decideInBulk(t.as(mel, 'portion-1'), { decision: 'retry', items })).toEqual(first);
    expect(await Promise.all(all.map(async (view) => (await now(view)).version))).toEqual(versions);
    // Under another key it is another decision, and what was counted is no longer there.
    expect(await decideInBulk(t.as(mel, 'portion-2'), { decision: 'retry', items })).toMatchObject({ done: 0, refused: 2 });
  });

  test('a new try is a new attempt, and is taken back until the channel has it', async () => {
    const [a, b] = [await dead('Ann'), await dead('Bob')];
    const items = [a, b].map(({ id, contentHash, version }) => ({ id, contentHash, version }));
    await decideInBulk(t.as(mel), { decision: 'retry', items });
    await t.record(on('approval', b.id, [{ type: 'DispatchStarted', attempt: 2, idempotencyKey: `${b.id}.2`, contentHash: b.contentHash, channel: 'email', worker: 'w', leaseUntilMs: 0 }]));
    const { items: each } = await decideInBulk(t.as(mel), { decision: 'undo', items });
    expect(each.map(({ code }) => code)).toEqual([null, 'undo_window_over']);
    expect(await now(a)).toMatchObject({ status: 'pending', attempts: [{ number: 1, outcome: { code: 'smtp_550' } }] });
    expect(await now(b)).toMatchObject({ status: 'sending', attempts: [{ number: 1, outcome: { code: 'smtp_550' } }, { number: 2, outcome: null }] });
  });

  test('an uncertain send that changed since it was shown is left', async () => {
    const view = await approvedOne('Ann');
    await t.record([...begun(view.id, 'email'), ...on('approval', view.id, [{ type: 'DispatchUncertain', attempt: 1, evidence: 'reset' }])]);
    const { id, contentHash, version } = await now(view);
    await grow(view);
    const settle = (seen: number) => decideInBulk(t.as(mel), { decision: 'drop', items: [{ id, contentHash, version: seen }], reason: 'asked them' });
    expect((await settle(version)).items[0]).toMatchObject({ code: 'content_changed' });
    expect((await settle(version + 1)).items[0]).toMatchObject({ ok: true });
  });
});
