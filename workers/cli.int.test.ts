import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { openCsvStore } from '#lib/store/csv/open-store.ts';

/** The command line as a person or a script meets it: a process with arguments, output and an exit code. */

const cli = join(import.meta.dirname, 'cli.ts');
let dataDir: string;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 're-cli-'));
  return () => rmSync(dataDir, { recursive: true, force: true });
});

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function re(args: readonly string[], options: { stdin?: string; env?: Record<string, string> } = {}): Promise<Ran> {
  const child = spawn(process.execPath, [cli, ...args], { env: { ...process.env, RE_DATA_DIR: dataDir, ...options.env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  child.stdin.end(options.stdin ?? '');
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

const json = (ran: Ran): unknown => JSON.parse(ran.out);

function file(name: string, text: string): string {
  const path = join(dataDir, name);
  writeFileSync(path, text);
  return path;
}

/** A data folder with a journal and nothing in it. */
async function begun(): Promise<void> {
  await (await openCsvStore({ dataDir })).close();
}

test('set-up makes users and samples once, and keeps quiet about passwords afterwards', async () => {
  const first = await re(['setup', '--json']);
  const made = json(first) as { users: { email: string; role: string; password: string }[]; seeded: { leads: number; messages: number }; already: boolean };
  expect(made.users.map(({ role }) => role)).toEqual(['viewer', 'agent', 'manager', 'admin']);
  for (const { password } of made.users) expect(password).toMatch(/^(?:[a-z]+-){5}\d\d$/);
  expect(made.seeded.leads).toBe(41);
  expect(made.seeded.messages).toBeGreaterThan(110);
  expect(made.already).toBe(false);

  const again = await re(['setup', '--json']);
  expect(json(again)).toEqual({ users: [], seeded: { leads: 0, messages: 0 }, already: true });
  const told = await re(['setup']);
  for (const { password } of made.users) expect(told.out + told.err).not.toContain(password);

  const queue = json(await re(['approvals', 'list', '--status', 'pending', '--json', '--limit', '100'])) as { total: number; items: { temperature: string; channel: string; body: string }[] };
  expect(queue.total).toBeGreaterThanOrEqual(20);
  expect(new Set(queue.items.map(({ temperature }) => temperature))).toEqual(new Set(['hot', 'warm', 'cold']));
  expect(new Set(queue.items.map(({ channel }) => channel))).toEqual(new Set(['email', 'whatsapp', 'telegram', 'linkedin', 'messenger']));
  for (const { body } of queue.items) expect(body).not.toMatch(/\{\{|undefined/);
  expect(json(await re(['approvals', 'list', '--code', 'smtp_550', '--older-than-hours', '1', '--json']))).toMatchObject({ total: 0 });
  expect((await re(['audit', 'verify'])).out).toMatch(/^The journal is whole/);
}, 60_000);

describe('a data folder that is not there is not made, nor is anything said to be done in it', () => {
  test.each([
    'audit verify', 'audit sends', 'audit head', 'audit export', 'audit accept --reason R --yes', 'audit key', 'audit rotate --yes', 'backup', 'archive', 'erase --lead lea_1 --reason R',
    'channel pause all --reason R', 'channel resume all', 'channel try email', 'channel list', 'policy set perLeadPerDay=2 --reason R', 'policy show', 'policy check --channel email --to a@example.com', 'policy forecast',
    'import dnc FILE', 'import leads FILE', 'ingest FILE', 'approvals list', 'approvals show apr_1', 'token create --name t --role viewer', 'token list', 'token revoke tok_1',
    'user add a@example.com --role admin', 'user list', 'user role a@example.com viewer', 'user password a@example.com --password-stdin', 'user disable a@example.com', 'user enable a@example.com',
  ])('%s', async (line) => {
    const typo = join(dataDir, 'not-here');
    const csv = file('some.csv', 'email\nana@example.com\n');
    expect(await re(line.replace('FILE', csv).split(' '), { env: { RE_DATA_DIR: typo } })).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/There is no journal in .*not-here/) });
    expect([existsSync(typo), existsSync(`${typo}-keys`)]).toEqual([false, false]);
  });
});

test('what did not change is not said to have changed', async () => {
  await re(['setup', '--json']);
  expect((await re(['policy', 'set', 'perLeadPerDay=2', '--reason', 'fewer'])).out).toMatch(/^Changed: perLeadPerDay/);
  expect((await re(['policy', 'set', 'perLeadPerDay=2', '--reason', 'again'])).out).toMatch(/^That is so already: nothing was recorded/);
  expect(await re(['policy', 'set', 'perLeadPerDay=3', 'perLeadPerDay=4', '--reason', 'both'])).toMatchObject({ code: 2, err: expect.stringMatching(/perLeadPerDay is given twice/) });
  await re(['channel', 'pause', 'all', '--reason', 'stop']);
  expect((await re(['channel', 'resume', 'telegram'])).out).toMatch(/but all sending is, by .*: stop\nTo let everything send again: channel resume all/);
}, 60_000);

test('without the sandbox, set-up makes users and no samples', async () => {
  const made = json(await re(['setup', '--json'], { env: { RE_SANDBOX: 'off' } })) as { users: unknown[]; seeded: { leads: number } };
  expect(made.users).toHaveLength(4);
  expect(made.seeded.leads).toBe(0);
});

describe('what goes wrong is said in words, with the right exit code', () => {
  beforeEach(begun);

  test.each<[string, string[], number, RegExp]>([
    ['an unknown command', ['frobnicate'], 2, /no command “frobnicate”/],
    ['half a command', ['user'], 2, /needs a second word: user add/],
    ['an unknown option', ['user', 'list', '--colour'], 2, /--colour/],
    ['a missing word', ['token', 'revoke'], 2, /Usage: token revoke ID/],
    ['too many words', ['audit', 'head', 'now'], 2, /“now” is too much/],
    ['an unknown role', ['user', 'add', 'a@example.com', '--role', 'boss'], 1, /role: .*viewer/],
    ['a file that is not there', ['import', 'leads', 'nowhere.csv'], 1, /nowhere\.csv cannot be read: there is no such file/],
    ['an approval from the shell', ['approvals', 'approve', 'apr_1'], 1, /signed-in person in the browser/],
    ['an unknown approval', ['approvals', 'show', 'apr_1'], 1, /no approval|no such/i],
  ])('%s', async (_, args, code, message) => {
    const ran = await re(args);
    expect([ran.code, ran.out]).toEqual([code, '']);
    expect(ran.err).toMatch(message);
    expect(ran.err).not.toMatch(/^\s+at /m);
  });

  test('a wrong setting is named, with exit 78', async () => {
    const ran = await re(['user', 'list'], { env: { PORT: '99999', RE_TIME_ZONE: 'Mars/Base' } });
    expect(ran.code).toBe(78);
    expect(ran.err).toMatch(/PORT[\s\S]*RE_TIME_ZONE must be an IANA time zone/);
  });

  test('with --json a refusal is one document', async () => {
    const ran = await re(['approvals', 'approve', 'x', '--json']);
    expect(ran.code).toBe(1);
    expect(json(ran)).toMatchObject({ error: { code: 'not_a_person' } });
  });
});

test('leads and a Do-Not-Contact list come in from files, dry and wet', async () => {
  await begun();
  const leads = file('leads.csv', '\ufeffName;Email;Phone\r\nAna;ana@example.com;\r\nBroken;;1.4E+10\r\n');
  const dry = await re(['import', 'leads', leads, '--dry-run']);
  expect(dry.out).toMatch(/Would add 1 lead of 2 rows[\s\S]*row 3, phone: .*spreadsheet/);
  expect(json(await re(['import', 'leads', leads, '--json']))).toMatchObject({ rows: 2, added: 1, skipped: [{ row: 3, field: 'phone' }], dryRun: false });
  expect((await re(['import', 'leads', leads])).out).toMatch(/Added 0 leads of 2 rows[\s\S]*row 2: email:ana@example\.com is lea_/);
  expect(json(await re(['import', 'dnc', file('dnc.csv', 'email\nana@example.com\n'), '--json']))).toMatchObject({ added: 1, cancelled: 0 });
});

test('a user is added with a password from standard input, given another role, shut out and let in', async () => {
  await begun();
  expect((await re(['user', 'add', 'Kim@Example.com', '--role', 'agent', '--password-stdin'], { stdin: 'three quiet rivers\n' })).out).toBe('Added kim@example.com as agent.\n');
  expect((await re(['user', 'role', 'kim@example.com', 'manager'])).out).toMatch(/is manager now/);
  expect((await re(['user', 'disable', 'kim@example.com'])).code).toBe(0);
  expect(json(await re(['user', 'list', '--json']))).toMatchObject({ items: [{ email: 'kim@example.com', role: 'manager', status: 'disabled' }] });
  expect((await re(['user', 'password', 'nobody@example.com', '--password-stdin'], { stdin: 'x' })).err).toMatch(/no user nobody@example\.com/);
});

test('the help names every command and no approval', async () => {
  const { out, code } = await re(['--help']);
  expect(code).toBe(0);
  for (const name of ['setup', 'user add', 'token create', 'import leads', 'approvals list', 'policy check', 'audit verify', 'channel pause', 'doctor']) expect(out).toContain(name);
  expect(out).not.toContain('approvals approve');
});
