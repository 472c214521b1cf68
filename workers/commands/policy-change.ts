import { changePolicy } from '#lib/policy/change-policy.ts';
import { getPolicy } from '#lib/policy/get-policy.ts';
import { replayPolicy } from '#lib/policy/replay-policy.ts';
import type { PolicyView } from '#lib/policy/schema.ts';
import { UsageError, type Command } from './command.ts';

export const policyShow: Command = {
  name: 'policy show',
  usage: '',
  summary: 'Show the policy in force: what may go out, when and to whom',
  async run(shell) {
    const view = await getPolicy(await shell.call(), {});
    return { json: view, lines: [...leaves(view.policy).map(([path, value]) => `${path}=${JSON.stringify(value)}`), '', view.changed ? `Changed ${view.changed.at} by ${view.changed.by}: ${view.changed.reason}` : 'Nobody has changed it.'] };
  },
};

export const policySet: Command = {
  name: 'policy set',
  usage: 'PART=VALUE… --reason R [--dry-run]',
  summary: 'Change parts of the policy, as `policy show` names them; --dry-run says what it would have done to the last 30 days and changes nothing',
  words: [1, 50],
  options: { reason: { type: 'string' }, 'dry-run': { type: 'boolean' } },
  async run(shell) {
    const reason = shell.option('reason');
    if (reason === undefined && !shell.flag('dry-run')) throw new UsageError('Say why: --reason "…".', this.usage);
    const call = await shell.call();
    const { version, policy } = await getPolicy(call, {});
    const changes = changesOf(policy, shell.words, this.usage);
    if (!shell.flag('dry-run')) {
      const view = await changePolicy(call, { version, changes, reason });
      if (view.version === version) return { json: view, lines: ['That is so already: nothing was recorded.'] };
      return { json: view, lines: [`Changed: ${Object.keys(changes).join(', ')}. It counts from the next message that would go out.`] };
    }
    const replay = await replayPolicy(call, { changes });
    const { looked, same, sooner, later, stopped, freed, notPlayed } = replay;
    const why = (rules: readonly { rule: string; count: number }[]) => (rules.length === 0 ? '' : ` (${rules.map(({ rule, count }) => `${rule} ${count}`).join(', ')})`);
    const lines = [
      `Of ${looked} approved in the last 30 days ${same} would have gone as they do now,`,
      `  ${stopped.count} would have been stopped${why(stopped.rules)}, ${freed} would have gone that are stopped now,`,
      `  ${sooner} sooner, ${later.count} later${why(later.rules)}${later.count > 0 ? `, at most by ${Math.round(later.longestMs / 60_000)} min` : ''}.`,
      ...(notPlayed.length > 0 ? [`Not played again, for servers’ answers decide: ${notPlayed.join(', ')}.`] : []),
    ];
    return { json: replay, lines };
  },
};

/** Every value by its path: `channels.email.perDay`. */
function leaves(value: object, before = ''): [string, unknown][] {
  return Object.entries(value).flatMap(([name, part]): [string, unknown][] => (part !== null && typeof part === 'object' && !Array.isArray(part) ? leaves(part as object, `${before}${name}.`) : [[`${before}${name}`, part]]));
}

/** Words like `channels.email.perDay=200` or `holidays=["2026-12-25"]`, put into whole parts; what is no JSON is text. */
function changesOf(policy: PolicyView['policy'], words: readonly string[], usage: string): Record<string, unknown> {
  const changes: Record<string, unknown> = {};
  const seen = new Set<string>();
  for (const word of words) {
    const [path = '', ...rest] = word.split('=');
    const [part = '', ...names] = path.split('.');
    if (seen.has(path)) throw new UsageError(`${path} is given twice.`, usage);
    seen.add(path);
    if (rest.length === 0 || !Object.hasOwn(policy, part)) throw new UsageError(`“${word}” names no part of the policy.`, usage);
    changes[part] = placed(Object.hasOwn(changes, part) ? changes[part] : structuredClone(policy[part as keyof typeof policy]), names, jsonOrText(rest.join('=')));
  }
  return changes;
}

function placed(whole: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  const inside: Record<string, unknown> = whole !== null && typeof whole === 'object' ? { ...whole } : {};
  return { ...inside, [name]: placed(inside[name], rest, value) };
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
