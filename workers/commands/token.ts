import { createToken } from '#lib/accounts/create-token.ts';
import { listTokens } from '#lib/accounts/list-tokens.ts';
import { revokeToken } from '#lib/accounts/revoke-token.ts';
import { inColumns } from './columns.ts';
import { UsageError, type Command } from './command.ts';

/** API tokens: for programs, which never decide on drafts whatever their role. */
export const tokenCommands: readonly Command[] = [
  {
    name: 'token create',
    usage: '--name NAME --role viewer|agent|manager|admin',
    summary: 'Make a token for a program; its text is shown once',
    options: { name: { type: 'string' }, role: { type: 'string' } },
    async run(shell) {
      for (const name of ['name', 'role']) if (!shell.option(name)) throw new UsageError(`--${name} is missing.`, this.usage);
      const made = await createToken(await shell.call(), { name: shell.option('name'), role: shell.option('role') });
      return { json: made, lines: [`Token ${made.name} (${made.role}), shown this once:`, '', `  ${made.token}`, '', `End it with: token revoke ${made.id}`] };
    },
  },
  {
    name: 'token list',
    usage: '',
    summary: 'Show the tokens there are',
    async run(shell) {
      const tokens = await listTokens(await shell.call());
      if (tokens.total === 0) return { json: tokens, lines: ['There is no token. Make one with: token create --name NAME --role R'] };
      return { json: tokens, lines: inColumns([['ID', 'ROLE', 'STATUS', 'MADE', 'NAME'], ...tokens.items.map((token) => [token.id, token.role, token.status, token.createdAt.slice(0, 10), token.name])]) };
    },
  },
  {
    name: 'token revoke',
    usage: 'ID',
    summary: 'End a token at once',
    words: [1, 1],
    async run(shell) {
      const token = await revokeToken(await shell.call(), { id: shell.words[0] });
      return { json: token, lines: [`Token ${token.name} has ended.`] };
    },
  },
];
