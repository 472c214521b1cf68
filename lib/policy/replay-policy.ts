import { mayDo } from '#lib/accounts/permissions.ts';
import type { Approval } from '#lib/approvals/approval.ts';
import { channels } from '#lib/channels/channel.ts';
import { iso } from '#lib/clock.ts';
import { Refused } from '#lib/errors.ts';
import { addressKindOf } from '#lib/leads/address.ts';
import type { Lead } from '#lib/leads/lead.ts';
import { parse } from '#lib/parse.ts';
import type { RecordedEvent } from '#lib/store/event.ts';
import type { Call } from '#lib/world.ts';
import { differing } from './change-policy.ts';
import { lastInboundOf, personBehind } from './person.ts';
import { dayMs, policyOf, type Policy } from './policy.ts';
import { notRehearsed, rehearse, type EarlierSend, type Fate, type Part, type Past } from './rehearse.ts';
import { replayInput, type Replay } from './schema.ts';
import { textOf } from './verdict.ts';

const days = 30;
/** At most so many approvals are played, the newest. */
const partsMax = 2000;
const examplesMax = 20;
const sameMs = 60_000;

/** What a changed policy would have done to what was approved in the last 30 days, beside what the policy in force does. Changes nothing. */
export async function replayPolicy(call: Call, input: unknown): Promise<Replay> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const { changes } = parse(replayInput, input);
  const { store, clock, settings } = call.world;
  const toMs = clock.now();
  const fromMs = toMs - days * dayMs;
  const inForce = policyOf(settings, await store.policy.get());
  const { after } = differing(inForce, changes as Partial<Policy>);
  const changed: Policy = { ...inForce, ...after };
  const { parts, isWhole } = await partsSince(call, fromMs);
  const past = await pastOf(call, parts, fromMs);
  const [now, then] = [await rehearse(parts, past, inForce), await rehearse(parts, past, changed)];
  return { fromAt: iso(fromMs), toAt: iso(toMs), looked: parts.length, isWhole, notPlayed: notRehearsed(after), ...compared(parts, now, then) };
}

/** What people approved and nobody took back: the newest decision of each. */
async function partsSince(call: Call, fromMs: number): Promise<{ parts: Part[]; isWhole: boolean }> {
  const leads = new Map<string, Lead | null>();
  const parts = new Map<string, Part>();
  let cursor: string | null = null;
  do {
    const page: { items: readonly RecordedEvent[]; nextCursor: string | null } = await call.world.store.events({ types: ['DraftApproved'], fromMs }, { cursor, limit: 500 });
    for (const event of page.items) {
      if (parts.size >= partsMax) return { parts: [...parts.values()], isWhole: false };
      if (event.type !== 'DraftApproved' || parts.has(event.subject.id)) continue;
      const approval = await call.world.store.approvals.get(event.subject.id);
      if (approval && stands.has(approval.status)) parts.set(approval.id, await partOf(call, approval, event, leads));
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  return { parts: [...parts.values()], isWhole: true };
}

const stands: ReadonlySet<Approval['status']> = new Set(['approved', 'sending', 'sent', 'uncertain', 'dead_letter', 'blocked']);

async function partOf(call: Call, approval: Approval, { at, undoUntilMs, sendAt }: { at: number; undoUntilMs: number; sendAt?: number }, leads: Map<string, Lead | null>): Promise<Part> {
  const dueAt = Math.max(undoUntilMs, sendAt ?? 0);
  const { id, leadId, channel, sender, recipient } = approval;
  const found = await leadOf(call, leadId, leads);
  const to = { kind: addressKindOf[channel], value: recipient };
  const addresses = [to, ...(found?.addresses ?? []).filter(({ kind, value }) => kind !== to.kind || value !== to.value)];
  const { lead, ...person } = found ? await personBehind(call.world.store, found, to) : { lead: null, rows: [leadId], home: [leadId], writers: [leadId] };
  return { id, leadId, person, lead, addresses, subject: { channel, sender, recipient, decidedAt: Math.max(at, sendAt ?? 0), sendAt: sendAt ?? null, text: textOf(approval), template: approval.template ?? null }, dueAt };
}

async function leadOf(call: Call, id: string, leads: Map<string, Lead | null>): Promise<Lead | null> {
  const known = leads.get(id);
  if (known !== undefined) return known;
  const lead = await call.world.store.leads.get(id);
  leads.set(id, lead);
  return lead;
}

/** What went out in the day before, so that quotas do not begin empty, and who wrote when. */
async function pastOf(call: Call, parts: readonly Part[], fromMs: number): Promise<Past> {
  const { store } = call.world;
  const firstDue = parts.reduce((first, { dueAt }) => Math.min(first, dueAt), Infinity);
  const startMs = Number.isFinite(firstDue) ? firstDue : fromMs;
  const earlier: EarlierSend[] = [];
  let cursor: string | null = null;
  do {
    const page: { items: readonly RecordedEvent[]; nextCursor: string | null } = await store.events({ types: ['DispatchStarted'], fromMs: startMs - dayMs, toMs: startMs - 1 }, { cursor, limit: 500 });
    for (const event of page.items) {
      const approval = await store.approvals.get(event.subject.id);
      // What was refused, or not begun, takes no place in a quota.
      if (!approval || (event.type === 'DispatchStarted' && approval.attempts.find(({ number }) => number === event.attempt)?.outcome?.kind === 'refused')) continue;
      const { leadId, channel, sender } = approval;
      earlier.push({ at: event.at, leadId, channel, sender });
    }
    cursor = page.nextCursor;
  } while (cursor !== null);
  const senders = new Set([...parts.map(({ subject }) => subject.sender), ...earlier.map(({ sender }) => sender)]);
  const firsts = new Map<string, number | null>();
  for (const channel of channels)
    for (const sender of senders) {
      const oldest = await store.sends.first({ channel, sender });
      firsts.set(`${channel} ${sender}`, oldest !== null && oldest < startMs ? oldest : null);
    }
  return {
    earlier,
    firstSendAt: (channel, sender) => firsts.get(`${channel} ${sender}`) ?? null,
    lastInboundAt: (rows, channel, beforeMs) => lastInboundOf(store, rows, { beforeMs, ...(channel && { channel }) }),
  };
}

interface Change {
  readonly part: Part;
  readonly now: Fate;
  readonly then: Fate;
}

type Compared = Pick<Replay, 'same' | 'sooner' | 'later' | 'stopped' | 'freed' | 'examples'>;

function compared(parts: readonly Part[], nowFates: ReadonlyMap<string, Fate>, thenFates: ReadonlyMap<string, Fate>): Compared {
  const nothing: Fate = { at: null, rule: null };
  const all: Change[] = parts.map((part) => ({ part, now: nowFates.get(part.id) ?? nothing, then: thenFates.get(part.id) ?? nothing }));
  const moved = (each: Change) => (each.now.at === null || each.then.at === null ? 0 : each.then.at - each.now.at);
  const later = all.filter((each) => moved(each) >= sameMs).sort((a, b) => moved(b) - moved(a));
  const sooner = all.filter((each) => moved(each) <= -sameMs).sort((a, b) => moved(a) - moved(b));
  const stopped = all.filter(({ now, then }) => now.at !== null && then.at === null);
  const freed = all.filter(({ now, then }) => now.at === null && then.at !== null);
  return {
    same: all.length - later.length - sooner.length - stopped.length - freed.length,
    sooner: sooner.length,
    later: { count: later.length, medianMs: later.length === 0 ? 0 : moved(later[later.length >> 1]!), longestMs: later.length === 0 ? 0 : moved(later[0]!), rules: byRule(later) },
    stopped: { count: stopped.length, rules: byRule(stopped) },
    freed: freed.length,
    examples: [...stopped, ...freed, ...later, ...sooner].slice(0, examplesMax).map(exampleOf),
  };
}

function byRule(changes: readonly Change[]): { rule: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { then } of changes) if (then.rule !== null) counts.set(then.rule, (counts.get(then.rule) ?? 0) + 1);
  return [...counts].map(([rule, count]) => ({ rule, count })).sort((a, b) => b.count - a.count);
}

function exampleOf({ part, now, then }: Change): Replay['examples'][number] {
  const { id, leadId, lead, subject } = part;
  return { approvalId: id, leadId, leadName: lead?.name ?? '', channel: subject.channel, now: now.at === null ? null : iso(now.at), then: then.at === null ? null : iso(then.at), rule: then.rule };
}
