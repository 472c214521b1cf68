import { channels, type Channel } from '#lib/channels/channel.ts';
import type { PolicyView } from '#lib/policy/schema.ts';

/** What the form holds while somebody types, and what it comes to. Pure. */

export type PolicyValues = PolicyView['policy'];
export type PolicyPartName = keyof PolicyValues;

export interface LimitsForm {
  readonly perHour: string;
  readonly perDay: string;
  /** Seconds. */
  readonly gap: string;
}

export interface PolicyForm {
  readonly channels: Readonly<Record<Channel, LimitsForm>>;
  /** Percent. */
  readonly gapVariance: string;
  readonly hasRamp: boolean;
  readonly rampStart: string;
  readonly rampGrowth: string;
  readonly perLeadPerDay: string;
  readonly perHouseholdPerDay: string;
  readonly staleHours: string;
  readonly scheduleGraceMinutes: string;
  /** Percent. */
  readonly returnedShareMax: string;
  readonly delayedReports: string;
  readonly delayedRestHours: string;
  /** Minutes, with commas between. */
  readonly retryMinutes: string;
  readonly breakerFailures: string;
  /** Seconds. */
  readonly breakerRest: string;
  readonly breakerSuccesses: string;
  readonly teamZone: string;
  readonly quietChannels: readonly Channel[];
  readonly holidays: string;
  readonly consentChannels: readonly Channel[];
  readonly postalAddress: string;
  readonly usesRegistry: boolean;
  readonly registryMaxAgeDays: string;
  readonly registryCopiedOn: string;
  readonly templates: readonly TemplateForm[];
}

/** `isNew`: not in the policy that is edited, so its name can still be typed. */
export type TemplateForm = PolicyValues['templates'][number] & { readonly isNew?: true };

export const newTemplate: TemplateForm = { name: '', language: 'en_US', category: 'utility', body: '', status: 'active', isNew: true };

const hourMs = 3_600_000;

export function formOf(policy: PolicyValues): PolicyForm {
  const { ramp } = policy;
  return {
    channels: byChannel((channel) => {
      const { perHour, perDay, gapMs } = policy.channels[channel];
      return { perHour: String(perHour), perDay: String(perDay), gap: String(gapMs / 1000) };
    }),
    gapVariance: String(Math.round(policy.gapVariance * 100)),
    hasRamp: ramp !== null,
    rampStart: String(ramp?.startPerDay ?? 20),
    rampGrowth: String(ramp?.growthPerDay ?? 1.5),
    perLeadPerDay: String(policy.perLeadPerDay),
    perHouseholdPerDay: String(policy.perHouseholdPerDay),
    staleHours: String(policy.staleAfterMs / hourMs),
    scheduleGraceMinutes: String(policy.scheduleGraceMs / 60_000),
    returnedShareMax: String(Math.round(policy.returnedShareMax * 100)),
    delayedReports: String(policy.delayedMail.reports),
    delayedRestHours: String(policy.delayedMail.restMs / hourMs),
    retryMinutes: policy.retryPausesMs.map((pause) => pause / 60_000).join(', '),
    breakerFailures: String(policy.breaker.failures),
    breakerRest: String(policy.breaker.restMs / 1000),
    breakerSuccesses: String(policy.breaker.successes),
    teamZone: policy.teamZone,
    quietChannels: policy.quietChannels,
    holidays: policy.holidays.join('\n'),
    consentChannels: policy.consentChannels,
    postalAddress: policy.postalAddress,
    usesRegistry: policy.registryMaxAgeDays !== null,
    registryMaxAgeDays: String(policy.registryMaxAgeDays ?? 31),
    registryCopiedOn: policy.registryCopiedOn ?? '',
    templates: policy.templates,
  };
}

/** What was typed as the server takes it; what is no number stays one it refuses by name. */
export function valuesOf(form: PolicyForm): PolicyValues {
  return {
    channels: byChannel((channel) => {
      const { perHour, perDay, gap } = form.channels[channel];
      return { perHour: number(perHour), perDay: number(perDay), gapMs: Math.round(number(gap) * 1000) };
    }),
    gapVariance: number(form.gapVariance) / 100,
    ramp: form.hasRamp ? { startPerDay: number(form.rampStart), growthPerDay: number(form.rampGrowth) } : null,
    perLeadPerDay: number(form.perLeadPerDay),
    perHouseholdPerDay: number(form.perHouseholdPerDay),
    staleAfterMs: Math.round(number(form.staleHours) * hourMs),
    scheduleGraceMs: Math.round(number(form.scheduleGraceMinutes) * 60_000),
    returnedShareMax: number(form.returnedShareMax) / 100,
    delayedMail: { reports: number(form.delayedReports), restMs: Math.round(number(form.delayedRestHours) * hourMs) },
    retryPausesMs: wordsOf(form.retryMinutes).map((minutes) => Math.round(number(minutes) * 60_000)),
    breaker: { failures: number(form.breakerFailures), restMs: Math.round(number(form.breakerRest) * 1000), successes: number(form.breakerSuccesses) },
    teamZone: form.teamZone.trim(),
    quietChannels: [...form.quietChannels],
    holidays: wordsOf(form.holidays),
    consentChannels: [...form.consentChannels],
    postalAddress: form.postalAddress.trim(),
    registryMaxAgeDays: form.usesRegistry ? number(form.registryMaxAgeDays) : null,
    registryCopiedOn: form.registryCopiedOn === '' ? null : form.registryCopiedOn,
    templates: form.templates.map(({ name, language, category, body, status }) => ({ name: name.trim(), language: language.trim(), category, body: body.trim(), status })),
  };
}

/** Only the parts that differ from what was shown. */
export function changesOf(shown: PolicyValues, form: PolicyForm): Partial<PolicyValues> {
  const [before, typed] = [valuesOf(formOf(shown)), valuesOf(form)];
  return Object.fromEntries((Object.keys(typed) as PolicyPartName[]).filter((part) => !same(part, before[part], typed[part])).map((part) => [part, typed[part]]));
}

/** What was typed, put on top of a newer reading: every field that was not touched follows the policy as it is now. */
export function rebased(form: PolicyForm, shown: PolicyValues, now: PolicyValues): PolicyForm {
  const [before, after] = [formOf(shown), formOf(now)];
  const isTouched = (field: keyof PolicyForm) => JSON.stringify(form[field]) !== JSON.stringify(before[field]);
  const untouched = (Object.keys(form) as (keyof PolicyForm)[]).filter((field) => field !== 'channels' && field !== 'templates' && !isTouched(field)).map((field) => [field, after[field]]);
  const limits = byChannel((channel) => {
    const [typed, was, is] = [form.channels[channel], before.channels[channel], after.channels[channel]];
    return { perHour: typed.perHour === was.perHour ? is.perHour : typed.perHour, perDay: typed.perDay === was.perDay ? is.perDay : typed.perDay, gap: typed.gap === was.gap ? is.gap : typed.gap };
  });
  return { ...form, ...Object.fromEntries(untouched), channels: limits, templates: rebasedTemplates(form.templates, before.templates, after.templates) };
}

/** Template by template: those that were not touched follow what is in force now, touched and new ones stay as typed. */
function rebasedTemplates(typed: readonly TemplateForm[], before: readonly TemplateForm[], now: readonly TemplateForm[]): readonly TemplateForm[] {
  const find = (list: readonly TemplateForm[], each: TemplateForm) => list.find(({ name, language }) => name === each.name && language === each.language);
  const isTouched = (each: TemplateForm) => JSON.stringify(each) !== JSON.stringify(find(before, each) ?? null);
  const kept = typed.filter(isTouched);
  return [...now.map((each) => find(kept, each) ?? each), ...kept.filter((each) => !find(now, each))];
}

/** The order in which channels were ticked says nothing. */
function same(part: PolicyPartName, a: unknown, b: unknown): boolean {
  const plain = (value: unknown) => JSON.stringify((part === 'quietChannels' || part === 'consentChannels') && Array.isArray(value) ? value.toSorted() : value);
  return plain(a) === plain(b);
}

const wordsOf = (text: string) => text.split(/[\s,;]+/).filter((word) => word !== '');

/** An empty or odd text becomes NaN, which no bound of the server lets pass. */
const number = (text: string) => (text.trim() === '' ? Number.NaN : Number(text));

function byChannel<T>(of: (channel: Channel) => T): Record<Channel, T> {
  return Object.fromEntries(channels.map((channel) => [channel, of(channel)])) as Record<Channel, T>;
}
