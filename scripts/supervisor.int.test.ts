import { afterEach, expect, test, vi } from 'vitest';
import { delayMs, supervise } from './supervisor.mjs';

/** The supervisor with small programs that die, refuse or linger. */

interface Kept {
  stop(code?: number): Promise<number>;
  readonly ended: Promise<number>;
  pids(): Record<string, number | null>;
}

const limits = { firstDelayMs: 20, delayMsMax: 100, healthyAfterMs: 60_000, graceMs: 300 };
const lines: string[] = [];
let kept: Kept | null = null;

afterEach(async () => {
  await kept?.stop();
  kept = null;
  lines.length = 0;
});

function run(...sources: readonly string[]): Kept {
  const programs = sources.map((source, i) => ({ name: `p${i}`, command: process.execPath, args: ['-e', source], env: process.env, cwd: process.cwd() }));
  kept = supervise(programs, { log: (name: string, line: string) => lines.push(`${name} ${line}`), limits }) as Kept;
  return kept;
}

const lives = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe('ESRCH');
    return false;
  }
};

test('pauses double up to a limit', () => {
  expect([0, 1, 2, 3, 9].map((n) => delayMs(n, limits))).toEqual([20, 40, 80, 100, 100]);
});

test('a program that ends is started again, and it is said why and when', async () => {
  run('process.exit(3)');
  await vi.waitFor(() => expect(lines.filter((line) => line.includes('exit code 3')).length).toBeGreaterThan(2), 10_000);
  expect(lines[0]).toBe('p0 ended (exit code 3); starting it again in 0.02 s');
  expect(lines[1]).toBe('p0 ended (exit code 3); starting it again in 0.04 s');
});

test('one that is killed comes back while the other goes on', async () => {
  const both = run('setInterval(() => {}, 1000)', 'setInterval(() => {}, 1000)');
  const before = both.pids();
  process.kill(before.p0!, 'SIGKILL');
  await vi.waitFor(() => expect(both.pids().p0).not.toBe(before.p0), 10_000);
  await vi.waitFor(() => expect(both.pids().p0).not.toBeNull(), 10_000);
  expect(both.pids().p1).toBe(before.p1);
});

test('a wrong configuration is not repeated: everything stops with 78', async () => {
  const both = run('setInterval(() => {}, 1000)', 'process.exit(78)');
  expect(await both.ended).toBe(78);
  expect(both.pids()).toEqual({ p0: null, p1: null });
});

test('told to stop, programs end by themselves; one that does not is ended by force after the grace', async () => {
  const both = run('process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1000); console.log("up")', 'process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("up")');
  await vi.waitFor(() => expect(lines).toEqual(expect.arrayContaining(['p0 up', 'p1 up'])), 10_000);
  const pids = Object.values(both.pids());
  expect(await both.stop()).toBe(0);
  expect(pids.map((pid) => lives(pid!))).toEqual([false, false]);
});

test('told twice, it does not wait for the grace', async () => {
  const one = run('process.on("SIGTERM", () => {}); setInterval(() => {}, 1000); console.log("up")');
  await vi.waitFor(() => expect(lines).toContain('p0 up'), 10_000);
  void one.stop();
  void one.stop();
  expect(await one.ended).toBe(0);
});

test('a program that cannot be started is said so and tried again', async () => {
  kept = supervise([{ name: 'p0', command: '/nothing/here', args: [], env: process.env, cwd: process.cwd() }], { log: (name: string, line: string) => lines.push(`${name} ${line}`), limits }) as Kept;
  await vi.waitFor(() => expect(lines.join('\n')).toContain('could not be started'), 10_000);
});
