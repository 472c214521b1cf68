import { Fault } from '#lib/errors.ts';

/** Where a mail server is and how to talk to it, read from a setting's URL. Pure. */
export interface MailServer {
  /** The setting it came from, for messages to people. */
  readonly setting: 'RE_EMAIL_SMTP_URL' | 'RE_EMAIL_IMAP_URL';
  readonly host: string;
  readonly port: number;
  /** `implicit`: TLS from the first byte. `required`: STARTTLS or nothing. `none`: on this machine only. */
  readonly tls: 'implicit' | 'required' | 'none';
  readonly auth: { readonly user: string; readonly pass: string } | null;
}

const ports: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465, 'imap:': 143, 'imaps:': 993 };

/**
 * User and password are percent-encoded in the URL. A password never crosses a network in the clear: without `s` the
 * connection must upgrade by STARTTLS, unless the server is on this machine.
 */
export function mailServerOf(setting: MailServer['setting'], text: string): MailServer {
  const bad = (why: string) => new Fault('config_invalid', `${setting} ${why}`, { retryable: false });
  if (!URL.canParse(text)) throw bad('is not a URL.');
  const url = new URL(text);
  const standard = ports[url.protocol];
  const wanted = setting === 'RE_EMAIL_SMTP_URL' ? 'smtp' : 'imap';
  if (standard === undefined || !url.protocol.startsWith(wanted)) throw bad(`must begin with ${wanted}:// or ${wanted}s://.`);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (host === '') throw bad('names no host.');
  const user = decoded(url.username);
  const pass = decoded(url.password);
  if (user === null || pass === null) throw bad('has a % in the user or password that is not part of an escape like %40; write a plain % as %25.');
  return {
    setting, host, port: url.port === '' ? standard : Number(url.port),
    tls: url.protocol.endsWith('s:') ? 'implicit' : isLoopback(host) ? 'none' : 'required',
    auth: user === '' ? null : { user, pass },
  };
}

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

/** Certificates are checked everywhere but on this machine, where nobody issues one. */
export function tlsOptionsOf(server: MailServer): { rejectUnauthorized: boolean; minVersion: 'TLSv1.2' } {
  return { rejectUnauthorized: !isLoopback(server.host), minVersion: 'TLSv1.2' };
}
