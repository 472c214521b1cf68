import { spawn } from 'node:child_process';

/**
 * Runs a command to its end and gives its exit code (128 + signal number when a signal ended it).
 * Its output goes where ours goes, or to `onLine` a line at a time. With `ownGroup` whatever it leaves running is ended with it.
 */
export function run(command, args, { cwd, env, onLine, ownGroup = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: onLine ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'], detached: ownGroup });
    const stop = (signal) => (ownGroup ? endGroup(child.pid, signal) : child.kill(signal));
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
    if (onLine) for (const stream of [child.stdout, child.stderr]) eachLine(stream, onLine);
    child.on('error', reject);
    if (ownGroup) child.on('exit', () => endGroup(child.pid, 'SIGKILL'));
    child.on('close', (code, signal) => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143));
    });
  });
}

/** Signals every process of a group that is still there. */
function endGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

export function eachLine(stream, onLine) {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (chunk) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) onLine(line);
  });
  stream.on('end', () => {
    if (rest !== '') onLine(rest);
  });
}
