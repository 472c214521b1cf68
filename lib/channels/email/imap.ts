import { ImapFlow } from 'imapflow';
import { Fault } from '#lib/errors.ts';
import { tlsOptionsOf, type MailServer } from './mail-server.ts';

/** One IMAP connection, and the faults that its troubles are to a person. */

export interface ImapTimes {
  readonly connectMs: number;
  readonly socketMs: number;
}

const usualTimes: ImapTimes = { connectMs: 20_000, socketMs: 120_000 };

export async function openImap(server: MailServer, signal: AbortSignal, times: ImapTimes = usualTimes): Promise<ImapFlow> {
  signal.throwIfAborted();
  const client = new ImapFlow({
    host: server.host, port: server.port, secure: server.tls === 'implicit', tls: tlsOptionsOf(server), logger: false, disableAutoIdle: true,
    ...(server.tls === 'implicit' ? {} : { doSTARTTLS: server.tls === 'required' }),
    auth: { user: server.auth?.user ?? '', pass: server.auth?.pass ?? '' },
    connectionTimeout: times.connectMs, greetingTimeout: times.connectMs, socketTimeout: times.socketMs, maxLiteralSize: 64 * 1024 * 1024, maxResponseSize: 80 * 1024 * 1024,
  });
  // Every command under way rejects with the same error and is reported there; unheard, the event would end the process.
  client.on('error', () => client.close());
  await abortable(client, signal, server, () => client.connect());
  return client;
}

/** Runs one step on the connection. An abort cuts the connection and throws the abort's reason; any other trouble is a Fault. */
export async function abortable<T>(client: ImapFlow, signal: AbortSignal, server: MailServer, step: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const cut = () => client.close();
  signal.addEventListener('abort', cut, { once: true });
  try {
    return await step();
  } catch (error) {
    client.close();
    signal.throwIfAborted();
    throw faultOf(error, server);
  } finally {
    signal.removeEventListener('abort', cut);
  }
}

function faultOf(error: unknown, server: MailServer): Fault {
  if (error instanceof Fault) return error;
  const told = (name: string): unknown => (typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined);
  const response = told('responseText');
  const words = [error instanceof Error ? error.message : String(error), typeof response === 'string' ? response : ''].filter(Boolean).join(': ').replace(/\p{Cc}+/gu, ' ').slice(0, 300);
  if (told('authenticationFailed') === true)
    return new Fault('channel_credentials', `The mail server ${server.host} did not accept the user or password in ${server.setting}: ${words}`, { retryable: true, cause: error });
  return new Fault('channel_unreachable', `The mail server ${server.host}:${server.port} (${server.setting}) cannot be reached or stopped answering: ${words}`, { retryable: true, cause: error });
}

/** A connection for one errand, closed whatever comes of it. */
export async function withImap<T>(server: MailServer, signal: AbortSignal, errand: (client: ImapFlow) => Promise<T>): Promise<T> {
  const client = await openImap(server, signal);
  try {
    return await abortable(client, signal, server, () => errand(client));
  } finally {
    client.close();
  }
}
