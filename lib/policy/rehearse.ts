import type { Channel } from '#lib/channels/channel.ts';
import { closed } from '#lib/channels/breaker.ts';
import type { Person } from './person.ts';
import { hourMs, dayMs, type Policy } from './policy.ts';
import { explain, verdictOf } from './evaluate.ts';
import { summed, windowFrom } from './send-count.ts';
import type { Facts, SendCount, Subject } from './verdict.ts';

/** What was approved once, for trying a policy on it. */
export interface Part {
  readonly id: string;
  readonly leadId: string;
  /** Rows that count as one: of the person, of their household, and those that speak for the recipient address. */
  readonly person: Pick<Person, 'rows' | 'home' | 'writers'>;
  readonly subject: Subject;
  readonly lead: Facts['lead'];
  readonly addresses: Facts['addresses'];
  /** When nothing but the policy stood in the way any more (ms since the epoch). */
  readonly dueAt: number;
}

/** A send that was before all of them, so that quotas do not begin empty. */
export interface EarlierSend {
  readonly at: number;
  readonly leadId: string;
  readonly channel: Channel;
  readonly sender: string;
}

export interface Past {
  readonly earlier: readonly EarlierSend[];
  /** When a sender first sent on a channel; null when never. */
  readonly firstSendAt: (channel: Channel, sender: string) => number | null;
  /** When somebody last wrote under one of these rows before an instant, on a channel or any. */
  readonly lastInboundAt: (rows: readonly string[], channel: Channel | null, beforeMs: number) => Promise<number | null>;
}

/** `rule`: what stopped it, or kept it waiting last; null when nothing did. */
export type Fate = { readonly at: number | null; readonly rule: string | null };

/** Parts that come into force by what servers answer, which is not played again. */
const ofAnswers: readonly (keyof Policy)[] = ['returnedShareMax', 'delayedMail', 'retryPausesMs', 'breaker'];

export function notRehearsed(changes: Partial<Policy>): (keyof Policy)[] {
  return ofAnswers.filter((part) => changes[part] !== undefined);
}

/** How often one message may be held before it counts as stopped. */
const holdsMax = 60;

/**
 * Plays approvals through a policy in the order they were due: when each would have gone out, had this policy been in force. Only rules
 * that the policy shapes are asked; the others say the same whatever the policy is.
 */
export async function rehearse(parts: readonly Part[], past: Past, policy: Policy): Promise<ReadonlyMap<string, Fate>> {
  const fates = new Map<string, Fate>();
  const sends = new Sends(past);
  const turns = new Map<string, { at: number; rule: string }>();
  const line = parts.map((part) => ({ part, at: part.dueAt, rule: null as string | null, holds: 0 })).sort((a, b) => a.at - b.at);
  for (let next = line.shift(); next; next = line.shift()) {
    const { part, at } = next;
    const sender = senderKey(part.subject);
    const turn = turns.get(sender);
    if (turn && turn.at > at) {
      putBack(line, { ...next, at: turn.at, rule: turn.rule });
      continue;
    }
    const explained = explain(part.subject, await sends.factsOf(part, at), at, policy).filter(({ parameters }) => parameters.length > 0);
    const verdict = verdictOf(explained);
    if (verdict.kind === 'allow') {
      sends.add({ at, leadId: part.leadId, channel: part.subject.channel, sender: part.subject.sender });
      fates.set(part.id, { at, rule: next.rule });
    } else if (verdict.kind !== 'hold' || verdict.open || next.holds >= holdsMax) fates.set(part.id, { at: null, rule: verdict.rule });
    else {
      const ofSender = verdictOf(explained.filter(({ scope }) => scope === 'sender'));
      if (ofSender.kind === 'hold') turns.set(sender, { at: ofSender.untilMs, rule: ofSender.rule });
      putBack(line, { part, at: verdict.untilMs, rule: verdict.rule, holds: next.holds + 1 });
    }
  }
  return fates;
}

/** In its place by time, behind what is due at the same instant. */
function putBack<Each extends { readonly at: number }>(line: Each[], each: Each): void {
  let [low, high] = [0, line.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (line[middle]!.at <= each.at) low = middle + 1;
    else high = middle;
  }
  line.splice(low, 0, each);
}

const senderKey = ({ channel, sender }: Pick<Subject, 'channel' | 'sender'>) => `${channel} ${sender}`;

/** What was sent so far, by sender and lead, in the order of time. */
class Sends {
  private readonly past: Past;
  private readonly instants = new Map<string, number[]>();

  constructor(past: Past) {
    this.past = past;
    for (const send of [...past.earlier].sort((a, b) => a.at - b.at)) this.add(send);
  }

  add({ at, leadId, channel, sender }: EarlierSend): void {
    for (const under of [senderKey({ channel, sender }), leadId]) {
      const before = this.instants.get(under);
      if (before) before.push(at);
      else this.instants.set(under, [at]);
    }
  }

  async factsOf({ subject, leadId, person: { rows, home, writers }, lead, addresses }: Part, at: number): Promise<Facts> {
    const { channel } = subject;
    const ofSender = this.instants.get(senderKey(subject)) ?? [];
    const lastDay = (under: string) => since(this.instants.get(under) ?? [], windowFrom(at, dayMs));
    return {
      lead, leadId, recipientLeadId: leadId, ourSender: subject.sender, addresses, dnc: [], delayed: { count: 0, newest: null }, pausedChannel: null, pausedAll: null, clockBehindMs: 0, breaker: closed, underWay: 0, toPersonUnderWay: 0,
      lastHour: since(ofSender, windowFrom(at, hourMs)), lastDay: lastDay(senderKey(subject)), firstSendAt: this.past.firstSendAt(channel, subject.sender) ?? ofSender[0] ?? null,
      toLeadLastDay: summed(rows.map(lastDay)), toHouseholdLastDay: summed(home.map(lastDay)),
      lastInboundAt: await this.past.lastInboundAt(writers, channel, at), lastInboundAnywhereAt: await this.past.lastInboundAt(rows, null, at),
    };
  }
}

function since(instants: readonly number[], fromMs: number): SendCount {
  let first = instants.length;
  while (first > 0 && instants[first - 1]! >= fromMs) first -= 1;
  return { count: instants.length - first, oldest: instants[first] ?? null, newest: instants.length > first ? instants.at(-1)! : null };
}
