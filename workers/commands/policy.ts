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
