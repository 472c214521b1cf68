import { describe, expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import type { Approval, ApprovalCommand, ApprovalEvent, StaleReason } from './approval.ts';
import { contentHash } from './content.ts';
import { decideApproval } from './decide.ts';
import { accepted, ana, approved, content, failed, fold, given, hash, lost, machines, mel, other, refusedForNow, started, submitted } from './given.ts';

const blocked: ApprovalEvent = { type: 'ApprovalBlocked', rule: 'dnc', why: 'asked us to stop' };
const rejected: ApprovalEvent = { type: 'DraftRejected', contentHash: hash, reason: 'wrong price' };
const expired: ApprovalEvent = { type: 'DraftExpired' };
const cancelled: ApprovalEvent = { type: 'ApprovalCancelled', reason: 'no longer needed' };
const dropped: ApprovalEvent = { type: 'UncertainResolved', as: 'drop', undoUntilMs: 0, note: 'they answered' };
const stale: ApprovalEvent = { type: 'DraftWentStale', because: { kind: 'new_inbound', messageId: 'msg_2' } };

/** A history for every status. */
const histories: Readonly<Record<string, readonly ApprovalEvent[]>> = {
  pending: [submitted], approved: [submitted, approved], sending: [submitted, approved, started], sent: [submitted, approved, started, accepted],
  uncertain: [submitted, approved, started, lost], dead_letter: [submitted, approved, started, failed], blocked: [submitted, blocked],
  rejected: [submitted, rejected], expired: [submitted, expired], cancelled: [submitted, cancelled],
};
const except = (...names: readonly string[]) => Object.entries(histories).filter(([name]) => !names.includes(name));

const approve: ApprovalCommand = { type: 'ApproveDraft', actor: ana, contentHash: hash, now: 0, undoMs: 20_000 };
const reject: ApprovalCommand = { type: 'RejectDraft', actor: ana, contentHash: hash, reason: 'wrong price' };
const edit: ApprovalCommand = { type: 'EditDraft', actor: ana, seenHash: hash, content: other };
const undo: ApprovalCommand = { type: 'UndoDecision', actor: ana };
const cancel: ApprovalCommand = { type: 'Cancel', actor: ana, reason: 'no longer needed' };
const claim: ApprovalCommand = { type: 'Claim', content, worker: 'w1', now: 20_000, leaseMs: 60_000 };
const resolve: ApprovalCommand = { type: 'ResolveUncertain', actor: mel, as: 'send_again', note: 'not in Sent', now: 100_000, undoMs: 20_000 };
const revive: ApprovalCommand = { type: 'ReviveDeadLetter', actor: mel };
const acceptedOutcome: ApprovalCommand = { type: 'RecordOutcome', attempt: 1, outcome: { kind: 'accepted', providerId: 'm1', evidence: '250 ok' }, nextAttemptAt: null };

test.each(Object.entries(histories))('the history of %s leads there', (name, events) => expect(fold(events)?.status).toBe(name));

test('whatever is not there is not found', () => given().when(approve).thenRefused('not_found'));

describe('submitting', () => {
  const { type: _, contentHash: __, ...draft } = submitted as Extract<ApprovalEvent, { type: 'DraftSubmitted' }>;
  const submit: ApprovalCommand = { type: 'SubmitDraft', ...draft };
  test('a draft waits for review under the hash of its content', () => given().when(submit).then({ type: 'DraftSubmitted', contentHash: hash }));
  test('no id is used twice', () => given(submitted).when(submit).thenRefused('already_exists'));
});

describe('approving', () => {
  test('a person approves what they saw', () => given(submitted).when(approve).then({ type: 'DraftApproved', contentHash: hash, undoUntilMs: 20_000 }));
  test('a second click changes nothing', () => given(submitted, approved).when(approve).thenNothing());
  test('the text changed under the reader', () => given(submitted).when({ ...approve, contentHash: contentHash(other) }).thenRefused('content_changed'));
  test('something else about it changed under the reader', () => given(submitted, stale).when({ ...approve, seenVersion: 1 }).thenRefused('content_changed'));
  test('the version that was seen is still there', () => given(submitted, stale).when({ ...approve, seenVersion: 2 }).thenIs('approved'));
  test.each(machines)('a $kind can never approve', (actor) => given(submitted).when({ ...approve, actor }).thenRefused('not_a_person'));
  test.each(machines)('a $kind can never approve, not even a second time', (actor) => given(submitted, approved).when({ ...approve, actor }).thenRefused('not_a_person'));
  test.each(except('pending', 'approved'))('nobody approves what is %s', (_name, events) => given(...events).when(approve).thenRefused('wrong_status'));
});

describe('approving for later', () => {
  const later = { ...approve, now: 10_000, sendAt: 90_000 } as ApprovalCommand;
  test('it waits for its time, and an undo before ends it', () => {
    given(submitted).when(later).then({ type: 'DraftApproved', sendAt: 90_000 });
    const scheduled = fold([submitted, { ...approved, sendAt: 90_000 } as ApprovalEvent]);
    expect(scheduled).toMatchObject({ status: 'approved', sendAt: 90_000, notBefore: 90_000 });
    expect(decideApproval(scheduled, { ...claim, now: 89_999 } as ApprovalCommand)).toMatchObject({ code: 'blocked_by_policy' });
    expect(decideApproval(scheduled, undo)).toMatchObject([{ type: 'DecisionUndone' }]);
  });
  test('a second approval for another time is not taken for the first', () => {
    const scheduled = { ...approved, sendAt: 90_000 } as ApprovalEvent;
    given(submitted, approved).when(later).thenRefused('wrong_status');
    given(submitted, scheduled).when({ ...later, sendAt: 90_000 } as ApprovalCommand).thenNothing();
    given(submitted, scheduled).when({ ...later, sendAt: 91_000 } as ApprovalCommand).thenRefused('wrong_status');
    const { sendAt: _, ...atOnce } = { ...later, sendAt: 0 } as Extract<ApprovalCommand, { type: 'ApproveDraft' }>;
    given(submitted, scheduled).when(atOnce).thenRefused('wrong_status');
  });
  test('not for a time that nobody remembers', () => given(submitted).when({ ...later, sendAt: 10_000 + 91 * 86_400_000 } as ApprovalCommand).thenRefused('invalid_input'));
  test('not for a time that has passed', () => given(submitted).when({ ...later, sendAt: 10_000 } as ApprovalCommand).thenRefused('invalid_input'));
  test('a hold behind it gives back that time, not an earlier one', () => {
    const held = fold([submitted, { ...approved, sendAt: 90_000 } as ApprovalEvent, { type: 'ApprovalHeld', hold: { rule: 'quiet_hours', why: 'night', untilMs: 99_000 } }, { type: 'HoldLifted' }]);
    expect(held).toMatchObject({ notBefore: 90_000, sendAt: 90_000 });
  });
});

describe('editing', () => {
  test('an edit of a draft in review gives it another hash', () => given(submitted).when(edit).then({ type: 'DraftEdited', contentHash: contentHash(other), byPerson: true }));
  test.each([
    ['body', { ...content, body: 'x' }], ['subject', { ...content, subject: 'x' }], ['recipient', { ...content, recipient: 'x@example.net' }],
    ['channel', { ...content, channel: 'telegram' as const }], ['sender', { ...content, sender: 'x@example.com' }],
    ['attachments', { ...content, attachments: [{ name: 'a.pdf', sizeBytes: 1, mediaType: 'application/pdf', sha256: hash }] }],
    ['template', { ...content, template: { name: 'visit', language: 'en_US', parameters: [] } }],
  ])('another %s returns an approved draft to review', (_what, changed) => given(submitted, approved).when({ ...edit, content: changed }).thenIs('pending'));
  test('the same content again changes nothing', () => given(submitted, approved).when({ ...edit, content }).thenNothing());
  test('what was seen is no longer there', () => given(submitted).when({ ...edit, seenHash: contentHash(other) }).thenRefused('content_changed'));
  test.each(except('pending', 'approved'))('nobody edits what is %s', (_name, events) => given(...events).when(edit).thenRefused('wrong_status'));
  test.each(machines)('a $kind may change an untouched draft in review', (actor) => given(submitted).when({ ...edit, actor }).then({ type: 'DraftEdited', byPerson: false }));
  test.each(machines)('a $kind never changes an approved draft', (actor) => given(submitted, approved).when({ ...edit, actor }).thenRefused('not_a_person'));
  test.each(machines)('a $kind never changes what a person wrote', (actor) => {
    const byAna: ApprovalEvent = { type: 'DraftEdited', content: other, contentHash: contentHash(other), byPerson: true };
    given(submitted, byAna).when({ ...edit, actor, seenHash: contentHash(other), content }).thenRefused('not_a_person');
  });
  test('on another channel the conversation and the message it answered are left behind', () => {
    const answer: ApprovalEvent = { ...(submitted as Extract<ApprovalEvent, { type: 'DraftSubmitted' }>), conversationId: 'con_1', inReplyTo: 'msg_1' };
    const moved = { ...content, channel: 'telegram' as const, recipient: '12345', subject: null };
    expect(fold([answer, { type: 'DraftEdited', content: moved, contentHash: contentHash(moved), byPerson: true }])).toMatchObject({ conversationId: null, inReplyTo: null });
    expect(fold([answer, { type: 'DraftEdited', content: other, contentHash: contentHash(other), byPerson: true }])).toMatchObject({ conversationId: 'con_1', inReplyTo: 'msg_1' });
  });
});

describe('rejecting', () => {
  test('a person says why', () => given(submitted).when(reject).then({ type: 'DraftRejected', reason: 'wrong price' }));
  test('the text changed under the reader', () => given(submitted).when({ ...reject, contentHash: contentHash(other) }).thenRefused('content_changed'));
  test.each(machines)('a $kind never rejects', (actor) => given(submitted).when({ ...reject, actor }).thenRefused('not_a_person'));
  test.each(except('pending'))('nobody rejects what is %s', (_name, events) => given(...events).when(reject).thenRefused('wrong_status'));
});

describe('undoing', () => {
  test('an approval that nobody claimed is taken back', () => given(submitted, approved).when(undo).thenIs('pending'));
  test('a rejection is taken back', () => given(submitted, rejected).when(undo).thenIs('pending'));
  test.each([['sending'], ['sent']])('what is %s was handed over already', (name) => given(...(histories[name] ?? [])).when(undo).thenRefused('undo_window_over'));
  test('what waits for another try was handed over already', () => given(submitted, approved, started, refusedForNow).when(undo).thenRefused('wrong_status'));
  test('a rejection that is taken back says what changed since, and nothing of what was known when it was rejected', () => {
    expect(fold([submitted, rejected, stale, { type: 'DecisionUndone' }])).toMatchObject({ reason: { kind: 'stale', because: { kind: 'new_inbound' } } });
    expect(fold([submitted, stale, rejected, { type: 'DecisionUndone' }])).toMatchObject({ reason: { kind: 'undone' } });
  });
  test.each(machines)('a $kind undoes nothing', (actor) => given(submitted, approved).when({ ...undo, actor }).thenRefused('not_a_person'));
  test.each(except('approved', 'rejected', 'sending', 'sent'))('there is nothing to undo on what is %s', (_name, events) => given(...events).when(undo).thenRefused('wrong_status'));
});

describe('going stale, expiring, blocking and holding', () => {
  const because = { kind: 'teammate_sent', approvalId: 'apr_2' } as const;
  test.each([['pending'], ['approved']])('what is %s must be read again', (name) => given(...(histories[name] ?? [])).when({ type: 'MarkStale', because }).thenIs('pending'));
  test.each([['sending'], ['uncertain'], ['dead_letter'], ['rejected']])('what is %s keeps its status and knows once that it must be read again', (name) => {
    const events = histories[name] ?? [];
    given(...events).when({ type: 'MarkStale', because }).thenIs(name as Approval['status']);
    given(...events, stale).when({ type: 'MarkStale', because }).thenNothing();
  });
  test.each(except('pending', 'approved', 'sending', 'uncertain', 'dead_letter', 'rejected'))('what is %s stays as it is when it grows stale', (_name, events) => given(...events).when({ type: 'MarkStale', because }).thenNothing());
  test('a draft that nobody decided on expires', () => given(submitted).when({ type: 'Expire' }).then({ type: 'DraftExpired' }));
  test.each(except('pending'))('what is %s does not expire', (_name, events) => given(...events).when({ type: 'Expire' }).thenNothing());
  test.each([['pending'], ['approved']])('DNC ends what is %s', (name) => given(...(histories[name] ?? [])).when({ type: 'Block', rule: 'dnc', why: 'stop' }).thenIs('blocked'));
  test.each(except('pending', 'approved'))('DNC leaves what is %s', (_name, events) => given(...events).when({ type: 'Block', rule: 'dnc', why: 'stop' }).thenNothing());
  const hold: ApprovalCommand = { type: 'Hold', hold: { rule: 'quiet_hours', why: 'quiet until 9:00', untilMs: 50_000 } };
  test('a held message stays approved and waits', () => expect(fold([submitted, approved, { type: 'ApprovalHeld', hold: hold.hold }])).toMatchObject({ status: 'approved', notBefore: 50_000 }));
  test('a hold never shortens a wait', () => expect(fold([submitted, approved, { type: 'ApprovalHeld', hold: { ...hold.hold, untilMs: 1 } }])).toMatchObject({ notBefore: 20_000 }));
  test('a hold that is lifted gives back the wait there was before it: the undo window, or the next try', () => {
    const held = { type: 'ApprovalHeld', hold: hold.hold } as const;
    given(submitted, approved, held).when({ type: 'LiftHold' }).then({ type: 'HoldLifted' });
    expect(fold([submitted, approved, held, { type: 'HoldLifted' }])).toMatchObject({ status: 'approved', hold: null, notBefore: 20_000 });
    given(submitted, approved).when({ type: 'LiftHold' }).thenNothing();
    given(submitted).when({ type: 'LiftHold' }).thenNothing();
  });
  test('what waits for its next try is due at once when that was seen to; the schedule and the undo window stand', () => {
    const again = [submitted, { ...approved, sendAt: 85_000 } as ApprovalEvent, started, refusedForNow];
    given(...again).when({ type: 'HastenRetry', now: 30_000 }).then({ type: 'RetryHastened', nextAttemptAt: 30_000 });
    const hastened = fold([...again, { type: 'RetryHastened', nextAttemptAt: 30_000 }]);
    expect(hastened).toMatchObject({ status: 'approved', nextAttemptAt: 30_000, notBefore: 85_000, attempts: [{ nextAttemptAt: 30_000 }] });
    given(...again).when({ type: 'HastenRetry', now: 90_000 }).thenNothing();
    given(submitted, approved).when({ type: 'HastenRetry', now: 1 }).thenNothing();
  });
  test.each(except('approved'))('what is %s has no next try to hasten', (_name, events) => given(...events).when({ type: 'HastenRetry', now: 1 }).thenNothing());
  test.each(except('approved'))('what is %s is not held', (_name, events) => given(...events).when(hold).thenRefused('wrong_status'));
});

describe('cancelling', () => {
  test.each([['pending'], ['approved'], ['dead_letter']])('a person drops what is %s', (name) => given(...(histories[name] ?? [])).when(cancel).thenIs('cancelled'));
  test.each(machines)('a $kind never cancels', (actor) => given(submitted).when({ ...cancel, actor }).thenRefused('not_a_person'));
  test.each(except('pending', 'approved', 'dead_letter'))('nobody cancels what is %s', (_name, events) => given(...events).when(cancel).thenRefused('wrong_status'));
});

describe('claiming', () => {
  test('an approved draft is claimed under its own key', () =>
    given(submitted, approved).when(claim).then({ type: 'DispatchStarted', attempt: 1, idempotencyKey: 'apr_1.1', contentHash: hash, leaseUntilMs: 80_000 }));
  test('not before the undo window is over', () => given(submitted, approved).when({ ...claim, now: 19_999 }).thenRefused('blocked_by_policy'));
  test('not with other content than was approved', () => given(submitted, approved).when({ ...claim, content: other }).thenRefused('content_changed'));
  test('a retry waits for its time', () => given(submitted, approved, started, refusedForNow).when({ ...claim, now: 89_999 }).thenRefused('blocked_by_policy'));
  test('a retry is a new attempt', () => given(submitted, approved, started, refusedForNow).when({ ...claim, now: 90_000 }).then({ type: 'DispatchStarted', attempt: 2, idempotencyKey: 'apr_1.2' }));
  test.each(except('approved'))('what is %s is never sent', (_name, events) => given(...events).when(claim).thenRefused('wrong_status'));
});

describe('a history that cannot be', () => {
  test.each(machines)('what a $kind approved, whatever the journal says, is not sent', (actor) => {
    const state = fold([approved], actor, fold([submitted]));
    expect(decideApproval(state, claim)).toMatchObject({ code: 'not_a_person' });
  });
  test.each([
    ['approved twice', [submitted, approved, approved]], ['sent without an approval', [submitted, started]], ['stale after it was blocked', [submitted, blocked, stale]],
    ['blocked while it is being sent', [submitted, approved, started, blocked]], ['accepted twice', [submitted, approved, started, accepted, accepted]],
    ['there before it was submitted', [approved]], ['submitted twice', [submitted, submitted]],
  ])('%s is refused', (_what, events) => expect(() => fold(events)).toThrow('does not fit'));
});

describe('what a dispatch came to', () => {
  const refusedOutcome = (transient: boolean): ApprovalCommand => ({ type: 'RecordOutcome', attempt: 1, outcome: { kind: 'refused', transient, code: '421', evidence: 'busy' }, nextAttemptAt: 90_000 });
  const sending = [submitted, approved, started] as const;
  test('accepted is sent', () => given(...sending).when(acceptedOutcome).thenIs('sent'));
  test('refused for now waits for another try', () => given(...sending).when(refusedOutcome(true)).thenIs('approved'));
  test('refused for good is a dead letter, whatever the time of a next try', () => given(...sending).when(refusedOutcome(false)).thenIs('dead_letter'));
  test('refused for now, and the lead wrote meanwhile: it is read again before another try', () => {
    given(...sending, stale).when(refusedOutcome(true)).then({ type: 'DispatchRefused', nextAttemptAt: null, backToReview: true });
    given(...sending, stale).when(refusedOutcome(true)).thenIs('pending');
    given(...sending, stale).when(refusedOutcome(false)).thenIs('dead_letter');
    given(...sending, stale).when(acceptedOutcome).thenIs('sent');
  });
  test('a retry of what a person scheduled still knows for when', () => {
    const scheduled = [submitted, { ...approved, sendAt: 30_000 } as ApprovalEvent, started, refusedForNow] as const;
    expect(fold(scheduled)).toMatchObject({ status: 'approved', sendAt: 30_000, notBefore: 90_000, attempts: [{ nextAttemptAt: 90_000 }] });
  });
  test('no time for a next try is a dead letter', () => given(...sending).when({ ...refusedOutcome(true), nextAttemptAt: null } as ApprovalCommand).thenIs('dead_letter'));
  test('unknown is uncertain', () => given(...sending).when({ type: 'RecordOutcome', attempt: 1, outcome: { kind: 'unknown', evidence: 'reset' }, nextAttemptAt: 90_000 }).thenIs('uncertain'));
  test('a worker that went silent leaves it uncertain', () => given(...sending).when({ type: 'LoseLease', attempt: 1, evidence: 'lease over' }).thenIs('uncertain'));
  test('the outcome of another attempt does not count', () => given(...sending).when({ ...acceptedOutcome, attempt: 2 } as ApprovalCommand).thenRefused('lease_lost'));
  test.each(except('sending', 'uncertain'))('what is %s takes no outcome', (_name, events) => given(...events).when(acceptedOutcome).thenRefused('lease_lost'));
  test('what is uncertain is proven by the answer to that attempt when it comes after all, and takes nothing else', () => {
    given(submitted, approved, started, lost).when(acceptedOutcome).thenIs('sent');
    given(submitted, approved, started, lost).when(refusedOutcome(true)).thenRefused('lease_lost');
    given(submitted, approved, started, lost).when({ ...acceptedOutcome, attempt: 2 } as ApprovalCommand).thenRefused('lease_lost');
  });
});

describe('an attempt that is proven to have gone out, after the approval has moved on', () => {
  const anew: ApprovalEvent = { type: 'UncertainResolved', as: 'send_again', undoUntilMs: 0, note: 'not in Sent' };
  const secondStarted = { ...started, attempt: 2, idempotencyKey: 'apr_1.2' } as ApprovalEvent;
  const before = [submitted, approved, started, lost] as const;
  const again = [...before, anew] as const;
  const second = [...again, secondStarted] as const;
  const movedOn: Readonly<Record<string, readonly ApprovalEvent[]>> = {
    approved: again, pending: [...again, stale], rejected: [...again, stale, rejected], blocked: [...again, blocked], expired: [...again, stale, expired], cancelled: [...before, dropped],
    sending: second, uncertain: [...second, { ...lost, attempt: 2 } as ApprovalEvent], dead_letter: [...second, { ...failed, attempt: 2 } as ApprovalEvent], sent: [...second, { ...accepted, attempt: 2 } as ApprovalEvent],
  };
  const because = { kind: 'arrived_before', attempt: 1 } as const;
  const proven: ApprovalEvent = { type: 'AttemptProven', attempt: 1, providerId: 'm1', evidence: '250 ok' };
  const told: ApprovalEvent = { type: 'DraftWentStale', because };
  const prove: ApprovalCommand = { type: 'ProveSent', attempt: 1, providerId: 'm1', evidence: '250 ok' };
  const ends: readonly string[] = ['blocked', 'expired', 'cancelled', 'sent'];

  test.each(Object.entries(movedOn))('what is %s knows it, by a late answer as by a copy', (name, events) => {
    const wanted = ends.includes(name) ? [proven] : [proven, told];
    given(...events).when(acceptedOutcome).then(...wanted);
    given(...events).when(prove).then(...wanted);
    expect(fold([...events, ...wanted])).toMatchObject({ status: name === 'approved' ? 'pending' : name, attempts: [{ number: 1, outcome: { kind: 'accepted', providerId: 'm1' } }, ...events.includes(secondStarted) ? [{ number: 2 }] : []] });
  });
  test('a standing reason gives way to it, wherever it stands', () => {
    for (const name of ['sending', 'uncertain', 'dead_letter']) expect(fold([...movedOn[name]!, stale, proven, told])).toMatchObject({ status: name, staleBecause: because });
    for (const name of ['sending', 'uncertain', 'dead_letter', 'rejected']) given(...movedOn[name]!, stale).when(prove).then(proven, told);
  });
  test('no later reason, edit or event puts it away', () => {
    for (const events of [second, movedOn['dead_letter']!]) given(...events, proven, told).when({ type: 'MarkStale', because: { kind: 'lead_stage_changed' } }).thenNothing();
    expect(fold([...again, proven, told, stale])).toMatchObject({ status: 'pending', reason: { because } });
    const byMachine: ApprovalEvent = { type: 'DraftEdited', content: other, contentHash: contentHash(other), byPerson: false };
    expect(fold([...again, proven, told, byMachine])).toMatchObject({ status: 'pending', reason: { because } });
    expect(fold([...second, proven, told, { ...refusedForNow, attempt: 2, nextAttemptAt: null, backToReview: true } as ApprovalEvent])).toMatchObject({ status: 'pending', reason: { because } });
  });
  test('whoever reads it while the lead writes has not read all of it', () => {
    const shown = fold([...again, proven, told])!;
    given(...again, proven, told).when({ type: 'MarkStale', because: { kind: 'new_inbound', messageId: 'msg_2' } }).then(stale);
    given(...again, proven, told, stale).when({ ...approve, seenVersion: shown.version } as ApprovalCommand).thenRefused('content_changed');
    given(...again, proven, told, stale).when({ ...approve, seenVersion: shown.version + 1 } as ApprovalCommand).thenIs('approved');
  });
  test('whoever has read it is free to approve, and is told of what comes later', () => {
    given(...again, proven, told).when(approve).thenIs('approved');
    expect(fold([...again, proven, told, approved, stale])).toMatchObject({ reason: { because: { kind: 'new_inbound' } } });
  });
  test('whoever takes their decision back, or edits what they approved, has not put it away', () => {
    const undone: ApprovalEvent = { type: 'DecisionUndone' };
    const edited: ApprovalEvent = { type: 'DraftEdited', content: other, contentHash: contentHash(other), byPerson: true };
    for (const events of [[approved, undone], [rejected, undone], [rejected, stale, undone], [approved, edited], [approved, undone, edited]])
      expect(fold([...again, proven, told, ...events])).toMatchObject({ status: 'pending', reason: { because } });
    const failedAgain = [approved, secondStarted, { ...failed, attempt: 2 } as ApprovalEvent, { type: 'DeadLetterRevived' } as ApprovalEvent];
    expect(fold([...again, proven, told, ...failedAgain])).toMatchObject({ status: 'pending', reason: { because } });
  });
  test('it is recorded once, and only of an attempt of which nobody knew', () => {
    given(...again, proven, told).when(acceptedOutcome).thenRefused('lease_lost');
    given(...again, proven, told).when(prove).thenNothing();
    given(...second).when({ ...prove, attempt: 2 } as ApprovalCommand).thenNothing();
    expect(() => fold([...again, proven, proven])).toThrow('does not fit');
    expect(() => fold([...second, { ...proven, attempt: 2 } as ApprovalEvent])).toThrow('does not fit');
  });
});

describe('a machine that changes a draft', () => {
  const edit = { type: 'DraftEdited', content: other, contentHash: contentHash(other), byPerson: false } as const;
  const goneStale = (because: StaleReason): ApprovalEvent => ({ type: 'DraftWentStale', because });
  const edited = (because: StaleReason, by: Actor, byPerson = false) => fold([{ ...edit, byPerson }], by, fold([submitted, goneStale(because)]));
  const [assistant, worker] = machines;
  test.each<StaleReason>([{ kind: 'maybe_sent', approvalId: 'apr_2' }, { kind: 'teammate_sent', approvalId: 'apr_2' }, { kind: 'dnc_changed' }, { kind: 'policy', rule: 'consent', why: 'Nobody agreed.' }])('takes away no reason why a person must look: $kind', (because) => {
    for (const by of [assistant, worker]) expect(edited(because, by)).toMatchObject({ status: 'pending', body: other.body, reason: { kind: 'stale', because } });
    expect(edited(because, ana, true)).toMatchObject({ reason: { kind: 'edited' } });
  });
  test('has answered what the lead wrote since only when it is our own worker', () => {
    expect(edited({ kind: 'new_inbound', messageId: 'msg_2' }, worker)).toMatchObject({ reason: { kind: 'edited' } });
    expect(edited({ kind: 'new_inbound', messageId: 'msg_2' }, assistant)).toMatchObject({ reason: { because: { kind: 'new_inbound' } } });
  });
});

describe('what a person makes of trouble', () => {
  const uncertain = [submitted, approved, started, lost] as const;
  test.each([['was_sent', 'sent'], ['send_again', 'approved'], ['drop', 'cancelled']] as const)('an uncertain send: %s', (as, status) => given(...uncertain).when({ ...resolve, as }).thenIs(status));
  test('send again, and the lead wrote meanwhile: it is read again first', () => given(...uncertain, stale).when(resolve).thenIs('pending'));
  test('a dead letter of a lead who wrote since is not tried again unread, and goes back to review with the reason', () => {
    const dead = [submitted, approved, started, failed, stale] as const;
    given(...dead).when({ type: 'RetryDeadLetter', actor: mel, contentHash: hash, now: 0, undoMs: 0 }).thenRefused('content_changed');
    given(...dead).when(revive).thenIs('pending');
    expect(fold([...dead, { type: 'DeadLetterRevived' }])).toMatchObject({ reason: { kind: 'stale', because: { kind: 'new_inbound' } } });
    given(submitted, approved, started, failed).when({ type: 'RetryDeadLetter', actor: mel, contentHash: hash, now: 0, undoMs: 0 }).thenIs('approved');
  });
  test('sending again has an undo window of its own', () => given(...uncertain).when(resolve).then({ type: 'UncertainResolved', undoUntilMs: 120_000 }));
  test.each(machines)('a $kind never resolves an uncertain send', (actor) => given(...uncertain).when({ ...resolve, actor }).thenRefused('not_a_person'));
  test.each(except('uncertain'))('there is nothing uncertain about what is %s', (_name, events) => given(...events).when(resolve).thenRefused('wrong_status'));
  test('a dropped one stays dropped', () => given(...uncertain, dropped).when(claim).thenRefused('wrong_status'));
  test('a dead letter goes back to review, without its approval', () => given(submitted, approved, started, failed).when(revive).thenIs('pending'));
  test.each(machines)('a $kind never takes up a dead letter', (actor) => given(submitted, approved, started, failed).when({ ...revive, actor }).thenRefused('not_a_person'));
  test.each(except('dead_letter'))('what is %s is no dead letter', (_name, events) => given(...events).when(revive).thenRefused('wrong_status'));
});
