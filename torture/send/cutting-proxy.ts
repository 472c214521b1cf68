import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP proxy in front of a mail server that ends both connections at one step of the conversation. It reads along and changes nothing. */

export const cuts = ['connect', 'greeting', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'go ahead', 'payload', 'dot', 'answer', 'answered'] as const;
export type Cut = (typeof cuts)[number];

export interface CuttingProxy {
  readonly port: number;
  /** Ends the next conversation that gets to a step: before the answer to a command is passed on, or in the middle of what the name says. */
  cutAt(cut: Cut): void;
  /** Whether the last cut was made. */
  readonly wasCut: boolean;
  close(): Promise<void>;
}

export async function startCuttingProxy(target: number): Promise<CuttingProxy> {
  let next: Cut | null = null;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
      socket.on('error', () => socket.destroy());
    }
    const cutIf = (cut: Cut): boolean => {
      if (next !== cut) return false;
      next = null;
      client.destroy();
      upstream.destroy();
      return true;
    };
    if (cutIf('connect')) return;
    // Commands may come several at once (RFC 2920); answers come in their order.
    const asked: Cut[] = ['greeting'];
    let inPayload = false;
    let payload = '';
    let answers = '';
    client.on('data', (chunk: Buffer) => {
      const text = chunk.toString('latin1');
      if (inPayload) {
        if (payload === '' && cutIf('go ahead')) return;
        if (payload === '' && next === 'payload') {
          upstream.write(chunk.subarray(0, Math.floor(chunk.length / 2)), () => cutIf('payload'));
          return;
        }
        payload += text;
        if (payload.endsWith('\r\n.\r\n')) {
          inPayload = false;
          asked.push('dot');
        }
      } else for (const line of text.split('\r\n').slice(0, -1)) asked.push(commandIn(line));
      upstream.write(chunk);
    });
    const pass = (line: string): void => {
      const isLast = line[3] !== '-';
      const [command = 'greeting'] = asked;
      if (cutIf(command)) return;
      if (command === 'dot' && next === 'answer') return void client.write(line.slice(0, 5), () => cutIf('answer'));
      if (isLast) asked.shift();
      if (command === 'DATA' && line.startsWith('354')) {
        inPayload = true;
        payload = '';
      }
      client.write(line, () => command === 'dot' && cutIf('answered'));
    };
    upstream.on('data', (chunk: Buffer) => {
      answers += chunk.toString('latin1');
      const lines = answers.split('\r\n');
      answers = lines.pop() ?? '';
      for (const line of lines) if (!client.destroyed) pass(`${line}\r\n`);
    });
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.end());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    cutAt: (cut) => void (next = cut),
    get wasCut() {
      return next === null;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function commandIn(text: string): Cut {
  const verb = text.slice(0, 4).toUpperCase();
  return verb === 'MAIL' || verb === 'RCPT' || verb === 'DATA' ? verb : verb === 'EHLO' || verb === 'HELO' ? 'EHLO' : 'greeting';
}
