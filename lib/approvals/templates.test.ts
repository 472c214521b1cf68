import { beforeEach, describe, expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { claimNext } from '#lib/dispatch/claim-next.ts';
import { lastLookAt } from '#lib/dispatch/last-look.ts';
import { recordOutcome } from '#lib/dispatch/record-outcome.ts';
import { Refused, type Refusal } from '#lib/errors.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { changePolicy } from '#lib/policy/change-policy.ts';
import { checkPolicy } from '#lib/policy/check-policy.ts';
import { forecast } from '#lib/policy/forecast.ts';
import { getPolicy } from '#lib/policy/get-policy.ts';
import type { MessageTemplate } from '#lib/policy/message-template.ts';
import { replayPolicy } from '#lib/policy/replay-policy.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { approveDraft } from './approve-draft.ts';
import { editDraft } from './edit-draft.ts';
import { ana, machines, mel } from './given.ts';
import { getApproval } from './get-approval.ts';
import { approvalSchema, type ApprovalView } from './schema.ts';
import { submitDraft } from './submit-draft.ts';

/** To somebody on WhatsApp who has not written: a template, exactly as it was approved, or nothing. */

const worker: Actor = { kind: 'worker', id: 'route', name: 'Worker' };
const visit: MessageTemplate = { name: 'visit', language: 'en_US', category: 'utility', body: 'Hello {{1}}, see you on {{2}}.', status: 'active' };
const template = { name: 'visit', language: 'en_US', parameters: ['Jo', 'Friday'] };
const body = 'Hello Jo, see you on Friday.';

let t: ReturnType<typeof createTestWorld>;
let leadId: string;
beforeEach(async () => {
  t = createTestWorld({ RE_UNDO_WHATSAPP_SECONDS: '0' });
  // In Rome it is ten in the morning.
  leadId = (await addLead(t.as(ana), { name: 'Jo', addresses: [{ kind: 'phone', value: '+39 333 123 4567' }, { kind: 'email', value: 'jo@example.com' }], timeZone: 'Europe/Rome' })).id;
  await changePolicy(t.as(mel), { version: 0, changes: { templates: [visit], consentChannels: [] }, reason: 'approved by Meta' });
});

const draft = (more: object = {}, by: Actor = ana) => submitDraft(t.as(by), { leadId, channel: 'whatsapp', body, template, ...more });
const edit = ({ id, contentHash }: ApprovalView, more: object, by: Actor = ana) => editDraft(t.as(by), { id, contentHash, ...more });
const approve = ({ id, contentHash }: ApprovalView) => approveDraft(t.as(ana), { id, contentHash });
const claim = () => claimNext(t.as(worker), { channels: ['whatsapp'], worker: 'w' });
const now = ({ id }: ApprovalView) => getApproval(t.as(ana), { id });
const setTemplates = async (...templates: MessageTemplate[]) => changePolicy(t.as(mel), { version: (await getPolicy(t.as(mel), {})).version, changes: { templates }, reason: 'x' });
async function refusalOf(doing: Promise<unknown>): Promise<Refusal> {
  const caught = await doing.then(() => null, (error: unknown) => error);
  if (!(caught instanceof Refused)) throw caught ?? new Error('it was not refused');
  return caught.refusal;
}

describe('drafting', () => {
  test('a draft says by which template it goes, and nothing else than what that says', async () => {
    expect(approvalSchema.parse(await draft())).toMatchObject({ body, template });
    expect(await refusalOf(draft({ body: `${body}!` }))).toMatchObject({ code: 'invalid_input', details: { field: 'body', expected: body } });
    for (const wrong of [{ ...template, name: 'none' }, { ...template, language: 'es' }, { ...template, parameters: ['Jo'] }]) expect(await refusalOf(draft({ template: wrong }))).toMatchObject({ code: 'invalid_input', details: { field: 'template' } });
    expect(await refusalOf(draft({ channel: 'email', subject: 'Visit' }))).toMatchObject({ code: 'invalid_input', details: { field: 'template' } });
    expect(await draft({ template: null })).toMatchObject({ template: null });
  });

  test('an assistant may propose one, and changes none of the list', async () => {
    expect(await draft({}, machines[0])).toMatchObject({ status: 'pending', template, origin: { kind: 'assistant' } });
    expect((await refusalOf(changePolicy(t.as(machines[0]), { version: 1, changes: { templates: [] }, reason: 'x' }))).code).toBe('not_a_person');
    expect((await refusalOf(changePolicy(t.as(ana), { version: 1, changes: { templates: [] }, reason: 'x' }))).code).toBe('forbidden');
  });

  test('an edit keeps it, gives it other values, takes it off, or puts it on; half of one is refused', async () => {
    const first = await draft();
    expect(await refusalOf(edit(first, { body: 'Hello.' }))).toMatchObject({ details: { field: 'body' } });
    const later = await edit(first, { body: 'Hello Jo, see you on Monday.', template: { ...template, parameters: ['Jo', 'Monday'] } });
    expect(later).toMatchObject({ template: { parameters: ['Jo', 'Monday'] } });
    const free = await edit(later, { body: 'Hello.', template: null });
    expect(free).toMatchObject({ body: 'Hello.', template: null });
    const again = await edit(free, { body, template });
    expect(again).toMatchObject({ template, contentHash: first.contentHash });
    expect(await edit(again, { channel: 'email', subject: 'Visit' })).toMatchObject({ channel: 'email', body, template: null });
  });

  test('the same words as free text are another content: an approval of the one is none of the other', async () => {
    const approved = await approve(await draft());
    const free = await edit(approved, { template: null });
    expect(free).toMatchObject({ status: 'pending', body, template: null });
    expect(free.contentHash).not.toBe(approved.contentHash);
  });
});

describe('sending', () => {
  test('outside the window free text comes back, and the reviewer is told to choose a template, or that there is none', async () => {
    const free = await draft({ template: null });
    const said = async () => (await checkPolicy(t.as(ana), { approvalId: free.id })).why;
    expect(await said()).toBe('They have not written on WhatsApp within 24 h: only a template may be sent. Choose a template, or use another channel.');
    await setTemplates({ ...visit, status: 'retired' });
    expect(await said()).toContain('ask a manager to add one');
    await approve(free);
    expect(await claim()).toMatchObject({ dispatch: null, stopped: 1 });
    expect(await now(free)).toMatchObject({ status: 'pending', reason: { kind: 'policy', text: expect.stringContaining('only a template may be sent') } });
  });

  test('a template goes out, and the channel is told which', async () => {
    const view = await draft();
    expect(await checkPolicy(t.as(ana), { approvalId: view.id })).toMatchObject({ verdict: 'allow' });
    await approve(view);
    expect((await claim()).dispatch).toMatchObject({ approvalId: view.id, content: { body, template } });
  });

  test.each<[string, MessageTemplate[], string]>([
    ['was retired', [{ ...visit, status: 'retired' }], 'is retired'], ['is gone', [], 'There is no template'], ['says something else', [{ ...visit, body: 'Hi {{1}}, see you on {{2}}.' }], 'is not what the template'],
    ['takes another value', [{ ...visit, body: 'Hello {{1}}, see you on {{2}} at {{3}}.' }], 'takes 3 values'],
  ])('a template that %s since it was approved is not sent; a person reads it again', async (_, templates, why) => {
    const view = await draft();
    await approve(view);
    await setTemplates(...templates);
    expect(await claim()).toMatchObject({ dispatch: null, stopped: 1 });
    expect(await now(view)).toMatchObject({ status: 'pending', reason: { kind: 'policy', text: expect.stringContaining(why) }, attemptCount: 0 });
  });

  test('that another template changed changes nothing', async () => {
    const view = await draft();
    await approve(view);
    await setTemplates(visit, { ...visit, language: 'es', status: 'retired' });
    expect((await claim()).dispatch).toMatchObject({ approvalId: view.id });
  });
});

test('a forecast and a replay ask for the template as the claim does', async () => {
  const other = await addLead(t.as(ana), { name: 'Kim', addresses: [{ kind: 'phone', value: '+39 333 765 4321' }], timeZone: 'Europe/Rome' });
  const [named] = [await draft(), await draft({ leadId: other.id, template: null })];
  expect(await forecast(t.as(ana), {})).toMatchObject({ total: 2, goIds: [named.id], groups: [{ verdict: 'stale', rule: 'channel_window', count: 1 }] });
  await approve(named);
  await claim();
  expect(await replayPolicy(t.as(mel), { changes: { templates: [{ ...visit, status: 'retired' }] } })).toMatchObject({ looked: 1, stopped: { count: 1, rules: [{ rule: 'template', count: 1 }] } });
  expect(await replayPolicy(t.as(mel), { changes: { templates: [visit, { ...visit, language: 'es' }] } })).toMatchObject({ same: 1 });
});

test('the journal keeps who added and retired a template, and why', async () => {
  await setTemplates({ ...visit, status: 'retired' });
  const { items } = await t.world.store.events({ types: ['PolicyChanged'] }, { cursor: null, limit: 10 });
  expect(items).toMatchObject([
    { actor: 'person:usr_mel', before: { templates: [{ status: 'active' }] }, after: { templates: [{ status: 'retired' }] }, reason: 'x' },
    { actor: 'person:usr_mel', before: { templates: [] }, after: { templates: [{ status: 'active' }] }, reason: 'approved by Meta' },
  ]);
});

test('a template that is retired while its message is on its way stops it, and a person reads it again', async () => {
  const view = await approve(await draft());
  const { dispatch } = await claim();
  expect(await lastLookAt(t.world, dispatch!)()).toBeNull();
  await setTemplates({ ...visit, status: 'retired' });
  expect(await lastLookAt(t.world, dispatch!)()).toContain('retired');
  await recordOutcome(t.as(worker), dispatch!, { kind: 'refused', transient: true, code: 'stopped', evidence: 'stopped' });
  expect((await claim()).dispatch).toBeNull();
  expect(await now(view)).toMatchObject({ status: 'pending', reason: { kind: 'policy' } });
});
