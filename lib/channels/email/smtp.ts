import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Outcome } from '#lib/approvals/approval.ts';
import { Fault } from '#lib/errors.ts';
import type { Mail } from './compose.ts';
import { tlsOptionsOf, type MailServer } from './mail-server.ts';
import { outcomeOfAnswer, outcomeOfFailure, type Phase } from './smtp-outcome.ts';

/** How long one send may take from connecting to the answer after the final dot; a stalled peer never holds a worker longer. */
export const sendTimeoutMs = 90_000;

export interface SmtpTimes {
  readonly totalMs: number;
  /** Without a byte from the peer, at any point. */
  readonly idleMs: number;
}

const usualTimes: SmtpTimes = { totalMs: sendTimeoutMs, idleMs: 60_000 };

/**
 * Sends one mail over one connection and says what came of it. The payload is a stream of ours that notes when it is first
 * read: the library reads it only after the server's 354, so before that nothing can have been delivered (RFC 5321 §4.1.1.4),
 * and from then until a whole answer nobody can know (RFC 1047).
 */
export async function sendOverSmtp(server: MailServer, mail: Mail, options: { signal: AbortSignal; times?: SmtpTimes }): Promise<Outcome> {
  const { signal, times = usualTimes } = options;
  const phase: Phase = { handedOver: false, whole: false };
  const connection = connectionTo(server, times);
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(times.totalMs)]);
    const info = await within(connection, limit, async () => {
      await connected(connection, server);
      return sent(connection, mail, phase);
    });
    return outcomeOfAnswer(info, phase, mail.messageId, server);
  } catch (error) {
    return outcomeOfFailure(error, phase, server);
  } finally {
    hangUp(connection, phase);
  }
}

/** Connects and signs in, sends nothing. Throws a Fault that names the setting. */
export async function probeSmtp(server: MailServer, options: { signal: AbortSignal; times?: SmtpTimes }): Promise<void> {
  const times = options.times ?? usualTimes;
  const connection = connectionTo(server, times);
  try {
    await within(connection, AbortSignal.any([options.signal, AbortSignal.timeout(times.totalMs)]), () => connected(connection, server));
  } catch (error) {
    const outcome = outcomeOfFailure(error, { handedOver: false, whole: false }, server);
    const credentials = outcome.kind === 'refused' && outcome.code === 'credentials';
    throw new Fault(credentials ? 'channel_credentials' : 'channel_unreachable', outcome.kind === 'accepted' ? '' : outcome.evidence, { retryable: true, cause: error });
  } finally {
    hangUp(connection, { handedOver: false, whole: true });
  }
}

function connectionTo(server: MailServer, times: SmtpTimes): SMTPConnection {
  return new SMTPConnection({
    host: server.host, port: server.port, secure: server.tls === 'implicit', requireTLS: server.tls === 'required', ignoreTLS: server.tls === 'none',
    tls: tlsOptionsOf(server), connectionTimeout: times.idleMs, greetingTimeout: times.idleMs, socketTimeout: times.idleMs, dnsTimeout: times.idleMs, socketCloseTimeout: 0,
  });
}

/** Runs `step` until it ends, the connection fails, or the signal aborts, whichever is first. */
function within<T>(connection: SMTPConnection, signal: AbortSignal, step: () => Promise<T>): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const abort = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) return abort();
    signal.addEventListener('abort', abort, { once: true });
    connection.on('error', reject);
    connection.once('end', () => reject(new Error('The connection was closed.')));
    step()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', abort));
  });
}

async function connected(connection: SMTPConnection, server: MailServer): Promise<void> {
  await new Promise<void>((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())));
  const { auth } = server;
  if (auth) await new Promise<void>((resolve, reject) => connection.login({ credentials: auth }, (error) => (error ? reject(error) : resolve())));
}

function sent(connection: SMTPConnection, mail: Mail, phase: Phase): Promise<{ response: string; serverMessageId?: string | undefined }> {
  return new Promise((resolve, reject) =>
    connection.send({ ...mail.envelope, size: mail.bytes.length }, payloadOf(mail, phase), (error, info) => {
      if (error) reject(error);
      else if (info) resolve(info);
      else reject(new Error('no answer'));
    }),
  );
}

const chunkBytes = 64 * 1024;

function payloadOf(mail: Mail, phase: Phase): Readable {
  let at = 0;
  return new Readable({
    highWaterMark: chunkBytes,
    read() {
      phase.handedOver = true;
      if (at < mail.bytes.length) this.push(mail.bytes.subarray(at, (at += chunkBytes)));
      else {
        phase.whole = true;
        this.push(null);
      }
    },
  });
}

/** A connection that ended well says goodbye; any other is cut, so that nothing more can be handed over after the verdict. */
function hangUp(connection: SMTPConnection, phase: Phase): void {
  // A connection that fails on its way down has nothing left to say.
  connection.on('error', () => undefined);
  if (phase.whole && !connection.destroyed) connection.quit();
  else connection.close();
  setImmediate(() => connection._socket && connection._socket.unref());
}
