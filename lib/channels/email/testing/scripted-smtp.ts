import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';

/** A server that speaks SMTP word by word as a test scripts it: any answer, silence or a cut at any phase. */

export type SmtpPhase = 'connect' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'payload' | 'dot';

/** An answer like `451 later`, silence, or a cut connection (`reset`: without goodbye). */
export type Reaction = string | 'stall' | 'cut' | 'reset';

export interface ScriptedSmtp {
  readonly port: number;
  /** Every message whose final dot arrived, whatever was answered. */
  readonly messages: string[];
  /** Connections so far. */
  connections(): number;
  /** Ends every connection there is, as servers do with idle ones. */
  endAll(how: 'cut' | 'reset' | string): void;
  /** Resolves when this phase was reached. */
  reached(phase: SmtpPhase): Promise<void>;
  close(): Promise<void>;
}

const usual: Readonly<Record<SmtpPhase, Reaction>> = {
  connect: '220 test', EHLO: '250-test\r\n250-AUTH PLAIN\r\n250 SIZE 10000000', AUTH: '235 in', MAIL: '250 ok', RCPT: '250 ok', DATA: '354 go on', payload: '', dot: '250 taken',
};

/** `script` may be changed while the server runs. */
export async function scriptedSmtp(script: Partial<Record<SmtpPhase, Reaction>>): Promise<ScriptedSmtp> {
  const messages: string[] = [];
  const seen = new Map<SmtpPhase, PromiseWithResolvers<void>>();
  const seenAt = (phase: SmtpPhase) => seen.get(phase) ?? seen.set(phase, Promise.withResolvers<void>()).get(phase)!;
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    converse(socket, messages, (phase) => {
      seenAt(phase).resolve();
      const reaction = script[phase] ?? usual[phase];
      if (reaction === 'cut') socket.end();
      else if (reaction === 'reset') socket.resetAndDestroy();
      else if (reaction !== 'stall' && reaction !== '') socket.write(`${reaction}\r\n`);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server), messages, reached: (phase) => seenAt(phase).promise, close: () => closed(server, sockets),
    connections: () => connections,
    endAll: (how) => {
      for (const socket of sockets) how === 'reset' ? socket.resetAndDestroy() : socket.end(how === 'cut' ? '' : `${how}\r\n`);
    },
  };
}

function converse(socket: Socket, messages: string[], react: (phase: SmtpPhase) => void): void {
  let buffered = '';
  let inData = false;
  react('connect');
  socket.on('data', (chunk) => {
    buffered += chunk.toString('latin1');
    if (inData) react('payload');
    for (;;) {
      const mark = inData ? '\r\n.\r\n' : '\r\n';
      const end = buffered.indexOf(mark);
      if (end < 0) return;
      const text = buffered.slice(0, end);
      buffered = buffered.slice(end + mark.length);
      if (inData) {
        messages.push(text);
        inData = false;
        react('dot');
        continue;
      }
      const verb = text.slice(0, 4).toUpperCase();
      if (verb === 'QUIT') return void socket.end('221 bye\r\n');
      const phase = (['EHLO', 'AUTH', 'MAIL', 'RCPT', 'DATA'] as const).find((known) => known === verb);
      if (!phase) socket.write('500 what\r\n');
      else {
        react(phase);
        inData = phase === 'DATA';
      }
    }
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server does not listen');
  return address.port;
}

async function closed(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  for (const socket of sockets) socket.destroy();
  server.close();
  await once(server, 'close');
}
