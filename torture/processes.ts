import { spawn, type ChildProcess } from 'node:child_process';

/** Processes that a campaign starts in order to harm them; none outlives it. */

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface Running {
  /** -1 when it could not be started. */
  readonly pid: number;
  readonly ended: Promise<Ended>;
  /** The last of what it wrote on both streams. */
  readonly output: () => string;
  readonly isOver: () => boolean;
  /** To the process and everything it started. False when it is gone already. */
  signal(name: NodeJS.Signals): boolean;
}

const keptOutput = 4000;

export class Processes {
  private readonly running = new Set<Running>();

  constructor() {
    process.on('exit', this.killAll);
  }

  /** `under`: a command that runs it, as `strace` with its options. */
  start(args: readonly string[], { cwd, env = {}, under = [] }: { readonly cwd?: string; readonly env?: Readonly<Record<string, string | undefined>>; readonly under?: readonly string[] } = {}): Running {
    const [command = '', ...rest] = [...under, process.execPath, '--disable-warning=ExperimentalWarning', ...args];
    return this.startProgram(command, rest, { cwd, env });
  }

  startProgram(command: string, rest: readonly string[], { cwd, env = {} }: { readonly cwd?: string | undefined; readonly env?: Readonly<Record<string, string | undefined>> } = {}): Running {
    const child = spawn(command, rest, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const one = watched(child);
    this.running.add(one);
    void one.ended.then(() => this.running.delete(one));
    return one;
  }

  /** Ends everything that still runs, and waits until it has. */
  async close(): Promise<void> {
    const all = [...this.running].map(({ ended }) => ended);
    this.killAll();
    await Promise.all(all);
    process.off('exit', this.killAll);
  }

  private readonly killAll = (): void => {
    for (const one of this.running) one.signal('SIGKILL');
  };
}

function watched(child: ChildProcess): Running {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-keptOutput)));
  let over = false;
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      over = true;
      resolve({ code, signal });
    });
  });
  return { pid: child.pid ?? -1, ended, output: () => output, isOver: () => over, signal: (name) => !over && signalled(child.pid, name) };
}

function signalled(pid: number | undefined, name: NodeJS.Signals): boolean {
  if (pid === undefined) return false;
  try {
    return process.kill(-pid, name);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
    throw error;
  }
}
