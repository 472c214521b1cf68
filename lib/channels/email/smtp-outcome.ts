import type { Outcome } from '#lib/approvals/approval.ts';
import type { MailServer } from './mail-server.ts';
import { oneLine } from '#lib/channels/one-line.ts';
import { stoppedOutcome, type Stopped } from '#lib/channels/stopped.ts';
import { bareMessageId } from '#lib/messages/mail/message-id.ts';

/**
 * What the end of an SMTP conversation means for a send. Pure.
 * Before the payload: 4xx and every failure of the network are transient, 5xx is permanent, sign-in trouble is transient with
 * the code `credentials`. From its first byte until the answer: unknown. The answer to the final dot: 2xx accepted, 4xx transient, 5xx permanent.
 */

/** Changed by the payload as it is read. */
export interface Phase {
  /** The library began to read the payload: bytes may have left. */
  handedOver: boolean;
  /** All of it was read. */
  whole: boolean;
  /** What the last look came to when it let nothing more out: its end was never written then. */
  stopped: Stopped | null;
}

/** What the library tells of a failure, beside its message. */
interface SmtpTrouble {
  readonly code: string;
  readonly command: string;
  /** The server's answer; set only when a whole answer to that command came. */
  readonly answer: string;
}

export function outcomeOfAnswer(info: { response: string; serverMessageId?: string | undefined }, phase: Phase, messageId: string, server: MailServer): Outcome {
  const response = oneLine(info.response);
  if (!phase.whole || !/^2\d\d\b/.test(response))
    return { kind: 'unknown', evidence: `${server.host} answered “${response}”, which does not say whether it took the message.` };
  // A server that replaces our Message-ID names its own: replies will refer to that one.
  const providerId = info.serverMessageId === undefined ? messageId : bareMessageId(info.serverMessageId);
  return { kind: 'accepted', providerId, evidence: `${server.host} answered ${response}` };
}

export function outcomeOfFailure(error: unknown, phase: Phase, server: MailServer): Outcome {
  const trouble = troubleOf(error);
  const what = oneLine(error instanceof Error ? error.message : String(error));
  if (phase.stopped !== null) return stoppedOutcome({ ...phase.stopped, why: oneLine(phase.stopped.why) });
  if (phase.handedOver) return afterPayload(trouble, what, server);
  return { kind: 'refused', ...beforePayload(trouble, error, what, server) };
}

function afterPayload(trouble: SmtpTrouble, what: string, server: MailServer): Outcome {
  const answered = trouble.code === 'EMESSAGE' && trouble.command === 'DATA' ? statusOf(trouble.answer) : null;
  if (answered === null) return { kind: 'unknown', evidence: `The message was handed to ${server.host} and no answer came: ${what}` };
  return { kind: 'refused', transient: answered < 500, code: `smtp_${answered}`, evidence: `${server.host} answered ${oneLine(trouble.answer)}`, ...saysNobody(trouble) };
}

/** The commands, as the library names them, whose answer may speak of the recipient. What is said to MAIL FROM speaks of us, in the same codes. */
const aboutRecipient: ReadonlySet<string> = new Set(['RCPT TO', 'DATA']);

/**
 * Enhanced codes (RFC 3463, RFC 7504) that speak of the recipient's address: no such mailbox (5.1.1), system (5.1.2) or syntax (5.1.3), moved (5.1.6), a domain that takes no mail
 * (5.1.10), a mailbox that is closed (5.2.1). A bare 550 may as well be a policy of the server.
 */
function saysNobody({ command, answer }: SmtpTrouble): { nobodyThere: true } | Record<string, never> {
  return aboutRecipient.has(command) && /^5\d\d[ -]5\.(?:1\.(?:1|2|3|6|10)|2\.1)(?!\d)/.test(answer) ? { nobodyThere: true } : {};
}

function beforePayload(trouble: SmtpTrouble, error: unknown, what: string, server: MailServer): { transient: boolean; code: string; evidence: string; nobodyThere?: true; ours?: true } {
  const status = statusOf(trouble.answer);
  const evidence = status === null ? `${server.host}:${server.port}: ${what}` : `${server.host} answered ${oneLine(trouble.answer)}${trouble.command === '' ? '' : ` to ${trouble.command}`}`;
  if (isCredentials(trouble, status))
    return { transient: true, code: 'credentials', evidence: `The mail server did not accept the user or password in ${server.setting}. ${evidence}` };
  if (status !== null) return { transient: status < 500, code: `smtp_${status}`, evidence, ...saysNobody(trouble) };
  if (trouble.code === 'EMESSAGE') return { transient: false, ours: true, code: 'too_large', evidence };
  return { transient: true, code: networkCode(trouble, error), evidence: `Nothing was handed over. ${evidence} (${server.setting})` };
}

/** 454 is a server that cannot check just now; 530 is one that wants a password and got none. */
function isCredentials(trouble: SmtpTrouble, status: number | null): boolean {
  if (status === 530 || status === 534 || status === 535 || status === 538) return true;
  return trouble.code === 'EAUTH' && (status === null || status >= 500);
}

function networkCode(trouble: SmtpTrouble, error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') return 'timeout';
  if (error instanceof Error && error.name === 'AbortError') return 'aborted';
  const known: Readonly<Record<string, string>> = { ETIMEDOUT: 'timeout', EDNS: 'dns', ETLS: 'tls', EENVELOPE: 'envelope', EPROTOCOL: 'protocol' };
  return known[trouble.code] ?? 'connection';
}

function troubleOf(error: unknown): SmtpTrouble {
  const field = (name: string): string => {
    const value: unknown = typeof error === 'object' && error !== null && name in error ? Reflect.get(error, name) : '';
    return typeof value === 'string' ? value : '';
  };
  return { code: field('code'), command: field('command'), answer: field('response') };
}

/** 400 to 599, or null when it is not the answer of a refusing server. */
function statusOf(answer: string): number | null {
  const match = /^([45]\d\d)(?:[ -]|$)/.exec(answer);
  return match ? Number(match[1]) : null;
}
