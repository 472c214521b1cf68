import { expect, test, vi } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { actorRef } from '#lib/accounts/actor.ts';
import { ana, approved, accepted, content, failed, hash, lost, mel, other, refusedForNow, started, submitted } from '#lib/approvals/given.ts';
import { contentHash } from '#lib/approvals/content.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { claimNext } from '#lib/dispatch/claim-next.ts';
import { recordOutcome } from '#lib/dispatch/record-outcome.ts';
import type { DncFields } from '#lib/dnc/entry.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { on, type DomainEvent, type RecordedEvent } from '#lib/store/event.ts';
import type { Subject } from '#lib/store/recorded.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { checkSends } from './check-sends.ts';
import { openSendsCheck, problemsMax, sendEventTypes } from './sends-check.ts';

const route: Actor = { kind: 'worker', id: 'route', name: 'Worker' };
const token: Actor = { kind: 'token', id: 'tok_1', name: 'assistant', role: 'admin' };

/** What was recorded, by whom and about what; one minute after another, so that every undo window is over. */
type Step = DomainEvent | readonly [DomainEvent, Actor] | readonly [DomainEvent, Actor, Subject];

function found(steps: readonly Step[], minute = 60_000) {
  const check = openSendsCheck();
  for (const [i, step] of steps.entries()) {
    const [event, by, subject] = Array.isArray(step) ? (step as readonly [DomainEvent, Actor, Subject?]) : [step as DomainEvent, ana, undefined];
    check.note({ ...event, seq: i + 1, at: (i + 1) * minute, subject: subject ?? { kind: 'approval', id: 'apr_1' }, actor: actorRef(by), correlationId: 'cor_1', cause: 'test' } as RecordedEvent);
  }
  return check.found();
}

const again = (attempt: number): DomainEvent => ({ ...started, attempt, idempotencyKey: `apr_1.${attempt}` }) as DomainEvent;
const settled = (as: 'was_sent' | 'send_again' | 'drop'): DomainEvent => ({ type: 'UncertainResolved', as, undoUntilMs: 0, note: '' });
const acceptedAs = (attempt: number): DomainEvent => ({ ...accepted, attempt }) as DomainEvent;
const provenLate: DomainEvent = { type: 'AttemptProven', attempt: 1, providerId: 'm1', evidence: 'in Sent' };
const stale: DomainEvent = { type: 'DraftWentStale', because: { kind: 'lead_stage_changed' } };
const edited: DomainEvent = { type: 'DraftEdited', content: other, contentHash: contentHash(other), byPerson: true };
const approvedEdited: DomainEvent = { type: 'DraftApproved', contentHash: contentHash(other), undoUntilMs: 0 };
const startedEdited = { ...started, contentHash: contentHash(other) } as DomainEvent;
const entry = (fields: Partial<DncFields>, id = 'dnc_1'): Step => [{ type: 'DncEntryAdded', fields: { kind: 'email', value: content.recipient, channel: 'all', reason: '', source: 'console', ...fields } }, mel, { kind: 'dnc', id }];
const taken = (id = 'dnc_1'): Step => [{ type: 'DncEntryRemoved', reason: 'a mistake' }, mel, { kind: 'dnc', id }];

test.each<[string, readonly Step[]]>([
  ['approved and sent', [submitted, approved, started, accepted]],
  ['refused, tried again, sent', [submitted, approved, started, refusedForNow, again(2), accepted]],
  ['edited, approved as edited, sent', [submitted, edited, approvedEdited, startedEdited, accepted]],
  ['stale, read again, sent', [submitted, approved, stale, approved, started, accepted]],
  ['uncertain, and a person had it sent again', [submitted, approved, started, lost, settled('send_again'), again(2), accepted]],
  ['uncertain, and proven later', [submitted, approved, started, lost, { type: 'UncertainProven', attempt: 1, providerId: 'm1', evidence: 'in Sent' }]],
  ['sent again, and the first try proven while it waits, read and approved anew', [submitted, approved, started, lost, settled('send_again'), provenLate, stale, approved, again(2), acceptedAs(2)]],
  ['sent again, and the first try proven while the second is on its way', [submitted, approved, started, lost, settled('send_again'), again(2), provenLate, stale, acceptedAs(2)]],
  ['sent again, and the first try proven afterwards', [submitted, approved, started, lost, settled('send_again'), again(2), acceptedAs(2), provenLate]],
  ['a dead letter that a person took up again', [submitted, approved, started, failed, { type: 'DeadLetterRevived' }, approved, again(2), accepted]],
  ['an opt-out while it was on its way', [submitted, approved, started, entry({}), accepted]],
  ['an opt-out that a manager took back', [submitted, approved, entry({}), taken(), started, accepted]],
  ['an opt-out on another channel', [submitted, approved, entry({ channel: 'whatsapp' }), started, accepted]],
  ['an opt-out of somebody else', [submitted, approved, entry({ value: 'kim@example.net' }), entry({ kind: 'domain', value: 'ample.net' }, 'dnc_2'), entry({ kind: 'lead', value: 'lea_2' }, 'dnc_3'), started, accepted]],
])('nothing is wrong with %s', (_name, steps) => expect(found(steps)).toMatchObject({ problemCount: 0, problems: [] }));

test.each<[string, readonly Step[], RegExp]>([
  ['no draft', [started], /no draft was ever recorded/],
  ['no approval', [submitted, started], /no approval stood/],
  ['the approval of a token', [submitted, [approved, token], started], /no person had approved it \(token:tok_1\)/],
  ['an edit behind the approval', [submitted, approved, edited, startedEdited], /no approval stood/],
  ['a decision that was taken back', [submitted, approved, { type: 'DecisionUndone' }, started], /no approval stood/],
  ['a rejection', [submitted, { type: 'DraftRejected', contentHash: hash, reason: 'no' }, started], /no approval stood/],
  ['what went stale', [submitted, approved, stale, started], /no approval stood/],
  ['what went stale between two tries', [submitted, approved, started, stale, { ...refusedForNow, backToReview: true } as DomainEvent, again(2)], /no approval stood/],
  ['what was blocked', [submitted, approved, { type: 'ApprovalBlocked', rule: 'dnc', why: '' }, started], /no approval stood/],
  ['what was cancelled', [submitted, approved, { type: 'ApprovalCancelled', reason: '' }, started], /no approval stood/],
  ['what had expired', [submitted, approved, { type: 'DraftExpired' }, started], /no approval stood/],
  ['a dead letter that nobody took up', [submitted, approved, started, failed, again(2)], /no approval stood/],
  ['a dead letter that was taken up and not approved anew', [submitted, approved, started, failed, { type: 'DeadLetterRevived' }, again(2)], /no approval stood/],
  ['other content than was approved', [submitted, approved, startedEdited], /not what was approved/],
  ['a text that its hash does not stand for', [{ ...submitted, content: other } as DomainEvent, approved, started], /not what was approved/],
  ['an edit that its hash does not stand for', [submitted, { ...edited, contentHash: hash } as DomainEvent, approved, started], /not what was approved/],
  ['an approval of other content', [submitted, approvedEdited, startedEdited], /not what was approved/],
  ['the time to take it back', [submitted, { ...approved, undoUntilMs: 10 * 60_000 } as DomainEvent, started], /before the time to take it back was over/],
  ['a time that was chosen', [submitted, { ...approved, sendAt: 10 * 60_000 } as DomainEvent, started], /before the time it was approved for/],
  ['what was proven to have gone out, unread', [submitted, approved, started, lost, settled('send_again'), provenLate, again(2)], /no approval stood/],
  ['a proof of what nobody doubted', [submitted, approved, started, accepted, provenLate], /nobody had been in doubt/],
  ['a proof of what was proven already', [submitted, approved, started, lost, { ...provenLate, type: 'UncertainProven' } as DomainEvent, provenLate], /nobody had been in doubt/],
  ['a proof that was recorded twice', [submitted, approved, started, lost, settled('send_again'), provenLate, provenLate], /nobody had been in doubt/],
  ['a try that is on its way', [submitted, approved, started, again(2)], /while another try was on its way/],
  ['what was sent', [submitted, approved, started, accepted, again(2)], /no approval stood/],
  ['what was sent, approved anew', [submitted, approved, started, accepted, approved, again(2)], /after it had been sent/],
  ['what may have been sent', [submitted, approved, started, lost, again(2)], /nobody knew whether the try before/],
  ['what may have been sent, and was dropped', [submitted, approved, started, lost, settled('drop'), again(2)], /no approval stood/],
  ['what went stale while it was uncertain', [submitted, approved, started, lost, stale, settled('send_again'), again(2)], /no approval stood/],
  ['a send that a token repeats', [submitted, approved, started, lost, [settled('send_again'), token], again(2)], /no person had approved it/],
  ['an address on the list', [submitted, approved, entry({}), started], /on the Do-Not-Contact list/],
  ['another spelling of it', [{ ...submitted, content: { ...content, recipient: 'jo.park+home@gmail.com' } } as DomainEvent, approved, entry({ value: 'jopark@googlemail.com' }), started], /on the Do-Not-Contact list/],
  ['its domain', [submitted, approved, entry({ kind: 'domain', value: 'example.net' }), started], /on the Do-Not-Contact list/],
  ['the lead, on this channel', [submitted, approved, entry({ kind: 'lead', value: 'lea_1', channel: 'email' }), started], /on the Do-Not-Contact list/],
  ['one of two entries, the other taken back', [submitted, approved, entry({}), entry({ kind: 'lead', value: 'lea_1' }, 'dnc_2'), taken(), started], /on the Do-Not-Contact list/],
])('begun against %s', (_name, steps, problem) => {
  const { problems } = found(steps);
  expect(problems.map((each) => each.problem)).toContainEqual(expect.stringMatching(problem));
  expect(problems[0]).toMatchObject({ seq: steps.length, approvalId: 'apr_1' });
});

test('sent twice on record is found, whatever was begun', () => {
  expect(found([submitted, approved, started, accepted, accepted]).problems).toMatchObject([{ seq: 5, leadId: 'lea_1', problem: 'It was recorded as sent twice.' }]);
});

test('what each came to is counted, and more faults than anybody reads are counted too', () => {
  const settledOnes = found([submitted, approved, started, refusedForNow, again(2), lost, settled('send_again'), again(3)]);
  expect(settledOnes).toMatchObject({ attempts: 3, accepted: 0, refused: 1, uncertain: 1, open: 1, problemCount: 0 });
  const many = found([submitted, ...Array.from({ length: problemsMax + 5 }, () => [started, refusedForNow]).flat()]);
  expect(many).toMatchObject({ attempts: problemsMax + 5, problemCount: problemsMax + 5 });
  expect(many.problems).toHaveLength(problemsMax);
});

test('the events it asks for are those that decide: with all others beside them the answer is the same', async () => {
  const t = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0', RE_LIMITS: 'email=1000/1000/0' });
  for (let i = 0; i < 260; i++) {
    const lead = await addLead(t.as(mel), { name: `Kim ${i}`, addresses: [{ kind: 'email', value: `kim${i}@example.org` }] });
    const draft = await submitDraft(t.as(mel), { leadId: lead.id, channel: 'email', subject: 'House', body: 'A house.' });
    await approveDraft(t.as(mel), { id: draft.id, contentHash: draft.contentHash });
    const { dispatch } = await claimNext(t.as(route), { channels: ['email'], worker: 'w' });
    if (!dispatch) throw new Error('nothing was claimed');
    await recordOutcome(t.as(route), dispatch, i % 2 === 0 ? { kind: 'accepted', providerId: `m${i}`, evidence: '250 ok' } : { kind: 'unknown', evidence: 'cut' });
    if (i === 1) await t.record([{ subject: { kind: 'channel', id: 'email' }, event: { type: 'BreakerMoved', sender: dispatch.content.sender, breaker: { kind: 'closed', failures: [] } as never } }]);
    t.pass(6 * 60_000);
  }
  const progress: number[] = [];
  const view = await checkSends(t.as(ana), { onProgress: ({ events, total }) => progress.push(events / total) });
  expect(view).toMatchObject({ ok: true, attempts: view.accepted + view.uncertain, problems: [] });
  expect(view.attempts).toBeGreaterThan(100);
  expect(progress.at(-1)).toBe(1);
  expect(progress.length).toBeGreaterThan(1);
  const whole = openSendsCheck();
  for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
    const page: Awaited<ReturnType<typeof t.world.store.events>> = await t.world.store.events({ oldestFirst: true }, { cursor, limit: 500 });
    page.items.forEach((event) => whole.note(event));
    cursor = page.nextCursor;
  }
  expect(whole.found()).toMatchObject({ attempts: view.attempts, accepted: view.accepted, uncertain: view.uncertain, problemCount: 0 });
  expect(new Set(sendEventTypes).size).toBe(sendEventTypes.length);
});

test('one record that no rule let through is found in the journal', async () => {
  const t = createTestWorld({ RE_UNDO_EMAIL_SECONDS: '0' });
  const lead = await addLead(t.as(mel), { name: 'Kim', addresses: [{ kind: 'email', value: 'kim@example.org' }] });
  const draft = await submitDraft(t.as(mel), { leadId: lead.id, channel: 'email', subject: 'House', body: 'A house.' });
  await approveDraft(t.as(mel), { id: draft.id, contentHash: draft.contentHash });
  expect(await checkSends(t.as(ana))).toMatchObject({ ok: true, attempts: 0 });
  await t.record(on('approval', draft.id, [{ ...started, idempotencyKey: `${draft.id}.1`, contentHash: hash } as never]));
  expect(await checkSends(t.as(ana))).toMatchObject({ ok: false, open: 1, problemCount: 1, problems: [{ approvalId: draft.id, leadId: lead.id, problem: 'What was begun is not what was approved.' }] });
});

/** A journal of several pages, and a count of how often a check began to read it. */
async function longJournal() {
  const t = createTestWorld();
  const drafts = Array.from({ length: 1200 }, (_, i) => on('approval', `apr_${i}`, [submitted]));
  for (const draft of drafts) await t.record(draft);
  const begun = vi.spyOn(t.world.store, 'events');
  return { ...t, begun: () => begun.mock.calls.filter(([, { cursor }]) => cursor === null).length };
}

test('who asks while a check is under way shares it, and a check that began before something was recorded is waited for', async () => {
  const { as, begun, record } = await longJournal();
  const [one, other] = await Promise.all([checkSends(as(ana)), checkSends(as(mel))]);
  expect([begun(), one.throughSeq, one === other]).toEqual([1, 1200, true]);
  const before = checkSends(as(ana));
  await new Promise(setImmediate);
  await record(on('approval', 'apr_new', [submitted]));
  const [after, beside] = await Promise.all([checkSends(as(ana)), checkSends(as(mel))]);
  expect([begun(), (await before).throughSeq, after.throughSeq, after === beside]).toEqual([3, 1200, 1201, true]);
});

test('one who hangs up ends the check only when nobody else waits for it', async () => {
  const { as, begun } = await longJournal();
  const [first, second] = [new AbortController(), new AbortController()];
  const [one, other] = [checkSends(as(ana), { signal: first.signal }), checkSends(as(mel), { signal: second.signal })];
  await new Promise(setImmediate);
  first.abort('gone');
  await expect(one).rejects.toBe('gone');
  expect(await other).toMatchObject({ ok: true, throughSeq: 1200 });
  const alone = checkSends(as(ana), { signal: second.signal });
  await new Promise(setImmediate);
  second.abort('gone too');
  await expect(alone).rejects.toBe('gone too');
  expect(await checkSends(as(ana))).toMatchObject({ throughSeq: 1200 });
  expect(begun()).toBe(3);
});
