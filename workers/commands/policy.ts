import { forecast } from '#lib/policy/forecast.ts';
import { checkPolicy } from '#lib/policy/check-policy.ts';
import { UsageError, type Command } from './command.ts';

/** Why would this be stopped, before it is? */
export const policyCheck: Command = {
  name: 'policy check',
  usage: '--channel C --to ADDRESS [--at TIME] | --approval ID [--at TIME]',
  summary: 'Show what every rule says of an address or a draft, now or at a time; changes nothing',
  options: { channel: { type: 'string' }, to: { type: 'string' }, at: { type: 'string' }, approval: { type: 'string' } },
  async run(shell) {
    if (!shell.option('approval') && !(shell.option('channel') && shell.option('to'))) throw new UsageError('Give --channel and --to, or --approval.', this.usage);
    const given = { approvalId: shell.option('approval'), channel: shell.option('channel'), address: shell.option('to'), at: instant(shell.option('at'), this.usage) };
    const check = await checkPolicy(await shell.call(), Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)));
    const when = check.at === null ? '' : ` It would go out at ${check.at}${check.localTime === null ? '' : ` (${check.localTime})`}.`;
    return { json: check, lines: [`${check.verdict}: ${check.why}${when}`, '', ...check.rules.map(({ rule, result, why }) => `  ${result.padEnd(5)}  ${rule}: ${why}`)] };
  },
};

function instant(text: string | undefined, usage: string): string | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(text) || Number.isNaN(Date.parse(text))) throw new UsageError(`“${text}” is not a time; give one like 2026-11-23T21:30Z.`, usage);
  return new Date(text).toISOString();
}

/** Of what waits for review: how many would go if all were approved now, and why the others would not. */
export const policyForecast: Command = {
  name: 'policy forecast',
  usage: '[--channel C] [--q TEXT]',
  summary: 'Say what would come of approving everything that waits for review and fits: how many go, and why the others do not',
  words: [0, 0],
  options: { channel: { type: 'string' }, q: { type: 'string' } },
  async run(shell) {
    const [channel, q] = [shell.option('channel'), shell.option('q')];
    const said = await forecast(await shell.call(), { ...(channel && { channel }), ...(q && { q }) });
    const others = said.groups.map(({ verdict, rule, count, why, until }) => `  ${String(count).padStart(4)}  ${verdict} (${rule})${until ? ` until ${until}` : ''}: ${why}`);
    const pace = said.pace.map(({ channel: by, sender, count, lastAt }) => `  ${count} by ${by} from ${sender}, the last at ${lastAt}`);
    return { json: said, lines: [`${said.go} of ${said.total} would go.`, ...pace, ...(others.length > 0 ? ['The others:', ...others] : [])] };
  },
};
