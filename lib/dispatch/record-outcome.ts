import { ourRefusals, type Approval, type Outcome, type Sending } from '#lib/approvals/approval.ts';
import { dncAgainst } from '#lib/approvals/approve-draft.ts';
import type { Content } from '#lib/approvals/content.ts';
import { decideApproval } from '#lib/approvals/decide.ts';
import { findApproval } from '#lib/approvals/find.ts';
import type { Dispatch } from '#lib/channels/port.ts';
import { afterSend, closed, isChannelTrouble, type Breaker, type BreakerLimits, type Trouble } from '#lib/channels/breaker.ts';
import { whyOnDnc } from '#lib/dnc/entry.ts';
import { isRefusal, never, type Refusal } from '#lib/errors.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { policyOf, type Policy } from '#lib/policy/policy.ts';
import { refusedForGood } from './refused-for-good.ts';
import { decideRetry, namedWait, pauseInTrouble, soundWait } from './retry.ts';
import { whatFollowsAttempt } from './what-follows-attempt.ts';
import { whatMayFollow } from './what-follows.ts';

export type Recorded = { readonly kind: 'recorded'; readonly outcome: Outcome['kind']; readonly breaker: Breaker } | { readonly kind: 'too_late'; readonly refusal: Refusal };

/**
 * Records what an attempt came to, in one commit with what follows from it: the outbound message, and the lead's other drafts going
 * back to review, also when it only may have gone out. An attempt that is no longer the one under way says so: that it was accepted proves what
 * nobody knew, and keeps what a person wants sent again until somebody has read of it; anything else is not recorded.
 */
export async function recordOutcome(call: Call, dispatch: Dispatch, told: Outcome): Promise<Recorded> {
  const outcome = soundly(told);
  const { store, ids, clock, random, settings } = call.world;
  const drawn = { messageId: ids.next('msg'), conversationId: ids.next('con'), dncId: ids.next('dnc'), chance: random() };
  const meta = metaOf(call, 'record-outcome');
  const committed = await store.commit(meta, async (reads): Promise<{ events: NewEvent[]; result: Recorded }> => {
    const approval = await findApproval(reads, dispatch.approvalId);
    const policy = policyOf(settings, await reads.policy.get());
    // Counted from when it is recorded: a claim in the same append is not before it.
    const nextAttemptAt = nextAttempt(approval, outcome, policy, meta.now, () => drawn.chance);
    const events = decideApproval(approval, { type: 'RecordOutcome', attempt: dispatch.attempt, outcome, nextAttemptAt });
    if (isRefusal(events)) return { events: [], result: { kind: 'too_late', refusal: events } };
    const follows = await followsFrom(reads, approval, outcome, { dispatch, drawn, returnedShareMax: policy.returnedShareMax, now: clock.now(), isBack: events.some((event) => event.type === 'DispatchRefused' && event.backToReview === true) });
    const { channel, sender } = dispatch.content;
    const { before, after } = await breakerOf(reads, dispatch.content, outcome, clock.now(), policy.breaker);
    const moved = after === before ? [] : on('channel', channel, [{ type: 'BreakerMoved', sender, breaker: after }]);
    return { events: [...on('approval', approval.id, events), ...moved, ...follows], result: { kind: 'recorded', outcome: outcome.kind, breaker: after } };
  });
  if (committed.kind !== 'committed') throw new Error('an outcome was recorded under an idempotency key');
  return committed.result;
}

interface Circumstances {
  readonly dispatch: Dispatch;
  readonly drawn: { readonly messageId: string; readonly conversationId: string; readonly dncId: string };
  readonly returnedShareMax: number;
  readonly now: number;
  /** It goes back to review. */
  readonly isBack: boolean;
}

async function followsFrom(reads: Reads, approval: Approval, outcome: Outcome, { dispatch, drawn, returnedShareMax, now, isBack }: Circumstances): Promise<NewEvent[]> {
  if (outcome.kind === 'accepted') return whatFollowsAttempt(reads, approval, dispatch, outcome.providerId, drawn);
  if (outcome.kind === 'unknown') return whatMayFollow(reads, approval);
  if (!outcome.transient) return refusedForGood(reads, approval, { idempotencyKey: dispatch.idempotencyKey, outcome, dncId: drawn.dncId, returnedShareMax, now });
  const entry = isBack ? await dncAgainst(reads, approval) : undefined;
  // Nobody is asked to read what must not go out anyway.
  return entry ? on('approval', approval.id, [{ type: 'ApprovalBlocked', rule: 'dnc', why: whyOnDnc(entry) }]) : [];
}

function nextAttempt(approval: Approval, outcome: Outcome, { retryPausesMs: pausesMs }: Policy, now: number, random: () => number): number | null {
  if (outcome.kind !== 'refused' || approval.status !== 'sending') return null;
  // Stopped by somebody, not by the channel: the next claim says at once what becomes of it.
  if (ourRefusals.has(outcome.code)) return now;
  const codes = refusalsSince(approval).map(({ code }) => code).concat(outcome.code);
  if (isChannelTrouble(outcome.code)) return now + (outcome.retryAfterMs === undefined ? pauseInTrouble(codes.filter(isChannelTrouble).length, pausesMs, random) : namedWait(outcome.retryAfterMs));
  // Only what says something of the message brings it nearer to the dead letters.
  const triesSpent = codes.filter((code) => !isChannelTrouble(code) && !ourRefusals.has(code)).length;
  return decideRetry({ triesSpent, transient: outcome.transient, retryAfterMs: outcome.retryAfterMs ?? null, pausesMs }, now, random);
}

function refusalsSince({ attempts, decision }: Sending): Extract<Outcome, { kind: 'refused' }>[] {
  return attempts.filter(({ startedAt }) => startedAt >= decision.at).flatMap(({ outcome }) => (outcome?.kind === 'refused' ? outcome : []));
}

async function breakerOf(reads: Reads, { channel, sender, recipient }: Content, outcome: Outcome, now: number, limits: BreakerLimits): Promise<{ before: Breaker; after: Breaker }> {
  const before = (await reads.channelStates.get(channel))?.breakers[sender] ?? closed;
  switch (outcome.kind) {
    case 'accepted':
      return { before, after: afterSend(before, null, now, limits) };
    case 'unknown':
      return { before, after: afterSend(before, { code: 'unknown', why: withoutRecipient(outcome.evidence, recipient) }, now, limits) };
    case 'refused':
      return { before, after: isChannelTrouble(outcome.code) ? afterSend(before, troubleOf(outcome, recipient), now, limits) : before };
    default:
      return never(outcome);
  }
}

/** What a channel says of time goes into the journal, and into every reading of it. */
function soundly(outcome: Outcome): Outcome {
  if (outcome.kind !== 'refused') return outcome;
  const { retryAfterMs, ...rest } = outcome;
  const wait = soundWait(retryAfterMs);
  return wait === undefined ? rest : { ...rest, retryAfterMs: wait };
}

function troubleOf({ code, evidence, retryAfterMs }: Extract<Outcome, { kind: 'refused' }>, recipient: string): Trouble {
  return { code, why: withoutRecipient(evidence, recipient), ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** A server's answer may name whom the mail was for. The channel's own history is kept when that person is erased, so it is not told there. */
function withoutRecipient(text: string, recipient: string): string {
  const name = recipient.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(name, 'gi'), 'the recipient');
}
