import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Role } from '#lib/accounts/actor.ts';

/** For tests: the built console as a process of its own, on a data folder of its own, spoken to over HTTP alone. */

const root = resolve(import.meta.dirname, '..', '..');
const run = promisify(execFile);

export interface RunningConsole {
  readonly url: string;
  readonly dataDir: string;
  /** Ends the web process and starts it again on the same data. */
  restart(): Promise<void>;
  startWorker(): void;
  /** Asks the processes to end and waits until they have; fails after 8 s. */
  stopPolitely(): Promise<void>;
  /** What a command answers with `--json`. */
  cli(...args: string[]): Promise<unknown>;
  /** A session cookie of the user with this role. */
  signIn(role: Role): Promise<string>;
  trySignIn(email: string, password: string): Promise<{ status: number; url: string; cookie: string }>;
  accountOf(role: Role): { email: string; password: string };
  token(role: Role): Promise<string>;
  close(): Promise<void>;
}

export const isBuilt = existsSync(join(root, '.next', 'BUILD_ID'));

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => probe.once('listening', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}

export async function startConsole(env: Readonly<Record<string, string>> = {}): Promise<RunningConsole> {
  const dataDir = mkdtempSync(join(tmpdir(), 're-console-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const all = {
    ...process.env, RE_DATA_DIR: dataDir, NEXTAUTH_SECRET: 'only-for-this-test-run-0123456789', NODE_ENV: 'production' as const, AUTH_TRUST_HOST: 'true',
    PORT: String(port), NODE_OPTIONS: '--disable-warning=ExperimentalWarning', ...env,
  };
  const cli = async (...args: string[]) => JSON.parse((await run(process.execPath, ['workers/cli.ts', ...args, '--json'], { cwd: root, env: all, maxBuffer: 64 * 1024 * 1024 })).stdout) as unknown;
  const { users } = (await cli('setup')) as { users: { email: string; role: Role; password: string }[] };
  const children: { pid: number; ended: Promise<unknown> }[] = [];
  const start = (args: string[]) => {
    const child = spawn(process.execPath, args, { cwd: root, env: all, stdio: 'ignore', detached: true });
    if (child.pid === undefined) throw new Error(`${args[0]} could not be started`);
    children.push({ pid: child.pid, ended: new Promise((done) => child.once('exit', done)) });
    return child.pid;
  };
  const web = async () => {
    start(['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', String(port)]);
    await answering(`${url}/api/health`);
  };
  const endAll = async () => {
    for (const { pid, ended } of children.splice(0)) {
      process.kill(-pid, 'SIGKILL');
      await ended;
    }
  };
  await web();
  const accountOf = (role: Role) => {
    const account = users.find((user) => user.role === role);
    if (!account) throw new Error(`the set-up made no ${role}`);
    return account;
  };
  const trySignIn = (email: string, password: string) => credentials(url, email, password);
  return {
    url, dataDir, cli, accountOf, trySignIn,
    restart: async () => {
      await endAll();
      await web();
    },
    stopPolitely: async () => {
      for (const { pid, ended } of children.splice(0)) {
        process.kill(-pid, 'SIGTERM');
        const late = new Promise((_, fail) => setTimeout(() => fail(new Error(`process ${pid} did not end within 8 s`)), 8000).unref());
        await Promise.race([ended, late]).catch((error: unknown) => {
          process.kill(-pid, 'SIGKILL');
          throw error;
        });
      }
    },
    startWorker: () => void start(['workers/main.ts']),
    signIn: async (role) => (await trySignIn(accountOf(role).email, accountOf(role).password)).cookie,
    token: async (role) => ((await cli('token', 'create', '--name', `test ${role}`, '--role', role)) as { token: string }).token,
    close: async () => {
      await endAll();
      rmSync(dataDir, { recursive: true });
    },
  };
}

async function answering(url: string): Promise<void> {
  for (let i = 0; i < 600; i++) {
    const answer = await fetch(url).catch((error: unknown) => (error instanceof TypeError ? null : Promise.reject(error)));
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error(`${url} did not answer`);
}

/** Signs in as a browser does: next-auth's token first, then the form. */
async function credentials(url: string, email: string, password: string): Promise<{ status: number; url: string; cookie: string }> {
  const csrf = await fetch(`${url}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const jar = cookiesOf(csrf);
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded', cookie: jar },
    body: new URLSearchParams({ csrfToken, email, password, json: 'true', callbackUrl: `${url}/inbox` }),
  });
  const said = (await answer.json()) as { url?: string };
  return { status: answer.status, url: said.url ?? '', cookie: cookiesOf(answer).split('; ').filter((pair) => pair.includes('session-token')).join('; ') };
}

function cookiesOf(answer: Response): string {
  return answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ');
}
