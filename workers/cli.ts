import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { readConfig, type Settings } from '#lib/config.ts';
import { Fault, Refused } from '#lib/errors.ts';
import { openRuntime, type Runtime } from '#lib/runtime.ts';
import { inColumns } from './commands/columns.ts';
import { UsageError, type Answer, type Command, type Shell } from './commands/command.ts';
import { refuseWithoutData } from './commands/data-folder.ts';

/** `npm run -s re -- <command>`: what an operator does at the shell. One table of commands; each says what it did, or what is wrong. */

const groups: Readonly<Record<string, () => Promise<readonly Command[]>>> = {
  setup: async () => [(await import('./commands/setup.ts')).setup],
  user: async () => (await import('./commands/user.ts')).userCommands,
  token: async () => (await import('./commands/token.ts')).tokenCommands,
  import: async () => (await import('./commands/import.ts')).importCommands,
  ingest: async () => [(await import('./commands/ingest.ts')).ingest],
  approvals: async () => {
    const { approvalCommands, refusedApprovalCommands } = await import('./commands/approvals.ts');
    return [...approvalCommands, ...refusedApprovalCommands];
  },
  policy: async () => {
    const { policyCheck, policyForecast } = await import('./commands/policy.ts');
    const { policySet, policyShow } = await import('./commands/policy-change.ts');
    return [policyCheck, policyForecast, policyShow, policySet];
  },
  audit: async () => (await import('./commands/audit.ts')).auditCommands,
  backup: async () => (await import('./commands/backup.ts')).backupCommands,
  restore: async () => [(await import('./commands/backup.ts')).restore],
  erase: async () => [(await import('./commands/erase.ts')).erase],
  archive: async () => [(await import('./commands/archive.ts')).archive],
  channel: async () => (await import('./commands/channel.ts')).channelCommands,
  doctor: async () => [(await import('./commands/doctor.ts')).doctor],
};

const exit = { done: 0, refused: 1, usage: 2, config: 78 } as const;

async function main(argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  const rest = argv.filter((word) => word !== '--json');
  const words = rest.filter((word) => !word.startsWith('-'));
  if (words.length === 0 || words[0] === 'help') {
    const asked = rest.some((word) => word === '--help' || word === '-h') || words[0] === 'help';
    process[asked ? 'stdout' : 'stderr'].write(await helpText());
    return asked ? exit.done : exit.usage;
  }
  try {
    const command = await find(words);
    if (rest.includes('--help') || rest.includes('-h')) return say({ json: { usage: usageOf(command) }, lines: [usageOf(command), '', command.summary] }, json);
    const settings = await settingsFor(command);
    return say(await run(command, settings, rest), json);
  } catch (error) {
    return complain(error, json);
  }
}

async function helpText(): Promise<string> {
  const all = (await Promise.all(Object.values(groups).map((load) => load()))).flat().filter((command) => command.summary !== '');
  const rows = all.map((command) => [`  ${command.name} ${command.usage}`.trimEnd(), command.summary]);
  return ['RE Engine, from the shell.', '', 'npm run -s re -- <command> [--json]', '', ...inColumns(rows), '', '--json prints one JSON document. <command> --help says how one is used.', ''].join('\n');
}

function usageOf(command: Command): string {
  return `${command.name} ${command.usage}`.trimEnd();
}

/** The longest name that the first words spell. */
async function find(words: readonly string[]): Promise<Command> {
  const [first = ''] = words;
  const load = Object.hasOwn(groups, first) ? groups[first] : undefined;
  if (!load) throw new UsageError(`There is no command “${first}”. The commands: ${Object.keys(groups).join(', ')}.`);
  const commands = await load();
  const found = commands.find((command) => command.name === first || command.name === `${first} ${words[1] ?? ''}`);
  if (found) return found;
  const names = commands.filter((command) => command.summary !== '').map((command) => command.name);
  throw new UsageError(words[1] === undefined ? `“${first}” needs a second word: ${names.join(', ')}.` : `There is no command “${first} ${words[1]}”. There is: ${names.join(', ')}.`);
}

class ConfigProblems extends Error {
  readonly problems: readonly { setting: string; problem: string }[];
  constructor(problems: readonly { setting: string; problem: string }[]) {
    super('The configuration is not valid.');
    this.problems = problems;
  }
}

/** The doctor looks at a broken configuration too, so it gets the defaults and reads the environment itself. */
async function settingsFor(command: Command): Promise<Settings> {
  const config = readConfig(process.env);
  if (config.ok) return config.settings;
  const defaults = command.name === 'doctor' ? readConfig({ RE_DATA_DIR: process.env.RE_DATA_DIR }) : config;
  if (!defaults.ok) throw new ConfigProblems(config.problems);
  return defaults.settings;
}

async function run(command: Command, settings: Settings, argv: readonly string[]): Promise<Answer> {
  const { values, words } = read(command, argv);
  const [least, most] = command.words ?? [0, 0];
  if (words.length < least || words.length > most) throw new UsageError(words.length < least ? 'Something is missing.' : `“${words[most]}” is too much.`, usageOf(command));
  const stop = new AbortController();
  const onSignal = () => stop.abort(new Refused({ kind: 'refusal', code: 'invalid_input', message: 'Stopped. What was said to be done is done; run the command again to go on.' }));
  process.once('SIGINT', onSignal);
  const opened: Runtime[] = [];
  try {
    return await command.run(shellOf({ settings, words, values, worksWithoutData: command.worksWithoutData ?? false }, opened, stop.signal));
  } finally {
    process.off('SIGINT', onSignal);
    clearProgress();
    for (const runtime of opened) await runtime.close();
  }
}

type Values = Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;

function read(command: Command, argv: readonly string[]): { values: Values; words: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options: command.options ?? {}, allowPositionals: true, strict: true });
    return { values, words: positionals.slice(command.name.split(' ').length) };
  } catch (error) {
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')) throw new UsageError(error.message.split('. ')[0] ?? error.message, usageOf(command));
    throw error;
  }
}

interface Called {
  readonly settings: Settings;
  readonly words: readonly string[];
  readonly values: Values;
  readonly worksWithoutData: boolean;
}

function shellOf({ settings, words, values, worksWithoutData }: Called, opened: Runtime[], signal: AbortSignal): Shell {
  return {
    settings, words, signal,
    option: (name) => (typeof values[name] === 'string' ? values[name] : undefined),
    flag: (name) => values[name] === true,
    call: async () => {
      if (!worksWithoutData) refuseWithoutData(settings);
      const runtime = await openRuntime(settings);
      opened.push(runtime);
      const { username } = userInfo();
      return { world: runtime, actor: { kind: 'operator', id: username, name: username }, correlationId: runtime.ids.next('cor') };
    },
    done: async () => {
      for (const runtime of opened.splice(0)) await runtime.close();
    },
    readStdin: async () => {
      const parts: Buffer[] = [];
      for await (const part of process.stdin) parts.push(Buffer.from(part));
      return Buffer.concat(parts).toString('utf8');
    },
    progress: (text) => {
      if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${text}`);
    },
  };
}

function clearProgress(): void {
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K');
}

function say(answer: Answer, json: boolean): number {
  process.stdout.write(json ? `${JSON.stringify(answer.json, null, 2)}\n` : answer.lines.length > 0 ? `${answer.lines.join('\n')}\n` : '');
  return answer.exitCode ?? exit.done;
}

/** What is wrong, in words; with --json as one document. The stack only when somebody asked for it. */
function complain(error: unknown, json: boolean): number {
  const told = tell(error);
  if (json) process.stdout.write(`${JSON.stringify({ error: told.document }, null, 2)}\n`);
  else process.stderr.write(`${told.lines.join('\n')}\n`);
  if (process.env.RE_LOG_LEVEL === 'debug' && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n${error.cause instanceof Error ? `caused by ${error.cause.stack ?? ''}\n` : ''}`);
  return told.code;
}

function tell(error: unknown): { code: number; lines: string[]; document: object } {
  if (error instanceof UsageError) {
    const { message, usage } = error;
    return { code: exit.usage, lines: [message, ...(usage ? [`Usage: ${usage}`] : ['npm run -s re -- --help lists them all.'])], document: { code: 'usage', message, usage } };
  }
  if (error instanceof ConfigProblems) {
    const lines = ['The configuration is not valid:', ...error.problems.map(({ setting, problem }) => `  ${setting} ${problem}`)];
    return { code: exit.config, lines, document: { code: 'config_invalid', message: error.message, problems: error.problems } };
  }
  if (error instanceof Refused) {
    const { code, message, lift, details } = error.refusal;
    return { code: exit.refused, lines: [message, ...(lift ? [lift] : [])], document: { code, message, lift, details } };
  }
  if (error instanceof Fault) return { code: error.code === 'config_invalid' ? exit.config : exit.refused, lines: [error.message, ...(error.retryable ? ['The same command may succeed later.'] : [])], document: { code: error.code, message: error.message, retryable: error.retryable } };
  const message = error instanceof Error ? error.message : String(error);
  return { code: exit.refused, lines: [`This should not have happened: ${message}`, 'RE_LOG_LEVEL=debug shows where.'], document: { code: 'bug', message } };
}

// A reader that has seen enough (`| head`) closes the pipe: that is no error of ours. What cannot be written is one.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(exit.done);
  process.stderr.write(`The answer could not be written: ${error.message}\n`);
  process.exit(exit.refused);
});

process.exitCode = await main(process.argv.slice(2));
