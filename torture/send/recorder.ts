import { closeSync, fsyncSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { Random } from '../random.ts';
import { draw } from './harms.ts';
import { readMail } from './read-mail.ts';
import type { Phase, Plan, RecorderOrder, RecorderPorts } from './phases.ts';

/** An SMTP server that keeps a receipt of everything it takes, and harms its clients by plan. A process of its own, without the product's code. */

const order = JSON.parse(process.argv[2] ?? '') as RecorderOrder;
const receipts = openSync(join(order.folder, 'receipts.jsonl'), 'a');
const random = new Random(order.seed, 'recorder');
const stallMs = 250;
/** Troubles in a row after which one message fares well: a client that rests after trouble would rest all the time. */
const troublesMax = 1;
let troubles = 0;

interface Hold {
  readonly phase: Phase;
  readonly held: () => void;
  readonly released: Promise<void>;
}
let hold: Hold | null = null;

function nextPlan(): Plan {
  const plan = draw(random, troubles >= troublesMax ? 0 : order.harmful);
  troubles = plan.harm === 'none' ? 0 : troubles + 1;
  return plan;
}

function converse(socket: Socket): void {
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  let plan = nextPlan();
  let recipient = '';
  let goAheadAt = 0;
  let payload: string[] | null = null;
  let buffered = '';
  let working = Promise.resolve();

  /** True when the conversation goes on. */
  const step = async (phase: Phase, answer: string | null): Promise<boolean> => {
    if (hold?.phase === phase) {
      hold.held();
      await hold.released;
    }
    if (socket.destroyed) return false;
    if (plan.phase !== phase || plan.harm === 'none') {
      if (answer !== null) socket.write(`${answer}\r\n`);
      return true;
    }
    const { harm } = plan;
    if (harm === 'stall') await new Promise((done) => setTimeout(done, stallMs));
    if (harm === 'refuse4' || harm === 'refuse5') {
      socket.write(harm === 'refuse4' ? '451 4.3.0 not now\r\n' : '554 5.7.1 not here\r\n');
      plan = { phase: 'answered', harm: 'none' };
      return false;
    }
    if (harm === 'reset') socket.resetAndDestroy();
    else if (harm === 'half') socket.write((answer ?? '').slice(0, 5), () => socket.destroy());
    else socket.destroy();
    return false;
  };

  const take = async (lines: readonly string[]): Promise<void> => {
    if (plan.phase === 'dot' && (plan.harm === 'refuse4' || plan.harm === 'refuse5')) return void (await step('dot', null));
    keep(lines.join('\r\n'), recipient, goAheadAt);
    if ((await step('dot', '250 2.0.0 taken')) && (await step('answered', null))) plan = nextPlan();
  };

  const command = async (line: string): Promise<void> => {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO' || verb === 'HELO') return void (await step('EHLO', '250-recorder\r\n250 AUTH PLAIN'));
    if (verb === 'AUTH') return void (await step('AUTH', '235 2.7.0 welcome'));
    if (verb === 'MAIL') {
      recipient = '';
      return void (await step('MAIL', '250 2.1.0 ok'));
    }
    if (verb === 'RCPT') {
      recipient = /<([^>]*)>/.exec(line)?.[1]?.toLowerCase() ?? '';
      return void (await step('RCPT', '250 2.1.5 ok'));
    }
    if (verb === 'DATA') {
      if (!(await step('DATA', '354 go ahead'))) return;
      goAheadAt = Date.now();
      payload = [];
      return;
    }
    if (verb === 'QUIT') return void socket.end('221 2.0.0 bye\r\n');
    socket.write(verb === 'RSET' || verb === 'NOOP' ? '250 2.0.0 ok\r\n' : '502 5.5.1 unknown\r\n');
  };

  const line = async (text: string): Promise<void> => {
    if (payload === null) return command(text);
    if (text !== '.') {
      payload.push(text.startsWith('.') ? text.slice(1) : text);
      if (payload.length === 1) await step('payload', null);
      return;
    }
    const whole = payload;
    payload = null;
    await take(whole);
  };

  socket.on('data', (chunk: Buffer) => {
    buffered += chunk.toString('latin1');
    const lines = buffered.split('\r\n');
    buffered = lines.pop() ?? '';
    for (const each of lines) working = working.then(() => (socket.destroyed ? undefined : line(each)));
  });
  working = working.then(async () => {
    if (await step('connect', null)) await step('greeting', '220 recorder ESMTP');
  });
}

function keep(text: string, to: string, goAheadAt: number): void {
  const { messageId, subject, body } = readMail(text);
  writeSync(receipts, `${JSON.stringify({ messageId, to, subject, body, goAheadAt, at: Date.now() })}\n`);
  fsyncSync(receipts);
}

function obey(socket: Socket): void {
  let release: () => void = () => undefined;
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk: Buffer) => {
    for (const line of chunk.toString().trim().split('\n')) {
      const [verb, phase] = line.split(' ');
      if (verb === 'hold') {
        const released = new Promise<void>((done) => (release = done));
        hold = { phase: phase as Phase, released, held: () => socket.write('held\n') };
        socket.write('ready\n');
      } else {
        hold = null;
        release();
      }
    }
  });
}

const smtp = createServer(converse);
const control = createServer(obey);
smtp.listen(0, '127.0.0.1', () =>
  control.listen(0, '127.0.0.1', () => {
    const ports: RecorderPorts = { smtp: (smtp.address() as AddressInfo).port, control: (control.address() as AddressInfo).port };
    const path = join(order.folder, 'recorder.json');
    writeFileSync(`${path}.partial`, JSON.stringify(ports));
    renameSync(`${path}.partial`, path);
  }),
);
process.on('SIGTERM', () => {
  closeSync(receipts);
  process.exit(0);
});
