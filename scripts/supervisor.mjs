import { spawn } from 'node:child_process';
import { eachLine } from './run.mjs';

/**
 * Keeps named programs running. One that ends is started again after 1 s, 2 s, 4 s … at most 30 s; a minute of health starts the
 * count over. Exit code 78 (the configuration is wrong) is not worth repeating: everything stops with it.
 */
export const configurationWrong = 78;
export const defaults = { firstDelayMs: 1000, delayMsMax: 30_000, healthyAfterMs: 60_000, graceMs: 10_000 };

export function delayMs(restarts, { firstDelayMs, delayMsMax } = defaults) {
  return Math.min(delayMsMax, firstDelayMs * 2 ** restarts);
}

/** `programs`: `{name, command, args, env, cwd}`. `log(name, line)` gets their output and what is done about them. */
export function supervise(programs, { log, limits = defaults }) {
  let stopping = false;
  let settle;
  const ended = new Promise((resolve) => (settle = resolve));
  const kept = programs.map((program) => ({ program, child: null, timer: null, restarts: 0, startedAt: 0 }));

  function start(one) {
    one.timer = null;
    one.startedAt = performance.now();
    const { name, command, args, env, cwd } = one.program;
    one.child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [one.child.stdout, one.child.stderr]) eachLine(stream, (line) => log(name, line));
    one.child.on('error', (error) => log(name, `could not be started: ${error.message}`));
    one.child.on('close', (code, signal) => left(one, code, signal));
  }

  function left(one, code, signal) {
    one.child = null;
    if (stopping) return finishWhenAllAreGone();
    if (code === configurationWrong) {
      log(one.program.name, 'stopped: the configuration is wrong, see above');
      return void stop(configurationWrong);
    }
    if (performance.now() - one.startedAt > limits.healthyAfterMs) one.restarts = 0;
    const wait = delayMs(one.restarts, limits);
    one.restarts += 1;
    log(one.program.name, `ended (${signal ?? `exit code ${code}`}); starting it again in ${wait / 1000} s`);
    one.timer = setTimeout(() => start(one), wait);
  }

  let exitCode = 0;
  function finishWhenAllAreGone() {
    if (kept.every((one) => one.child === null)) settle(exitCode);
  }

  /** Asks every program to end, and ends by force what has not after the grace. A second call forces at once. */
  function stop(code = 0) {
    const force = stopping;
    if (!stopping) exitCode = code;
    stopping = true;
    for (const one of kept) {
      clearTimeout(one.timer);
      one.child?.kill(force ? 'SIGKILL' : 'SIGTERM');
    }
    if (!force) setTimeout(() => kept.forEach((one) => one.child?.kill('SIGKILL')), limits.graceMs).unref();
    finishWhenAllAreGone();
    return ended;
  }

  for (const one of kept) start(one);
  return { stop, ended, stopping: () => stopping, pids: () => Object.fromEntries(kept.map((one) => [one.program.name, one.child?.pid ?? null])) };
}
