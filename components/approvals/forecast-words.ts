import type { Forecast } from '#lib/policy/forecast.ts';

/** A forecast in words. Pure. */

export function goWords({ go, total }: Pick<Forecast, 'go' | 'total'>): string {
  if (total === 0) return 'Nothing waits for review here.';
  return go === total ? `All ${total} would go.` : `${go} of ${total} would go.`;
}

const ruleNames: Readonly<Record<string, string>> = {
  dnc: 'on the Do-Not-Contact list', quiet_hours: 'wait for the morning', holidays: 'wait for the end of a holiday', lead_cap: 'over the cap for one lead', household_cap: 'over the cap for one household',
  paused: 'wait for their channel', circuit: 'wait for their channel', channel_window: 'outside the reply window', consent: 'lack consent', links: 'have a misleading link', stage: 'to leads at rest',
};

export interface ForecastLine {
  readonly key: string;
  readonly count: number;
  readonly words: string;
  readonly why: string;
}

/** Of those that would not go: how many, and why. */
export function forecastLines({ groups }: Pick<Forecast, 'groups'>): ForecastLine[] {
  return groups.map(({ verdict, rule, count, why, until }) => ({ key: `${verdict}${rule}${until ?? ''}`, count, words: ruleNames[rule] ?? (verdict === 'hold' ? 'would wait' : verdict === 'block' ? 'would be blocked' : 'would come back for review'), why }));
}
