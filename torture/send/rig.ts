import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Processes, Running } from '../processes.ts';
import type { Phase, Receipt, RecorderOrder, RecorderPorts } from './phases.ts';

/** A recording mail server and what is needed to make a worker send to it. */
export interface Rig {
  readonly dataDir: string;
  /** Settings for the product: everything goes to the recorder, at once. */
  readonly env: Readonly<Record<string, string>>;
  receipts(): Receipt[];
  /** Stops the next conversation that comes to a step: `held` is done when one has got there, and `go` lets it go on. */
  holdAt(phase: Phase): Promise<{ readonly held: Promise<void>; go(): void }>;
}

const root = resolve(import.meta.dirname, '..', '..');
const startMsMax = 20_000;

export async function startRig(folder: string, processes: Processes, order: Omit<RecorderOrder, 'folder'>): Promise<Rig> {
  mkdirSync(folder, { recursive: true });
  const recorder = processes.start([join(import.meta.dirname, 'recorder.ts'), JSON.stringify({ folder, ...order } satisfies RecorderOrder)]);
  const ports = await portsOf(folder, recorder);
  const dataDir = join(folder, 'data');
  return {
    dataDir,
    env: {
      RE_DATA_DIR: dataDir, RE_EMAIL_SMTP_URL: `smtp://ana:any@127.0.0.1:${ports.smtp}`, RE_EMAIL_FROM: 'Ana <ana@example.com>', RE_SANDBOX: 'off', RE_UNDO_EMAIL_SECONDS: '0', RE_LIMITS: 'email=100000/1000000/0', NODE_ENV: 'production',
    },
    receipts: () => receiptsIn(join(folder, 'receipts.jsonl')),
    holdAt: (phase) => holdAt(ports.control, phase),
  };
}

/** The worker as it runs in production, under a command when one is given. */
export function startWorker(processes: Processes, env: Readonly<Record<string, string>>, under: readonly string[] = []): Running {
  return processes.start(['workers/main.ts'], { cwd: root, env, under });
}

async function portsOf(folder: string, recorder: Running): Promise<RecorderPorts> {
  const path = join(folder, 'recorder.json');
  const end = performance.now() + startMsMax;
  while (!existsSync(path)) {
    if (recorder.isOver() || performance.now() > end) throw new Error(`the mail server did not come up: ${recorder.output()}`);
    await wait(20);
  }
  return JSON.parse(readFileSync(path, 'utf8')) as RecorderPorts;
}

/** A line that is not whole was being written when somebody looked. */
function receiptsIn(path: string): Receipt[] {
  const lines = readFileSync(path, 'utf8').split('\n');
  return lines.slice(0, -1).map((line) => JSON.parse(line) as Receipt);
}

async function holdAt(port: number, phase: Phase): ReturnType<Rig['holdAt']> {
  const socket = connect(port, '127.0.0.1');
  let said = '';
  socket.on('data', (chunk: Buffer) => (said += chunk.toString()));
  socket.write(`hold ${phase}\n`);
  await heard(socket, () => said.includes('ready\n'));
  return {
    held: heard(socket, () => said.includes('held\n')),
    go: () => {
      socket.end('go\n');
    },
  };
}

function heard(socket: Socket, isThere: () => boolean): Promise<void> {
  return new Promise((done, failed) => {
    const look = () => isThere() && done();
    socket.on('data', look);
    socket.once('error', failed);
    socket.once('close', () => failed(new Error('the mail server ended')));
    look();
  });
}
