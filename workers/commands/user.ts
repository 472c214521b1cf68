import { addUser } from '#lib/accounts/add-user.ts';
import { changeRole } from '#lib/accounts/change-role.ts';
import { disableUser } from '#lib/accounts/disable-user.ts';
import { enableUser } from '#lib/accounts/enable-user.ts';
import { listUsers } from '#lib/accounts/list-users.ts';
import { setPassword } from '#lib/accounts/set-password.ts';
import { refusal, Refused } from '#lib/errors.ts';
import type { Call } from '#lib/world.ts';
import { inColumns } from './columns.ts';
import { UsageError, type Command, type Shell } from './command.ts';

/** Users, by e-mail address. */

const passwordOption = { 'password-stdin': { type: 'boolean' } } as const;

async function password(shell: Shell): Promise<string> {
  const text = (await shell.readStdin()).replace(/\r?\n$/, '');
  if (text === '') throw new UsageError('There was no password on standard input.', "for example: printf '%s' \"$PASSWORD\" | npm run -s re -- user add ana@example.com --role agent --password-stdin");
  return text;
}

async function idOf(call: Call, email: string): Promise<string> {
  const user = await call.world.store.accounts.userByEmail(email.trim().toLowerCase());
  if (!user) throw new Refused(refusal('not_found', `There is no user ${email}.`, { lift: 'See the addresses with: user list' }));
  return user.id;
}

const add: Command = {
  name: 'user add',
  usage: 'EMAIL --role viewer|agent|manager|admin --password-stdin [--name NAME]',
  summary: 'Add somebody who may sign in',
  words: [1, 1],
  options: { role: { type: 'string' }, name: { type: 'string' }, ...passwordOption },
  async run(shell) {
    if (!shell.option('role')) throw new UsageError('--role is missing.', this.usage);
    const secret = shell.flag('password-stdin') ? await password(shell) : undefined;
    const user = await addUser(await shell.call(), { email: shell.words[0], role: shell.option('role'), name: shell.option('name'), password: secret });
    return { json: user, lines: [`Added ${user.email} as ${user.role}.${user.hasPassword ? '' : ' They cannot sign in before a password is set: user password EMAIL --password-stdin'}`] };
  },
};

const list: Command = {
  name: 'user list',
  usage: '',
  summary: 'Show who may sign in',
  async run(shell) {
    const users = await listUsers(await shell.call());
    return { json: users, lines: inColumns([['E-MAIL', 'ROLE', 'STATUS', 'NAME'], ...users.items.map(({ email, role, status, name }) => [email, role, status, name])]) };
  },
};

const change = (name: string, summary: string, verb: typeof disableUser, done: string): Command => ({
  name, usage: 'EMAIL', summary, words: [1, 1],
  async run(shell) {
    const call = await shell.call();
    const user = await verb(call, { id: await idOf(call, shell.words[0] ?? '') });
    return { json: user, lines: [`${user.email} ${done}`] };
  },
});

const role: Command = {
  name: 'user role',
  usage: 'EMAIL viewer|agent|manager|admin',
  summary: 'Give a user another role; their sessions end',
  words: [2, 2],
  async run(shell) {
    const call = await shell.call();
    const user = await changeRole(call, { id: await idOf(call, shell.words[0] ?? ''), role: shell.words[1] });
    return { json: user, lines: [`${user.email} is ${user.role} now.`] };
  },
};

const setNewPassword: Command = {
  name: 'user password',
  usage: 'EMAIL --password-stdin',
  summary: 'Set a new password; their sessions end',
  words: [1, 1],
  options: passwordOption,
  async run(shell) {
    if (!shell.flag('password-stdin')) throw new UsageError('--password-stdin is missing: a password on the command line would be seen by others.', this.usage);
    const call = await shell.call();
    const user = await setPassword(call, { id: await idOf(call, shell.words[0] ?? ''), password: await password(shell) });
    return { json: user, lines: [`${user.email} has a new password; open sessions have ended.`] };
  },
};

export const userCommands: readonly Command[] = [
  add, list, role, setNewPassword,
  change('user disable', 'Shut a user out; their sessions end', disableUser, 'is shut out.'),
  change('user enable', 'Let a user in again', enableUser, 'may sign in again.'),
];
