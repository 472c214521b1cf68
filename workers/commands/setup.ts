import { readFile } from 'node:fs/promises';
import { modeOf } from '#lib/channels/mode.ts';
import { firstRun } from '#lib/accounts/first-run.ts';
import { backdated, firstInstant, seedWorkspace } from '#lib/messages/seed-workspace.ts';
import { inColumns } from './columns.ts';
import type { Command } from './command.ts';

const seedFile = (name: string) => new URL(`../../data/seed/${name}`, import.meta.url);

/** Null when somebody cleared the folder: a workspace without samples is a good one. */
async function sampleFiles(): Promise<[Uint8Array, Uint8Array, string, string] | null> {
  try {
    return await Promise.all([readFile(seedFile('leads.csv')), readFile(seedFile('dnc.csv')), readFile(seedFile('conversations.json'), 'utf8'), readFile(seedFile('templates.json'), 'utf8')]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

export const setup: Command = {
  name: 'setup',
  usage: '',
  worksWithoutData: true,
  summary: 'Prepare a new data folder: first users, and the sample workspace while nothing is connected',
  async run(shell) {
    const call = await shell.call();
    const { store, clock, settings } = call.world;
    const empty = (await store.head()).seq === 0;
    const samples = modeOf(settings, 'email') === 'sandbox';
    const { users, already } = await firstRun(empty && samples ? backdated(call, firstInstant(clock.now())) : call);
    const seeded = samples ? await seed(shell, call) : { leads: 0, messages: 0, already: true };
    const nothingDone = already && seeded.already;
    const lines = nothingDone ? ['This data folder is set up already.'] : [];
    if (already) lines.push('Users are there already. A lost password: npm run -s re -- user password EMAIL --password-stdin');
    if (users.length > 0)
      lines.push('Sign in with one of these. The passwords are shown this once:', '', ...inColumns(users.map(({ email, role, password }) => [`  ${email}`, role, password])));
    if (!seeded.already) lines.push('', `Sample workspace: ${seeded.leads} leads and ${seeded.messages} messages. Nothing leaves this machine.`);
    return { json: { users, seeded: { leads: seeded.leads, messages: seeded.messages }, already: nothingDone }, lines };
  },
};

async function seed(shell: Parameters<Command['run']>[0], call: Parameters<typeof seedWorkspace>[0]) {
  const files = await sampleFiles();
  if (!files) {
    process.stderr.write('The sample files in data/seed are not there, so the workspace starts empty. `git checkout data/seed` brings them back.\n');
    return { leads: 0, messages: 0, already: true };
  }
  const [leads, dnc, conversations, templates] = files;
  return seedWorkspace(call, { leads, dnc, conversations: JSON.parse(conversations), templates: JSON.parse(templates) }, { onProgress: (done, total) => shell.progress(`Sample workspace: ${done} of ${total} messages`) });
}
