import { channelNames, channels, type Channel } from '#lib/channels/channel.ts';
import { isNamed } from '#lib/policy/message-template.ts';
import { partNames } from '#lib/policy/part-names.ts';
import type { PolicyPartName, PolicyValues } from './policy-form-shape.ts';

/** The policy in words. Pure. */

const units = [[2 * 86_400_000, 86_400_000, 'd'], [3_600_000, 3_600_000, 'h'], [60_000, 60_000, 'min'], [1000, 1000, 's']] as const;

/** A duration as it was set, in the largest unit that tells it whole: 90 s, 15 min, 24 h, 3 d. */
export function exactly(ms: number): string {
  const [, size, unit] = units.find(([least, each]) => ms >= least && ms % each === 0) ?? units[3];
  return `${ms / size} ${unit}`;
}

export interface PartChange {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}

/** What would be different, line by line; of the limits only the figures that change. */
export function changeWords(before: PolicyValues, after: Partial<PolicyValues>): PartChange[] {
  return (Object.keys(after) as PolicyPartName[]).flatMap((part) => {
    if (part === 'channels') return limitChanges(before.channels, after.channels ?? before.channels);
    if (part === 'templates') return templateChanges(before.templates, after.templates ?? before.templates);
    return [{ label: partNames[part], before: valueWords(part, before), after: valueWords(part, { ...before, ...after }) }];
  });
}

const templateWords = ({ status, category, body }: PolicyValues['templates'][number]) => `${status === 'retired' ? 'Retired, ' : ''}${category}: ${body}`;

/** One line a template. */
function templateChanges(before: PolicyValues['templates'], after: PolicyValues['templates']): PartChange[] {
  const gone = before.filter((was) => !after.some(isNamed(was)));
  return [...after, ...gone].flatMap((each) => {
    const [was, is] = [before.find(isNamed(each)), after.find(isNamed(each))].map((one) => (one ? templateWords(one) : 'None'));
    return was === is ? [] : [{ label: `Template ${each.name} (${each.language})`, before: was ?? 'None', after: is ?? 'None' }];
  });
}

function limitChanges(before: PolicyValues['channels'], after: PolicyValues['channels']): PartChange[] {
  return channels.flatMap((channel) => {
    const [a, b] = [before[channel], after[channel]];
    const lines = [
      { label: `${channelNames[channel]}, in an hour`, before: String(a.perHour), after: String(b.perHour) },
      { label: `${channelNames[channel]}, in a day`, before: String(a.perDay), after: String(b.perDay) },
      { label: `${channelNames[channel]}, between two`, before: exactly(a.gapMs), after: exactly(b.gapMs) },
    ];
    return lines.filter((line) => line.before !== line.after);
  });
}

export function valueWords(part: Exclude<PolicyPartName, 'channels' | 'templates'>, policy: PolicyValues): string {
  switch (part) {
    case 'gapVariance':
      return policy.gapVariance === 0 ? 'None' : `Up to ${Math.round(policy.gapVariance * 100)} % longer`;
    case 'ramp':
      return policy.ramp === null ? 'None' : `${policy.ramp.startPerDay} on the first day, ${policy.ramp.growthPerDay} × more each day`;
    case 'staleAfterMs':
      return `${policy.staleAfterMs / 3_600_000} h`;
    case 'scheduleGraceMs':
      return exactly(policy.scheduleGraceMs);
    case 'returnedShareMax':
      return `${Math.round(policy.returnedShareMax * 100)} % in 24 h`;
    case 'delayedMail':
      return `${exactly(policy.delayedMail.restMs)} after ${policy.delayedMail.reports} in a row`;
    case 'retryPausesMs':
      return policy.retryPausesMs.length === 0 ? 'Never' : `${policy.retryPausesMs.map(exactly).join(', ')}; then it is a dead letter`;
    case 'breaker':
      return `${exactly(policy.breaker.restMs)} at first, after ${policy.breaker.failures} in a row failed; all go again when ${policy.breaker.successes} went through`;
    case 'quietChannels':
    case 'consentChannels':
      return channelList(policy[part]);
    case 'holidays':
      return policy.holidays.length === 0 ? 'None' : policy.holidays.join(', ');
    case 'postalAddress':
      return policy.postalAddress === '' ? 'Not given' : policy.postalAddress;
    case 'registryMaxAgeDays':
      return policy.registryMaxAgeDays === null ? 'Nobody is written to first' : `${policy.registryMaxAgeDays} days`;
    case 'registryCopiedOn':
      return policy.registryCopiedOn ?? 'Never';
    case 'perLeadPerDay':
    case 'perHouseholdPerDay':
    case 'teamZone':
      return String(policy[part]);
  }
}

export const channelList = (names: readonly Channel[]) => (names.length === 0 ? 'None' : names.map((name) => channelNames[name]).join(', '));

/** A rule by the name a person knows it by: `quiet_hours` → `quiet hours`. */
export const ruleWords = (rule: string) => rule.replaceAll('_', ' ');

/** A field as the server names it, under the name it has in the form: `changes.channels.email.perDay`. A template is called what it was called in the changes. */
export function fieldWords(field: string, { templates }: Partial<PolicyValues>): string {
  const [part = '', of = '', detail = ''] = field.replace(/^changes\./, '').split('.');
  const template = part === 'templates' ? templates?.[Number(of)] : undefined;
  if (template && detail !== '') return `${template.name === '' ? 'New template' : `Template ${template.name} (${template.language})`}, ${detail === 'body' ? 'text' : detail}`;
  const limitNames: Readonly<Record<string, string>> = { perHour: 'in an hour', perDay: 'in a day', gapMs: 'between two' };
  return part === 'channels' && of in channelNames ? `${channelNames[of as Channel]}, ${limitNames[detail] ?? detail}` : (partNames[part as PolicyPartName] ?? field);
}
