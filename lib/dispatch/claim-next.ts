import type { Approval, ApprovalCommand, Approved } from '#lib/approvals/approval.ts';
import { decideApproval } from '#lib/approvals/decide.ts';
import { staleEvents } from '#lib/approvals/staleness.ts';
import { beforeSend } from '#lib/channels/breaker.ts';
import type { Channel } from '#lib/channels/channel.ts';
import type { Dispatch } from '#lib/channels/port.ts';
import { Fault, isRefusal, never, orThrow } from '#lib/errors.ts';
import { explain, verdictOf } from '#lib/policy/evaluate.ts';
import { loadFacts } from '#lib/policy/facts.ts';
import { policyOf } from '#lib/policy/policy.ts';
import { subjectOf } from '#lib/policy/subject-of.ts';
import type { Facts, Verdict } from '#lib/policy/verdict.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Decided, Reads } from '#lib/store/port.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { dispatchOf } from './dispatch-of.ts';

/** How long a worker may take over one attempt before others may ask what became of it (ms). Longer than any channel's own limit. */
export const leaseMs = 5 * 60_000;

/** How many due approvals are judged in one commit, those aside that wait for another message to their person. */
const lookAt = 20;
/** How many are passed by to find them: many may wait for a sender whose turn it is not, or for one person. */
const passedMax = 400;

export interface ClaimQuery {
  readonly channels: readonly Channel[];
  /** Names the process; recorded with the attempt. */
  readonly worker: string;
}

export interface Claim {
  /** What to send now, or null when nothing may go. */
  readonly dispatch: Dispatch | null;
  /** Approvals that were held, blocked or sent back to review on the way. */
  readonly stopped: number;
  /** When everything that is due waits for its turn (gap, quota, pause; another message to its person): the instant of the next turn; null otherwise. */
  readonly nextTurnAt: number | null;
}

const none: Claim = { dispatch: null, stopped: 0, nextTurnAt: null };

/** Claims one alone, for who tries or measures claims; the worker claims several. */
export async function claimNext(call: Call, query: ClaimQuery): Promise<Claim> {
  const [claim = none] = await Promise.all(claimSeveral(call, query, 1));
  return claim;
}

/**
 * Claims the next messages that may go: one commit each, on what the claims before it leave, all in one append. Each looks at what is due, asks the policy last of all, and records the
 * start of the attempt. What the policy stops is recorded in the same commit with its reason; what only waits for its sender's turn is left as it is, in its place in the line; so is what would
 * go to somebody to whom something else is on its way. Behind the first that finds nothing nobody looks again.
 */
export function claimSeveral(call: Call, query: ClaimQuery, countMax: number): Promise<Claim>[] {
  let isDry = false;
  return Array.from({ length: countMax }, async (_, place) => {
    const meta = metaOf(call, 'claim-next');
    const committed = await call.world.store.commit(meta, async (reads): Promise<Decided<Claim>> => {
      // Decided anew from the first on, when another writer came first.
      if (place === 0) isDry = false;
      if (isDry) return { events: [], result: none };
      const decided = await decideClaim(call, reads, query, meta.now);
      isDry = decided.result.dispatch === null;
      return decided;
    });
    if (committed.kind !== 'committed') throw new Error('a claim was recorded under an idempotency key');
    return committed.result;
  });
}

async function decideClaim(call: Call, reads: Reads, query: ClaimQuery, now: number): Promise<Decided<Claim>> {
  const events: NewEvent[] = [];
  let nextTurnAt: number | null = null;
  // Whose turn it is not: what else waits for the same sender is looked at when its turn comes.
  const waitingSenders = new Set<string>();
  let looks = lookAt;
  for await (const approval of dueInTurn(reads, query.channels, now)) {
    const sender = `${approval.channel} ${approval.sender}`;
    if (approval.status !== 'approved' || waitingSenders.has(sender)) continue;
    if (looks-- === 0) break;
    const step = await judgeOrHold(call, reads, approval, query.worker, now);
    events.push(...step.events);
    if (step.dispatch) return { events, result: { dispatch: step.dispatch, stopped: events.length - step.events.length, nextTurnAt: null } };
    if (step.waits === null) continue;
    if (step.waits.for === 'sender') waitingSenders.add(sender);
    // Many to one person are not in the way of those behind them.
    else looks += 1;
    nextTurnAt = Math.min(nextTurnAt ?? step.waits.untilMs, step.waits.untilMs);
  }
  return { events, result: { dispatch: null, stopped: events.length, nextTurnAt } };
}

/** What is due, in its order: the first alone, for it goes nearly always, and more and more behind it when it does not. */
async function* dueInTurn(reads: Reads, channels: readonly Channel[], now: number): AsyncGenerator<Approval> {
  let seen = 0;
  for (const limit of [1, lookAt, passedMax]) {
    const due = await reads.approvals.due({ now, channels, limit });
    yield* due.slice(seen);
    if (due.length < limit) return;
    seen = limit;
  }
}

interface Step {
  readonly events: readonly NewEvent[];
  readonly dispatch: Dispatch | null;
  /** Set when nothing but its turn holds it back: its sender's, or that of another message to its person. */
  readonly waits: { readonly for: 'sender' | 'person'; readonly untilMs: number } | null;
}

/** How long an approval that cannot be judged is left alone (ms): it goes nowhere, and those behind it go on. */
const brokenMs = 15 * 60_000;

async function judgeOrHold(call: Call, reads: Reads, approval: Approved, worker: string, now: number): Promise<Step> {
  try {
    return await judge(call, reads, approval, worker, now);
  } catch (error) {
    // The store's own faults speak of all approvals, not of this one.
    if (error instanceof Fault) throw error;
    const why = `It could not be checked, so it is not sent: ${error instanceof Error ? error.message : String(error)}`;
    return { events: stopped(approval, { kind: 'hold', rule: 'unreadable', why: why.slice(0, 400), untilMs: now + brokenMs }), dispatch: null, waits: null };
  }
}

async function judge(call: Call, reads: Reads, approval: Approved, worker: string, now: number): Promise<Step> {
  const subject = subjectOf(approval);
  const facts = await loadFacts(call.world.settings, reads, { ...subject, leadId: approval.leadId }, now, call.world.clock.behindMs?.());
  const explained = explain(subject, facts, now, policyOf(call.world.settings, await reads.policy.get()));
  const verdict = verdictOf(explained.filter(({ scope }) => scope === 'message'));
  if (verdict.kind !== 'allow') return { events: stopped(approval, verdict), dispatch: null, waits: null };
  for (const whose of ['person', 'sender'] as const) {
    const turn = verdictOf(explained.filter(({ scope }) => scope === whose));
    if (turn.kind === 'hold') return { events: [], dispatch: null, waits: { for: whose, untilMs: turn.untilMs } };
    if (turn.kind !== 'allow') return { events: stopped(approval, turn), dispatch: null, waits: null };
  }
  const dispatch = await dispatchOf(call.world, reads, approval, { attempt: approval.attempts.length + 1, startedAt: now });
  const started = decideApproval(approval, { type: 'Claim', content: dispatch.content, worker, now, leaseMs });
  if (isRefusal(started)) {
    // Above all: the content does not hash to what was approved. It is not sent, and a person reads it.
    const why = `What would be sent is not what was approved (${started.code})`;
    return { events: staleEvents(approval, { kind: 'policy', rule: 'content_hash', why }), dispatch: null, waits: null };
  }
  return { events: [...on('approval', approval.id, started), ...probing(approval, facts, now)], dispatch, waits: null };
}

/** The first message after a rest tries the channel; the claim says so, and the others wait for what becomes of it. */
function probing({ channel, sender }: Approved, { breaker }: Facts, now: number): NewEvent[] {
  const next = beforeSend(breaker, now);
  return next === breaker ? [] : on('channel', channel, [{ type: 'BreakerMoved', sender, breaker: next }]);
}

function stopped(approval: Approval, verdict: Exclude<Verdict, { kind: 'allow' }>): NewEvent[] {
  switch (verdict.kind) {
    case 'hold':
      return changed(approval, { type: 'Hold', hold: { rule: verdict.rule, why: verdict.why, untilMs: verdict.untilMs } });
    case 'block':
      return changed(approval, { type: 'Block', rule: verdict.rule, why: verdict.why });
    case 'stale':
      return staleEvents(approval, verdict.because);
    default:
      return never(verdict);
  }
}

function changed(approval: Approval, command: ApprovalCommand): NewEvent[] {
  return on('approval', approval.id, orThrow(decideApproval(approval, command)));
}
