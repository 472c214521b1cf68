import { never } from '#lib/errors.ts';
import type { Policy } from './policy.ts';
import { approval } from './rules/approval.ts';
import { channelWindow } from './rules/channel-window.ts';
import { circuit } from './rules/circuit.ts';
import { clock } from './rules/clock.ts';
import { consent } from './rules/consent.ts';
import { doNotContact } from './rules/do-not-contact.ts';
import { holidays } from './rules/holidays.ts';
import { links } from './rules/links.ts';
import { oneAtATime } from './rules/one-at-a-time.ts';
import { paused } from './rules/paused.ts';
import { quietHours } from './rules/quiet-hours.ts';
import { dayQuota, householdCap, hourQuota, leadCap, minimumGap, ramp } from './rules/quotas.ts';
import { recipient } from './rules/recipient.ts';
import { registry } from './rules/registry.ts';
import { requiredParts } from './rules/required-parts.ts';
import { returnedMail } from './rules/returned-mail.ts';
import { schedule } from './rules/schedule.ts';
import { sender } from './rules/sender.ts';
import { stage } from './rules/stage.ts';
import { staleness } from './rules/staleness.ts';
import { template } from './rules/template.ts';
import type { Facts, Judgement, PolicyRule, Stops, Subject, Verdict } from './verdict.ts';

/** Everything that may stop a send, as one table. What forbids for good stands first; what only delays, last. Pure. */
export const policyRules: readonly PolicyRule[] = [
  doNotContact, approval, sender, recipient, stage, staleness, schedule, template, channelWindow, consent, requiredParts, links, paused, clock, circuit, oneAtATime, quietHours, holidays, registry, returnedMail, hourQuota, dayQuota, ramp, minimumGap, leadCap, householdCap,
];

/** Those that also stop what is on its way: somebody said stop, or took its template out of use. Everything else was decided in the claim, where quotas count the attempt itself. */
const stopping: readonly PolicyRule<Stops>[] = [doNotContact, paused, template];

/** Why a message that was claimed must not go out after all; null when it may. */
export function whyStopped(subject: Subject, stops: Stops, nowMs: number, policy: Policy): string | null {
  return stopping.map((rule) => rule.judge(subject, stops, nowMs, policy)).find(({ kind }) => kind !== 'pass')?.why ?? null;
}

export interface Explained {
  readonly rule: string;
  readonly scope: PolicyRule['scope'];
  readonly stopsAll: boolean;
  readonly source: string;
  readonly parameters: PolicyRule['parameters'];
  readonly judgement: Judgement;
}

/** What every rule says by itself, in the order of the table. */
export function explain(subject: Subject, facts: Facts, nowMs: number, policy: Policy): Explained[] {
  return policyRules.map((rule) => ({ rule: rule.name, scope: rule.scope, stopsAll: rule.stopsAll === true, source: rule.source, parameters: rule.parameters, judgement: rule.judge(subject, facts, nowMs, policy) }));
}

/** One answer: a block wins over a second look, that over a hold. Of several holds the longest counts, and one without a known end says why: nothing goes before it is over. */
export function evaluate(subject: Subject, facts: Facts, nowMs: number, policy: Policy): Verdict {
  return verdictOf(explain(subject, facts, nowMs, policy));
}

export function verdictOf(explained: readonly Explained[]): Verdict {
  let verdict: Verdict = { kind: 'allow' };
  for (const { rule, judgement } of explained) verdict = stricter(verdict, rule, judgement);
  return verdict;
}

const weight = { allow: 0, hold: 1, stale: 2, block: 3 } as const;

function stricter(verdict: Verdict, rule: string, judgement: Judgement): Verdict {
  switch (judgement.kind) {
    case 'pass':
      return verdict;
    case 'block':
      return weight[verdict.kind] >= weight.block ? verdict : { kind: 'block', rule, why: judgement.why };
    case 'stale':
      return weight[verdict.kind] >= weight.stale ? verdict : { kind: 'stale', rule, why: judgement.why, because: judgement.because };
    case 'hold':
      if (verdict.kind === 'allow') return { ...judgement, rule };
      return verdict.kind === 'hold' ? together(verdict, { ...judgement, rule }) : verdict;
    default:
      return never(judgement);
  }
}

type HeldBy = Extract<Verdict, { kind: 'hold' }>;

function together(before: HeldBy, next: HeldBy): HeldBy {
  const told = !before.open && (next.open || next.untilMs > before.untilMs) ? next : before;
  return { ...told, untilMs: Math.max(before.untilMs, next.untilMs) };
}
