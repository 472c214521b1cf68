import { channelNames } from '#lib/channels/channel.ts';
import type { Forecast } from '#lib/policy/forecast.ts';
import { cityOf } from '#lib/policy/local-time.ts';

/** A forecast in words. Pure. */

export function goWords({ go, total }: Pick<Forecast, 'go' | 'total'>): string {
  if (total === 0) return 'Nothing waits for review here.';
  return go === total ? `All ${total} would go.` : `${go} of ${total} would go.`;
}

const ruleNames: Readonly<Record<string, string>> = {
  dnc: 'on the Do-Not-Contact list', quiet_hours: 'wait for the morning', holidays: 'wait for the end of a holiday', lead_cap: 'over the cap for one lead', household_cap: 'over the cap for one household',
  paused: 'wait for their channel', circuit: 'wait for their channel', clock: 'wait for the clock of this machine', registry: 'wait for a copy of the Do-Not-Call registry', returned_mail: 'to mailboxes that sent mail back',
  channel_window: 'outside the reply window', template: 'with a template that cannot be sent', approval: 'not as approved', sender: 'from an address that is not ours any more', recipient: 'to an address that is another lead’s now', consent: 'lack consent', required_parts: 'lack the postal address', links: 'have a misleading link', stage: 'to leads at rest', teammate_sent: 'after another one to the same person',
};

export interface ForecastLine {
  readonly key: string;
  readonly count: number;
  readonly words: string;
  readonly why: string;
}

/** Of those that would not go: how many, why, and when the first of them could: by the clock where they all are, else by the reader's, which `here` names in tests. */
export function forecastLines({ groups }: Pick<Forecast, 'groups'>, here?: string): ForecastLine[] {
  return groups.map(({ verdict, rule, count, why, until, zone }) => {
    const name = ruleNames[rule] ?? (verdict === 'hold' ? 'would wait' : verdict === 'block' ? 'would be blocked' : 'would come back for review');
    return { key: `${verdict}${rule}${until ?? ''}`, count, words: until === null ? name : `${name}, ${zonedTime(until, zone, here)} at the earliest`, why };
  });
}

/** `Sun 8:00 AM in Denver`, or `Sun 3:00 PM your time`. */
function zonedTime(at: string, zone: string | null, here?: string): string {
  const clock = new Intl.DateTimeFormat('en', { weekday: 'short', hour: 'numeric', minute: '2-digit', timeZone: zone ?? here });
  return `${clock.format(Date.parse(at))} ${zone === null ? 'your time' : `in ${cityOf(zone)}`}`;
}

/** A sender writes to many places: its times are by the reader's clock, and say so. */
export function paceWords({ channel, count, lastAt }: Forecast['pace'][number], here?: string): string {
  const time = new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', timeZone: here }).format(Date.parse(lastAt));
  return `${channelNames[channel]}: the last of ${count} at ${time} your time`;
}
