import { Readable } from 'node:stream';
import SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Outcome } from '#lib/approvals/approval.ts';
import type { LastLook, SendOptions } from '#lib/channels/port.ts';
import { stoppedNow } from '#lib/channels/stopped.ts';
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

/** How long an idle connection is kept for the next mail (ms), and how many mails go over one: below what mail servers allow. */
const keptMs = 20_000;
const mailsMax = 100;

/** The way to one mail server: mails that follow each other closely share a connection. */
export interface SmtpLine {
  /**
   * Sends one mail and says what came of it. The payload is a stream of ours that notes when it is first read: the library reads it only
   * after the server's 354, so before that nothing can have been delivered (RFC 5321 §4.1.1.4), and from then until a whole answer nobody
   * can know (RFC 1047). A kept connection that turns out to be dead before that is replaced by a fresh one, once.
   */
  send(mail: Mail, options: SendOptions): Promise<Outcome>;
  close(): void;
}

export function openSmtpLine(server: MailServer, times: SmtpTimes = usualTimes): SmtpLine {
  const idle = new Set<Line>();
  const keep = (line: Line) => {
    idle.add(line);
    line.rest(() => idle.delete(line));
  };
  const attempt = async (line: Line, mail: Mail, limit: AbortSignal, lastLook: LastLook | undefined): Promise<{ outcome: Outcome; phase: Phase }> => {
    const phase: Phase = { handedOver: false, whole: false, stopped: null };
    try {
      const info = await line.within(limit, async () => {
        await line.ready();
        return sent(line.connection, mail, phase, lastLook);
      });
      const outcome = outcomeOfAnswer(info, phase, mail.messageId, server);
      if (outcome.kind === 'accepted' && line.mails < mailsMax) keep(line);
      else line.hangUp();
      return { outcome, phase };
    } catch (error) {
      line.cut();
      return { outcome: outcomeOfFailure(error, phase, server), phase };
    }
  };
  return {
    send: (mail, { signal, lastLook }) =>
      withinTime(signal, times.totalMs, async (limit) => {
        const [kept] = idle;
        if (kept) {
          idle.delete(kept);
          kept.wake();
          const { outcome, phase } = await attempt(kept, mail, limit, lastLook);
          if (phase.handedOver || limit.aborted || !isDeadLine(outcome)) return outcome;
        }
        return (await attempt(openLine(server, times), mail, limit, lastLook)).outcome;
      }),
    close() {
      for (const line of idle) line.hangUp();
      idle.clear();
    },
  };
}

/**
 * Runs `work` with a signal that aborts with the one given, or after `ms`. One controller and one timer: `AbortSignal.any` and `.timeout` leave so much behind that a tenth of the
 * time for a mail goes into clearing it away.
 */
async function withinTime<T>(signal: AbortSignal, ms: number, work: (limit: AbortSignal) => Promise<T>): Promise<T> {
  const limit = new AbortController();
  const onAbort = () => limit.abort(signal.reason);
  if (signal.aborted) onAbort();
  else signal.addEventListener('abort', onAbort, { once: true });
  const timer = setTimeout(() => limit.abort(new DOMException(`It took longer than ${ms / 1000} s.`, 'TimeoutError')), ms);
  try {
    return await work(limit.signal);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', onAbort);
  }
}

/** A server ends idle connections as it likes, with 421 or without a word: that says nothing about the mail. */
function isDeadLine(outcome: Outcome): boolean {
  return outcome.kind === 'refused' && (outcome.code === 'connection' || outcome.code === 'smtp_421');
}

/** Connects and signs in, sends nothing. Throws a Fault that names the setting. */
export async function probeSmtp(server: MailServer, options: { signal: AbortSignal; times?: SmtpTimes }): Promise<void> {
  const times = options.times ?? usualTimes;
  const line = openLine(server, times);
  try {
    await withinTime(options.signal, times.totalMs, (limit) => line.within(limit, () => line.ready()));
    line.hangUp();
  } catch (error) {
    line.cut();
    const outcome = outcomeOfFailure(error, { handedOver: false, whole: false, stopped: null }, server);
    const credentials = outcome.kind === 'refused' && outcome.code === 'credentials';
    throw new Fault(credentials ? 'channel_credentials' : 'channel_unreachable', outcome.kind === 'accepted' ? '' : outcome.evidence, { retryable: true, cause: error });
  }
}

/** One connection and whoever waits for it at the moment. */
interface Line {
  readonly connection: SMTPConnection;
  /** Mails begun on it. */
  readonly mails: number;
  /** Connects and signs in, the first time. */
  ready(): Promise<void>;
  /** Runs `step` until it ends, the connection fails, or the signal aborts, whichever is first. */
  within<T>(signal: AbortSignal, step: () => Promise<T>): Promise<T>;
  /** Waits idle for the next mail, without keeping the process alive; calls back when it is given up. */
  rest(onGivenUp: () => void): void;
  wake(): void;
  /** Says goodbye. */
  hangUp(): void;
  /** Nothing more can be handed over after the verdict. */
  cut(): void;
}

function openLine(server: MailServer, times: SmtpTimes): Line {
  const connection = connectionTo(server, times);
  let failed: (error: Error) => void = () => undefined;
  let connecting: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let mails = 0;
  // A connection that fails when nobody waits for it has nothing to say.
  connection.on('error', (error: Error) => failed(error));
  // A turn later: what the server said before it closed is the better answer.
  connection.once('end', () => setImmediate(() => failed(new Error('The connection was closed.'))));
  const letGo = () => setImmediate(() => connection._socket && connection._socket.unref());
  const line: Line = {
    connection,
    get mails() {
      return mails;
    },
    ready: () => (connecting ??= connected(connection, server)),
    within: (signal, step) =>
      new Promise((resolve, reject) => {
        mails += 1;
        const abort = () => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
        if (signal.aborted) return abort();
        signal.addEventListener('abort', abort, { once: true });
        failed = reject;
        step()
          .then(resolve, reject)
          .finally(() => {
            failed = () => undefined;
            signal.removeEventListener('abort', abort);
          });
      }),
    rest(onGivenUp) {
      const giveUp = () => {
        onGivenUp();
        line.hangUp();
      };
      failed = giveUp;
      timer = setTimeout(giveUp, keptMs).unref();
      if (connection._socket) connection._socket.unref();
    },
    wake() {
      failed = () => undefined;
      if (timer) clearTimeout(timer);
      if (connection._socket) connection._socket.ref();
    },
    hangUp() {
      line.wake();
      if (!connection.destroyed) connection.quit();
      letGo();
    },
    cut() {
      line.wake();
      connection.close();
      letGo();
    },
  };
  return line;
}

function connectionTo(server: MailServer, times: SmtpTimes): SMTPConnection {
  return new SMTPConnection({
    host: server.host, port: server.port, secure: server.tls === 'implicit', requireTLS: server.tls === 'required', ignoreTLS: server.tls === 'none',
    tls: tlsOptionsOf(server), connectionTimeout: times.idleMs, greetingTimeout: times.idleMs, socketTimeout: times.idleMs, dnsTimeout: times.idleMs, socketCloseTimeout: 0,
  });
}

async function connected(connection: SMTPConnection, server: MailServer): Promise<void> {
  await new Promise<void>((resolve, reject) => connection.connect((error) => (error ? reject(error) : resolve())));
  const { auth } = server;
  if (auth) await new Promise<void>((resolve, reject) => connection.login({ credentials: auth }, (error) => (error ? reject(error) : resolve())));
}

function sent(connection: SMTPConnection, mail: Mail, phase: Phase, lastLook: LastLook | undefined): Promise<{ response: string; serverMessageId?: string | undefined }> {
  return new Promise((resolve, reject) =>
    connection.send({ ...mail.envelope, size: mail.bytes.length }, payloadOf(mail, phase, lastLook, () => corkForOneTurn(connection)), (error, info) => {
      if (error) reject(error);
      else if (info) resolve(info);
      else reject(new Error('no answer'));
    }),
  );
}

/** What is written in this turn of the event loop leaves together. */
function corkForOneTurn({ _socket: socket }: SMTPConnection): void {
  if (!socket) return;
  socket.cork();
  setImmediate(() => socket.uncork());
}

const pieceBytes = 64 * 1024;

/**
 * The mail as a stream. Before its first byte and before its end it looks whether it may still go out; if not it fails, the library never writes
 * the final dot, and a server that never saw one has taken nothing (RFC 5321 §4.1.1.4). A mail of one piece leaves together with its end, after one look.
 */
function payloadOf(mail: Mail, phase: Phase, lastLook: LastLook | undefined, together: () => void): Readable {
  let at = 0;
  const inOnePiece = mail.bytes.length <= pieceBytes;
  const looked = (stream: Readable, goOn: () => void) => {
    void stoppedNow(lastLook).then((stopped) => {
      phase.stopped = stopped;
      if (stopped === null) goOn();
      else stream.destroy(new Error(stopped.why));
    });
  };
  return new Readable({
    highWaterMark: pieceBytes,
    read() {
      const next = () => {
        phase.handedOver = true;
        this.push(mail.bytes.subarray(at, (at += pieceBytes)));
      };
      const end = () => {
        phase.whole = true;
        this.push(null);
      };
      const all = () => {
        together();
        next();
        end();
      };
      if (at === 0) looked(this, inOnePiece ? all : next);
      else if (at < mail.bytes.length) next();
      else looked(this, end);
    },
  });
}
