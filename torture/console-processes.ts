import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Processes, Running } from './processes.ts';

/** The built console and the worker as they run in production, to be killed and started again on one data folder. */

const root = resolve(import.meta.dirname, '..');
const run = promisify(execFile);
const startMsMax = 60_000;

export const isBuilt = existsSync(join(root, '.next', 'BUILD_ID'));

export interface User {
  readonly email: string;
  readonly role: string;
  readonly password: string;
}

export interface ConsoleProcesses {
  readonly url: string;
  readonly dataDir: string;
  readonly users: readonly User[];
  readonly web: () => Running;
  readonly worker: () => Running;
  startWeb(more?: Readonly<Record<string, string>>): void;
  startWorker(): void;
  /** True once `path` answers 200; false when it does not within the time a start may take, or the web process ended. */
  answers(path: string, signal: AbortSignal): Promise<boolean>;
  cli(...args: string[]): Promise<unknown>;
}

/** `more`: settings beside those of every campaign. */
export async function prepareConsole(dataDir: string, processes: Processes, more: Readonly<Record<string, string>> = {}): Promise<ConsoleProcesses> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const env = {
    RE_DATA_DIR: dataDir, NEXTAUTH_SECRET: 'only-for-this-run-0123456789-0123456789', NODE_ENV: 'production' as const, AUTH_TRUST_HOST: 'true', PORT: String(port),
    NODE_OPTIONS: '--disable-warning=ExperimentalWarning', NEXT_TELEMETRY_DISABLED: '1', RE_UNDO_EMAIL_SECONDS: '0', RE_LIMITS: 'email=100000/1000000/0', ...more,
  };
  const cli = async (...args: string[]) => {
    const { stdout } = await run(process.execPath, ['workers/cli.ts', ...args, '--json'], { cwd: root, env: { ...process.env, ...env }, maxBuffer: 64 * 1024 * 1024 });
    return JSON.parse(stdout) as unknown;
  };
  const { users } = (await cli('setup')) as { users: User[] };
  const startWeb = (others: Readonly<Record<string, string>> = {}) => processes.start(['node_modules/next/dist/bin/next', 'start', '-H', '127.0.0.1', '-p', String(port)], { cwd: root, env: { ...env, ...others } });
  const startWorker = () => processes.start(['workers/main.ts'], { cwd: root, env });
  let web = startWeb();
  let worker = startWorker();
  return {
    url, dataDir, users, cli,
    web: () => web,
    worker: () => worker,
    startWeb: (others) => void (web = startWeb(others)),
    startWorker: () => void (worker = startWorker()),
    answers: (path, signal) => answersWithin(`${url}${path}`, () => web.isOver(), signal),
  };
}

async function answersWithin(url: string, isOver: () => boolean, signal: AbortSignal): Promise<boolean> {
  const end = performance.now() + startMsMax;
  while (performance.now() < end && !isOver() && !signal.aborted) {
    if ((await answerOrNull(url, { signal: AbortSignal.timeout(5000) }))?.ok) return true;
    await wait(50);
  }
  return false;
}

/** Null when there was no answer: nobody listens, or the connection broke. */
export async function answerOrNull(url: string, request: RequestInit): Promise<Response | null> {
  try {
    return await fetch(url, request);
  } catch (error) {
    if (error instanceof TypeError || (error instanceof Error && ['AbortError', 'TimeoutError'].includes(error.name))) return null;
    throw error;
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise((done) => probe.once('listening', done));
  const { port } = probe.address() as AddressInfo;
  await new Promise((done) => probe.close(done));
  return port;
}
