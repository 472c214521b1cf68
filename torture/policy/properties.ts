import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { evaluate, explain, policyRules, verdictOf, type Explained } from '#lib/policy/evaluate.ts';
import { dayMs, hourMs, type Policy } from '#lib/policy/policy.ts';
import type { Facts, Judgement } from '#lib/policy/verdict.ts';
import { aCase, factsAt, subjectOf, type Case } from './cases.ts';
import { isDaytime, mayBeIn, phones, wallClock, type Whereabouts } from './own-hours.ts';
import { foundEntry, spelled, type Spelled } from './spellings.ts';

/** What holds of the policy for every message, person, past and instant. Each answers what is wrong, or nothing. */

interface Judged {
  readonly given: Case;
  readonly facts: Facts;
  readonly rules: readonly Explained[];
}

type Property = (judged: Judged, drawn: Drawn) => string | null;

/** What a case is compared with: the same with one more reason against it, the same at an earlier instant, the list with the person on it. */
export interface Drawn {
  readonly worse: (given: Case) => Case;
  readonly backMs: number;
  readonly spelling: Spelled;
}

const ruleNamed = new Map(policyRules.map((rule) => [rule.name, rule]));

/** What one rule says of the case at another instant, with what would be known then. */
function ruleAt(given: Case, at: number, name: string): Judgement {
  const rule = ruleNamed.get(name);
  if (!rule) throw new Error(`no rule ${name}`);
  return rule.judge(subjectOf(given), factsAt(given, at), at, given.policy);
}

const ruled = (rules: readonly Explained[], name: string) => rules.find(({ rule }) => rule === name)!.judgement;

const sameTwice: Property = ({ given, facts, rules }) => {
  const again = explain(subjectOf(given), facts, given.now, given.policy);
  return isDeepStrictEqual(again, rules) && isDeepStrictEqual(verdictOf(again), verdictOf(rules)) ? null : 'asked twice, it says two things';
};

/** Rules whose hold is over at the instant they name, when nothing else happens. */
const timed = new Set(['schedule', 'circuit', 'quiet_hours', 'holidays', 'returned_mail', 'hour_quota', 'day_quota', 'minimum_gap', 'lead_cap', 'household_cap']);

const holdsEnd: Property = ({ given, facts, rules }) => {
  for (const { rule, judgement } of rules) {
    if (judgement.kind !== 'hold') continue;
    const { untilMs } = judgement;
    if (!Number.isInteger(untilMs) || untilMs <= given.now) return `${rule} holds until ${untilMs}, which is not after ${given.now}`;
    if (!timed.has(rule) || overLimit(given, facts, rule) || (rule === 'circuit' && facts.underWay > 0)) continue;
    const then = ruleAt(given, untilMs, rule);
    if (then.kind === 'hold') return `${rule} holds until ${untilMs}, and then until ${then.untilMs}`;
  }
  return null;
};

/** With more than the limit (somebody lowered it, or wrote past the console) the hold ends when the first place is free, and is taken up again. */
function overLimit({ policy, channel }: Case, { lastHour, lastDay, toLeadLastDay, toHouseholdLastDay }: Facts, rule: string): boolean {
  const { perHour, perDay } = policy.channels[channel];
  const over: Readonly<Record<string, boolean>> = {
    hour_quota: lastHour.count > perHour, day_quota: lastDay.count > perDay, lead_cap: toLeadLastDay.count > policy.perLeadPerDay, household_cap: toHouseholdLastDay.count > policy.perHouseholdPerDay,
  };
  return over[rule] ?? false;
}

const weight = { allow: 0, hold: 1, stale: 2, block: 3 } as const;

const worseNeverBetter: Property = ({ given, rules }, { worse }) => {
  const before = verdictOf(rules);
  const next = worse(given);
  const after = evaluate(subjectOf(next), factsAt(next, next.now), next.now, next.policy);
  if (weight[after.kind] < weight[before.kind]) return `one more reason against it makes ${before.kind} (${'rule' in before ? before.rule : ''}) ${after.kind}`;
  return null;
};

/** Rules that count or wait: what they held at an instant they hold at every earlier one, with everything that happened since still known. */
const neverRefilled = ['circuit', 'returned_mail', 'hour_quota', 'day_quota', 'ramp', 'minimum_gap', 'lead_cap', 'household_cap'];

const backwardsOpensNothing: Property = ({ given, rules }, { backMs }) => {
  const at = given.now - backMs;
  const opened = neverRefilled.find((rule) => ruled(rules, rule).kind === 'hold' && ruleAt(given, at, rule).kind === 'pass');
  return opened === undefined ? null : `${opened} holds, and passes when the clock goes back by ${backMs} ms`;
};

const byDay: Property = ({ given, rules }) => {
  const { channel, now, policy } = given;
  const byLaw = channel === 'whatsapp';
  if (!byLaw && !policy.quietChannels.includes(channel)) return ruled(rules, 'quiet_hours').kind === 'pass' ? null : 'a channel without quiet hours has some';
  const where = mayBeIn(whereabouts(given, byLaw));
  const said = ruled(rules, 'quiet_hours');
  if (said.kind === 'pass' && !isDaytime(now, where)) return `it is night in one of ${where.zones.join(', ')}`;
  if (said.kind === 'hold' && (isDaytime(now, where) && isListedWhole(given))) return `it is day in all of ${where.zones.join(', ')}`;
  if (said.kind === 'hold' && !isDaytime(said.untilMs, where)) return `it is night in one of ${where.zones.join(', ')} when the hold ends (${said.untilMs})`;
  const feast = [...new Set(where.zones)].find((zone) => policy.holidays.includes(wallClock(now, zone).day));
  return ruled(rules, 'holidays').kind === 'pass' && feast !== undefined ? `it is a holiday in ${feast}` : null;
};

const whereabouts = ({ lead, phones: numbers, policy }: Case, byLaw: boolean): Whereabouts => ({ timeZone: lead?.timeZone ?? null, region: lead?.region ?? null, postalCode: lead?.postalCode ?? null, numbers, byLaw, teamZone: policy.teamZone });

/** The number that could ring in places that are not listed here. */
const isListedWhole = ({ phones: numbers }: Case) => !numbers.includes('+61212345678');

const byCount: Property = ({ given, rules }) => {
  const { now, sends, channel, policy, inbound, lead } = given;
  if (verdictOf(rules).kind !== 'allow') return null;
  const { perHour, perDay, gapMs } = policy.channels[channel];
  const since = (ms: number, to: readonly string[]) => sends.filter((each) => each.at > now - ms && to.includes(each.to));
  const everybody = ['lead', 'home', 'other'];
  if (since(hourMs, everybody).length >= perHour) return 'the hour is full';
  if (since(dayMs, everybody).length >= perDay) return 'the day is full';
  if (sends.some(({ at }) => at > now - gapMs)) return 'the gap is not kept';
  const wroteSince = (to: readonly string[]) => inbound.some(({ at }) => since(dayMs, to).every((each) => at > each.at));
  if (lead && since(dayMs, ['lead']).length >= policy.perLeadPerDay && !wroteSince(['lead'])) return 'the lead had enough';
  if (lead?.household && since(dayMs, ['lead', 'home']).length >= policy.perHouseholdPerDay && !wroteSince(['lead', 'home'])) return 'the household had enough';
  return ruled(rules, 'dnc').kind === 'pass' ? null : 'it is allowed though a rule says no';
};

const listedIsBlocked: Property = ({ given, facts, rules }, { spelling }) => {
  const entry = foundEntry(spelling);
  if (!entry) return `“${spelling.listed[1]}” on the list is not found for ${spelling.theirs[1]}`;
  const judgement = ruleNamed.get('dnc')!.judge(subjectOf(given), { ...facts, dnc: [entry] }, given.now, given.policy);
  const verdict = verdictOf(rules.map((each) => (each.rule === 'dnc' ? { ...each, judgement } : each)));
  return verdict.kind === 'block' && verdict.rule === 'dnc' ? null : `on the list, and it is ${verdict.kind}`;
};

/** What the platform says of a message: written here by itself, to be held against the rules. */
const byWindow: Property = ({ given, rules }) => {
  const { channel, template, text, policy, phones: [phone = '+13035550142'] } = given;
  if (verdictOf(rules).kind !== 'allow') return null;
  const wroteLately = given.inbound.some(({ at, here }) => here && given.now - at < dayMs);
  const listed = policy.templates.find((each) => each.name === template?.name && each.language === template.language);
  if (!template) return wroteLately || !['whatsapp', 'messenger'].includes(channel) ? null : 'free text goes out and they have not written within 24 h';
  if (channel !== 'whatsapp') return `a template goes out on ${channel}`;
  if (listed?.status !== 'active') return 'a template goes out that is not in use';
  const parts = listed.body.split(/\{\{\d\}\}/);
  const says = parts.map((part, i) => `${part}${i < parts.length - 1 ? (template.parameters[i] ?? '?') : ''}`).join('');
  if (says !== text) return `“${text}” goes out as a template that says “${says}”`;
  return listed.category === 'marketing' && phone.startsWith('+1') ? `marketing goes out to ${phone} as a template` : null;
};

const fromOurs: Property = ({ given, rules }) => (verdictOf(rules).kind !== 'allow' || given.ourSender === 'us' ? null : 'it goes out from an address that is not ours any more');

const toTheirs: Property = ({ given, rules }) => (verdictOf(rules).kind !== 'allow' || given.lead === null || !given.isOfAnother ? null : 'it goes to an address that is another lead’s now');

const properties: Readonly<Record<string, Property>> = { byWindow, sameTwice, holdsEnd, worseNeverBetter, backwardsOpensNothing, byDay, byCount, fromOurs, toTheirs, listedIsBlocked };

const withPolicy = (change: (policy: Policy, given: Case) => Partial<Policy>) => (given: Case): Case => ({ ...given, policy: { ...given.policy, ...change(given.policy, given) } });

/** More reasons against a message, each by itself. */
const reasons: readonly ((given: Case) => Case)[] = [
  (given) => ({ ...given, pausedAll: 'stop' }), (given) => ({ ...given, ourSender: 'them' }), (given) => ({ ...given, isOfAnother: true }), (given) => ({ ...given, inbound: given.inbound.filter(({ here }) => !here) }), (given) => ({ ...given, pausedChannel: 'stop' }), (given) => ({ ...given, clockBehindMs: given.clockBehindMs + hourMs }),
  (given) => ({ ...given, breaker: { kind: 'open', untilMs: given.now + 600_000, opens: 3, code: 'connection', why: 'refused' } }),
  (given) => ({ ...given, sends: [...given.sends, { at: given.now, to: 'other' }] }), (given) => ({ ...given, inbound: [], sends: [...given.sends, { at: given.now, to: 'lead' }] }),
  (given) => ({ ...given, lead: given.lead && { ...given.lead, stage: 'closed' } }), (given) => ({ ...given, lead: given.lead && { ...given.lead, consents: [] } }),
  (given) => ({ ...given, decidedAgoMs: given.decidedAgoMs === null ? null : given.decidedAgoMs + 100 * hourMs }),
  // A template that is said in other words than its own, or gives way to free text when nobody wrote.
  (given) => ({ ...given, text: given.template === null ? given.text : `${given.text} ` }), (given) => ({ ...given, inbound: [], ...(given.channel === 'whatsapp' && { template: null }) }),
  // Somebody of whom a place is known may be in one more.
  (given) => (given.phones.length === 0 ? given : { ...given, phones: [...new Set([...given.phones, ...phones.map(({ number }) => number)])] }),
  withPolicy(({ channels }, { channel }) => ({ channels: { ...channels, [channel]: { perHour: 1, perDay: 1, gapMs: hourMs } } })),
  withPolicy((_, { channel }) => ({ quietChannels: [channel] })), withPolicy(({ quietChannels }, { channel }) => ({ quietChannels: [...quietChannels, channel] })),
  withPolicy((_, { now }) => ({ holidays: [-1, 0, 1].map((days) => new Date(now + days * dayMs).toISOString().slice(0, 10)) })),
  withPolicy(() => ({ consentChannels: ['email', 'whatsapp', 'telegram', 'linkedin', 'messenger'] })), withPolicy(() => ({ perLeadPerDay: 1, perHouseholdPerDay: 1 })), withPolicy(() => ({ gapVariance: 1 })),
  withPolicy(() => ({ ramp: { startPerDay: 1, growthPerDay: 1 } })), withPolicy(() => ({ postalAddress: '1 Nowhere Rd' })), withPolicy(() => ({ registryMaxAgeDays: 1, registryCopiedOn: null })), withPolicy(() => ({ staleAfterMs: 0 })), withPolicy(({ templates }) => ({ templates: templates.map((each) => ({ ...each, status: 'retired' as const })) })), withPolicy(({ templates }) => ({ templates: templates.map((each) => ({ ...each, body: `${each.body}.` })) })),
];

const drawn: fc.Arbitrary<Drawn> = fc.record({ worse: fc.constantFrom(...reasons), backMs: fc.integer({ min: 1, max: 30 * hourMs }), spelling: spelled });

/** Everything above of one case. */
export const everyProperty = fc.property(aCase, drawn, (given, against) => {
  const facts = factsAt(given, given.now);
  const judged: Judged = { given, facts, rules: explain(subjectOf(given), facts, given.now, given.policy) };
  for (const [name, property] of Object.entries(properties)) {
    const wrong = property(judged, against);
    if (wrong !== null) throw new Error(`${name}: ${wrong}`);
  }
});
