import { checkSends } from '#lib/audit/check-sends.ts';
import { count } from './columns.ts';
import type { Command } from './command.ts';

/** Was everything that went out approved, once, and nobody's stop passed over: out of the journal, without the tables that are made of it. */
export const sends: Command = {
  name: 'audit sends',
  usage: '',
  summary: 'Check every send in the journal: begun under a person’s approval of exactly that content, never twice, and not to whoever had said stop; exit code 1 when one was not',
  words: [0, 0],
  async run(shell) {
    const found = await checkSends(await shell.call(), { signal: shell.signal, onProgress: ({ events, total }) => shell.progress(`${events} of ${total} records`) });
    const { attempts, accepted, refused, uncertain, open, problems, problemCount } = found;
    const tally = `${count(attempts, 'send')} begun: ${accepted} went out, ${refused} refused, ${uncertain} uncertain, ${open} on the way.`;
    if (found.ok) return { json: found, lines: [tally, 'Each was approved by a person in exactly that content, none was begun again that went out or may have, and none after its recipient had said stop.'] };
    return {
      json: found, exitCode: 1,
      lines: [tally, `${count(problemCount, 'fault')}:`, ...problems.map(({ seq, approvalId, problem }) => `  record ${seq}, ${approvalId}: ${problem}`), ...(problemCount > problems.length ? [`  and ${problemCount - problems.length} more`] : []), 'Keep the journal as it is, and pause what sends: channel pause all --reason "why"'],
    };
  },
};
