import type { StaleReason } from '#lib/approvals/approval.ts';
import type { TemplateUse } from '#lib/approvals/content.ts';
import type { Breaker } from '#lib/channels/breaker.ts';
import type { Channel } from '#lib/channels/channel.ts';
import type { DncEntry } from '#lib/dnc/entry.ts';
import type { Address } from '#lib/leads/address.ts';
import type { Lead } from '#lib/leads/lead.ts';
import type { Policy } from './policy.ts';

/** What is about to go out, as far as the policy needs to know it. */
export interface Subject {
  readonly channel: Channel;
  readonly sender: string;
  readonly recipient: string;
  /** From when on a person's decision grows old (ms since the epoch); null when nobody has decided yet. */
  readonly decidedAt: number | null;
  /** When a person wants it to go out for the first time (ms since the epoch); null when at once, or when it was tried already. */
  readonly sendAt: number | null;
  /** Subject and body together; null when only an address is asked about. */
  readonly text: string | null;
  /** The template it is sent as; null when it is free text, or when only an address is asked about. */
  readonly template: TemplateUse | null;
  /** Absent as long as nobody has decided. */
  readonly decision?: { readonly isByPerson: boolean; readonly isForThis: boolean };
}

export interface SendCount {
  readonly count: number;
  /** When the oldest in the window was started; a place frees a window later. */
  readonly oldest: number | null;
  readonly newest: number | null;
}

/** What stops a message even when it is on its way. */
export interface Stops {
  readonly dnc: readonly DncEntry[];
  readonly pausedChannel: string | null;
  readonly pausedAll: string | null;
}

/** Everything known when it is decided, loaded in the same transaction that claims. */
export interface Facts extends Stops {
  /** With the household that another row of the person names, where this one names none. */
  readonly lead: Lead | null;
  /** The lead the message is for; null when an address alone was asked about. */
  readonly leadId: string | null;
  /** The lead who has the recipient's address now; null when none has. */
  readonly recipientLeadId: string | null;
  /** What we send from on this channel now. */
  readonly ourSender: string;
  /** The recipient and every other address of the person. */
  readonly addresses: readonly Address[];
  /** How far the clock of this machine stands behind what is recorded (ms); 0 when it goes right. */
  readonly clockBehindMs: number;
  /** Whether the channel works for this sender, and how many of its messages are under way. */
  readonly breaker: Breaker;
  readonly underWay: number;
  /** Other messages on their way to the person, under any of their rows and on any channel. */
  readonly toPersonUnderWay: number;
  /** Of this sender on this channel. */
  readonly lastHour: SendCount;
  readonly lastDay: SendCount;
  /** When this sender first sent anything on this channel; null when never. */
  readonly firstSendAt: number | null;
  readonly toLeadLastDay: SendCount;
  /** To everybody of the person's household under any of their rows, the person included. */
  readonly toHouseholdLastDay: SendCount;
  /** Reports that mail to the recipient's mailbox could not be delivered for now: the newest (ms since the epoch), and how many count with it (`returned-mail.ts`). */
  readonly delayed: { readonly count: number; readonly newest: number | null };
  /** When they last wrote on this channel (under another row only from this very address), and when under any row on any channel; null when never. */
  readonly lastInboundAt: number | null;
  readonly lastInboundAnywhereAt: number | null;
}

export interface Held {
  readonly kind: 'hold';
  /** When it ends; of an open one only when it is worth looking again. */
  readonly untilMs: number;
  /** Nobody knows when it ends: somebody or something must act first, not time. */
  readonly open?: true;
  readonly why: string;
}

export type Judgement =
  | { readonly kind: 'pass'; readonly why: string }
  | Held
  | { readonly kind: 'block'; readonly why: string }
  /** A person must look again. */
  | { readonly kind: 'stale'; readonly because: StaleReason; readonly why: string };

export interface PolicyRule<Known = Facts> {
  readonly name: string;
  /** Where the rule comes from: a law, a vendor's policy, or the team. */
  readonly source: string;
  /** What of the policy shapes its answer. */
  readonly parameters: readonly (keyof Policy)[];
  /**
   * `sender`: holds back everything of one sender on one channel alike; `message`: speaks of this message alone; `person`: holds it back for a moment while something
   * else goes to its person.
   */
  readonly scope: 'sender' | 'message' | 'person';
  /** While it holds, nothing of the sender goes, however long it waits its turn; the other rules of a sender only space its messages out. */
  readonly stopsAll?: true;
  readonly judge: (subject: Subject, facts: Known, nowMs: number, policy: Policy) => Judgement;
}

export type Verdict =
  | { readonly kind: 'allow' }
  | (Held & { readonly rule: string })
  | { readonly kind: 'block'; readonly rule: string; readonly why: string }
  | { readonly kind: 'stale'; readonly rule: string; readonly why: string; readonly because: StaleReason };

export const pass = (why: string): Judgement => ({ kind: 'pass', why });

/** What only a person can mend, by changing the draft, the lead or the policy: it comes back to review with the reason. */
export const lookAgain = (rule: string, why: string): Judgement => ({ kind: 'stale', because: { kind: 'policy', rule, why }, why });

/** What the rules read of a draft. */
export function textOf({ subject, body }: { readonly subject: string | null; readonly body: string }): string {
  return subject === null ? body : `${subject}\n${body}`;
}
