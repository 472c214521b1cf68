import { channelNames, channels, isChannel, type Channel } from '#lib/channels/channel.ts';
import { exactDuration } from '#lib/clock.ts';
import { isNamed } from '#lib/policy/message-template.ts';
import { partNames } from '#lib/policy/part-names.ts';
import type { PolicyPartName, PolicyValues } from './policy-form-shape.ts';

/** The policy in words. Pure. */

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
      { label: `${channelNames[channel]}, between two`, before: exactDuration(a.gapMs), after: exactDuration(b.gapMs) },
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
    case 'scheduleGraceMs':
      return exactDuration(policy[part]);
    case 'returnedShareMax':
      return `${Math.round(policy.returnedShareMax * 100)} % in 24 h`;
    case 'delayedMail':
      return `${exactDuration(policy.delayedMail.restMs)} after ${policy.delayedMail.reports === 1 ? '1 report' : `${policy.delayedMail.reports} reports within 14 days`}`;
    case 'retryPausesMs':
      return policy.retryPausesMs.length === 0 ? 'Never: it is a dead letter at once' : `${policy.retryPausesMs.map(exactDuration).join(', ')}; then it is a dead letter`;
    case 'breaker':
      return `${exactDuration(policy.breaker.restMs)} at first, after ${policy.breaker.failures === 1 ? '1 failure' : `${policy.breaker.failures} failures in a row`}; all go again when ${policy.breaker.successes} went through`;
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

/** Which changed parts say nothing in a replay, and why. */
export function notPlayedWords(parts: readonly string[]): string {
  const names = parts.map((part) => `“${partNames[part as PolicyPartName] ?? part}”`).join(', ');
  return `Not played again: ${names}. ${parts.length === 1 ? 'It follows' : 'They follow'} what servers answer.`;
}

/** A rule by the name a person knows it by: `quiet_hours` → `quiet hours`. */
export const ruleWords = (rule: string) => rule.replaceAll('_', ' ');

const limitNames: Readonly<Record<string, string>> = { perHour: 'in an hour', perDay: 'in a day', gapMs: 'between two' };
/** Fields of parts that the form has several of. */
const fieldNames: Readonly<Record<string, string>> = {
  'breaker.failures': 'Failures until a channel rests', 'breaker.restMs': 'First rest of a channel', 'breaker.successes': 'Messages that must go through one by one',
  'delayedMail.reports': 'Reports until an address rests', 'delayedMail.restMs': 'Rest of an address',
};

/** A field as the server names it, under the name it has in the form: `changes.channels.email.perDay`. A template is called what it was called in the changes. */
export function fieldWords(field: string, { templates }: Partial<PolicyValues>): string {
  const [part = '', of = '', detail = ''] = field.replace(/^changes\./, '').split('.');
  const template = part === 'templates' ? templates?.[Number(of)] : undefined;
  if (template && detail !== '') return `${template.name === '' ? 'New template' : `Template ${template.name} (${template.language})`}, ${detail === 'body' ? 'text' : detail}`;
  if (part === 'channels' && isChannel(of)) return `${channelNames[of]}, ${limitNames[detail] ?? detail}`;
  if (part === 'retryPausesMs' && of !== '') return `Pause ${Number(of) + 1} after a refusal`;
  return fieldNames[`${part}.${of}`] ?? partNames[part as PolicyPartName] ?? field;
}
