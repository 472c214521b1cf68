import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { actorRef } from '#lib/accounts/actor.ts';
import { isRefusal } from '#lib/errors.ts';
import type { Approval, ApprovalCommand, ApprovalEvent } from './approval.ts';
import { contentHash, contentOf, type Content } from './content.ts';
import { decideApproval } from './decide.ts';
import { evolveApproval } from './evolve.ts';
import { ana, content, machines, mel, recorded } from './given.ts';

/** What holds after any commands in any order, by anybody, with stale hashes and wrong clocks (fast-check prints seed and path). */

interface Step {
  readonly command: ApprovalCommand;
  readonly actor: Actor;
  readonly events: readonly ApprovalEvent[];
  readonly before: Approval | null;
  readonly after: Approval | null;
}

/** How a command is made from what stands at that moment; picks often name what is there, sometimes what is not. */
interface Pick {
  readonly verb: ApprovalCommand['type'];
  readonly actor: Actor;
  readonly text: string;
  readonly knows: boolean;
  readonly aside: boolean;
  readonly passMs: number;
  readonly outcome: 'accepted' | 'refused' | 'unknown';
  readonly transient: boolean;
  readonly as: 'was_sent' | 'send_again' | 'drop';
}

/** Every command: one that is missing here does not compile. */
const verbs = Object.keys({
  SubmitDraft: true, EditDraft: true, ApproveDraft: true, RejectDraft: true, UndoDecision: true, MarkStale: true, Expire: true, Block: true, Hold: true, LiftHold: true,
  Cancel: true, Claim: true, RecordOutcome: true, LoseLease: true, ProveSent: true, ResolveUncertain: true, ReviveDeadLetter: true, RetryDeadLetter: true,
  HastenRetry: true,
} satisfies Record<ApprovalCommand['type'], true>) as ApprovalCommand['type'][];
/** The way to a send comes up often enough for long lives. */
const often: readonly ApprovalCommand['type'][] = ['ApproveDraft', 'Claim', 'RecordOutcome', 'ResolveUncertain', 'ReviveDeadLetter'];

const pick: fc.Arbitrary<Pick> = fc.record({
  verb: fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...verbs) }, { weight: 3, arbitrary: fc.constantFrom(...often) }),
  actor: fc.oneof({ weight: 3, arbitrary: fc.constantFrom<Actor>(ana, mel) }, { weight: 1, arbitrary: fc.constantFrom<Actor>(...machines) }),
  text: fc.constantFrom('one', 'two', 'three'),
  knows: fc.integer({ min: 0, max: 4 }).map((n) => n > 0),
  aside: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  passMs: fc.constantFrom(-5000, 0, 1000, 30_000, 100_000),
  outcome: fc.constantFrom('accepted', 'refused', 'unknown'),
  transient: fc.boolean(),
  as: fc.constantFrom('was_sent', 'send_again', 'drop'),
});

function commandOf(p: Pick, state: Approval | null, now: number): ApprovalCommand {
  const { actor } = p;
  const wanted: Content = { ...content, body: p.text, ...(p.text === 'three' && { template: { name: 'three', language: 'en', parameters: [] } }) };
  const seenHash = state && p.knows ? state.contentHash : contentHash(wanted);
  const attempt = (state?.attempts.length ?? 0) + (p.aside ? (p.transient ? 1 : -1) : 0);
  switch (p.verb) {
    case 'SubmitDraft':
      return { type: p.verb, content: wanted, leadId: 'lea_1', conversationId: null, inReplyTo: null, origin: { kind: 'person', by: actorRef(actor) }, temperature: 'hot', dueAt: now };
    case 'EditDraft':
      return { type: p.verb, actor, seenHash, content: wanted };
    case 'ApproveDraft':
      return { type: p.verb, actor, contentHash: seenHash, now, undoMs: 5000 };
    case 'RejectDraft':
      return { type: p.verb, actor, contentHash: seenHash, reason: 'no' };
    case 'UndoDecision':
      return { type: p.verb, actor };
    case 'MarkStale':
      return { type: p.verb, because: { kind: 'lead_stage_changed' } };
    case 'HastenRetry':
      return { type: p.verb, now };
    case 'Expire':
      return { type: p.verb };
    case 'Block':
      return { type: p.verb, rule: 'dnc', why: 'stop' };
    case 'Hold':
      return { type: p.verb, hold: { rule: 'quiet_hours', why: 'night', untilMs: now + 10_000 } };
    case 'LiftHold':
      return { type: p.verb };
    case 'Cancel':
      return { type: p.verb, actor, reason: 'no' };
    case 'Claim':
      return { type: p.verb, content: state && p.knows ? contentOf(state) : wanted, worker: 'w1', now, leaseMs: 60_000 };
    case 'RecordOutcome':
      return { type: p.verb, attempt, nextAttemptAt: p.outcome === 'refused' && p.transient ? now + 1000 : null, outcome: outcomeOf(p) };
    case 'LoseLease':
      return { type: p.verb, attempt, evidence: 'silent' };
    case 'ProveSent':
      return { type: p.verb, attempt, providerId: 'm', evidence: 'a copy' };
    case 'ResolveUncertain':
      return { type: p.verb, actor, as: p.as, note: '', now, undoMs: 5000 };
    case 'ReviveDeadLetter':
      return { type: p.verb, actor };
    case 'RetryDeadLetter':
      return { type: p.verb, actor, contentHash: seenHash, now, undoMs: 5000 };
  }
}

function outcomeOf(p: Pick): Extract<ApprovalCommand, { type: 'RecordOutcome' }>['outcome'] {
  if (p.outcome === 'accepted') return { kind: 'accepted', providerId: 'm', evidence: '250' };
  if (p.outcome === 'unknown') return { kind: 'unknown', evidence: 'reset' };
  return { kind: 'refused', transient: p.transient, code: '4xx', evidence: 'no' };
}

/** A life: every command as it was given and what came of it. */
function live(picks: readonly Pick[]): Step[] {
  const steps: Step[] = [];
  let state: Approval | null = null;
  let now = 0;
  let seq = 0;
  for (const each of picks) {
    now = Math.max(0, now + each.passMs);
    const command = commandOf(each, state, now);
    const decided = decideApproval(state, command);
    const events = isRefusal(decided) ? [] : decided;
    const before: Approval | null = state;
    for (const event of events) state = evolveApproval(state, recorded(event, ++seq, each.actor));
    steps.push({ command, actor: each.actor, events, before, after: state });
  }
  return steps;
}

const submit: Pick = { verb: 'SubmitDraft', actor: ana, text: 'one', knows: true, aside: false, passMs: 0, outcome: 'accepted', transient: false, as: 'drop' };
/** Lives that begin on the way to the channel. */
const onTheWay: readonly Pick[] = [submit, { ...submit, verb: 'ApproveDraft' }, { ...submit, verb: 'Claim', passMs: 5000 }];

function holds(check: (steps: readonly Step[]) => void, beginning: readonly Pick[] = [submit]) {
  fc.assert(fc.property(fc.array(pick, { maxLength: 40 }), (picks) => check(live([...beginning, ...picks]))), { numRuns: 2000 });
}

const typesOf = (step: Step) => step.events.map((event) => event.type);
/** Events that let something out, with who decided. */
const permits = (step: Step) => step.after?.status === 'approved' && step.events.some((event) => event.type === 'DraftApproved' || (event.type === 'UncertainResolved' && event.as === 'send_again'));

test('nothing is sent without a person’s decision on exactly that content, not taken back since', () =>
  holds((steps) => {
    let permitted: { hash: string; by: Actor } | null = null;
    for (const step of steps) {
      for (const event of step.events) {
        if (event.type !== 'DispatchStarted') continue;
        expect(step.before?.status).toBe('approved');
        expect(permitted).toMatchObject({ hash: event.contentHash, by: { kind: 'person' } });
        expect(contentHash(contentOf(step.before as Approval))).toBe(event.contentHash);
      }
      if (permits(step)) permitted = { hash: (step.after as Approval).contentHash, by: step.actor };
      else if (step.after?.status === 'pending') permitted = null;
    }
  }));

test('nothing is sent that grew stale or turned out to have been sent, wherever it was then, before a person decided on it again', () => {
  let onTheirWay = 0;
  let provenLater = 0;
  holds((steps) => {
    let isStale = false;
    for (const step of steps)
      for (const event of step.events) {
        if (event.type === 'DraftWentStale' || event.type === 'AttemptProven') isStale = true;
        if (event.type === 'AttemptProven') provenLater += 1;
        if (event.type === 'DraftApproved') isStale = false;
        if (event.type === 'DispatchStarted') expect(isStale).toBe(false);
        if (event.type === 'DraftWentStale' && step.before?.status !== 'pending' && step.before?.status !== 'approved') onTheirWay += 1;
      }
  }, onTheWay);
  expect(onTheirWay).toBeGreaterThan(0);
  expect(provenLater).toBeGreaterThan(0);
});

test('any edit voids the approval', () =>
  holds((steps) => {
    for (const step of steps) {
      const changed = step.before !== null && step.after !== null && contentHash(contentOf(step.before)) !== contentHash(contentOf(step.after));
      if (changed) expect(step.after?.status).toBe('pending');
      if (step.after?.status === 'approved') expect(step.after.decision.contentHash).toBe(contentHash(contentOf(step.after)));
      if (step.after) expect(step.after.contentHash).toBe(contentHash(contentOf(step.after)));
    }
  }));

test('no machine approves, rejects, undoes, cancels, resolves or takes up', () =>
  holds((steps) => {
    const decisions = ['DraftApproved', 'DraftRejected', 'DecisionUndone', 'ApprovalCancelled', 'UncertainResolved', 'DeadLetterRevived'];
    for (const step of steps) if (step.actor.kind !== 'person') expect(typesOf(step).filter((type) => decisions.includes(type))).toEqual([]);
  }));

test('at most one accepted send, unless a person said to send again', () =>
  holds((steps) => {
    let accepted = 0;
    let unresolved = false;
    for (const step of steps)
      for (const event of step.events) {
        if (event.type === 'DispatchStarted') {
          expect(accepted).toBe(0);
          expect(unresolved).toBe(false);
        }
        if (event.type === 'DispatchAccepted') expect(++accepted).toBe(1);
        if (event.type === 'DispatchUncertain') unresolved = true;
        if (event.type === 'UncertainResolved') unresolved = event.as !== 'send_again';
      }
  }));

test('every attempt has its own key, and the version counts the events', () =>
  holds((steps) => {
    const last = steps.at(-1)?.after;
    const keys = last?.attempts.map((attempt) => attempt.idempotencyKey) ?? [];
    expect(new Set(keys).size).toBe(keys.length);
    expect(last?.version).toBe(steps.reduce((sum, step) => sum + step.events.length, 0));
  }));

test('the commands reach every status, so that the rules above are about something', () => {
  const seen = new Set<string>();
  holds((steps) => steps.forEach((step) => step.after && seen.add(step.after.status)));
  expect([...seen].sort()).toEqual(['approved', 'blocked', 'cancelled', 'dead_letter', 'expired', 'pending', 'rejected', 'sending', 'sent', 'uncertain']);
});
