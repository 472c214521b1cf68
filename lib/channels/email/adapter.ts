import type { Outcome } from '#lib/approvals/approval.ts';
import { contentLimits } from '#lib/approvals/limits.ts';
import type { Clock } from '#lib/clock.ts';
import type { EmailSettings } from '#lib/config.ts';
import { Fault } from '#lib/errors.ts';
import type { ChannelAdapter, Dispatch, Probe, SendOptions } from '#lib/channels/port.ts';
import { senderName, senderOf } from '#lib/channels/sender.ts';
import { composeMail } from './compose.ts';
import { withImap } from './imap.ts';
import { createMailboxReader } from './inbox.ts';
import { mailServerOf, type MailServer } from './mail-server.ts';
import { domainOf, messageIdOf } from '#lib/messages/mail/message-id.ts';
import { sentElsewhere } from './sent-elsewhere.ts';
import { fileInSent, lookForSent } from './sent-folder.ts';
import { openSmtpLine, probeSmtp, type SmtpLine, type SmtpTimes } from './smtp.ts';

export interface EmailAdapterOptions {
  readonly settings: EmailSettings;
  readonly clock: Clock;
  readonly smtpTimes?: SmtpTimes;
}

/** E-mail over SMTP and IMAP. Without RE_EMAIL_IMAP_URL it only sends; without RE_EMAIL_SMTP_URL it only receives. */
export function createEmailAdapter({ settings, clock, smtpTimes }: EmailAdapterOptions): ChannelAdapter {
  const smtp = settings.smtpUrl === null ? null : mailServerOf('RE_EMAIL_SMTP_URL', settings.smtpUrl);
  const imap = settings.imapUrl === null ? null : mailServerOf('RE_EMAIL_IMAP_URL', settings.imapUrl);
  const sender = senderOf({ email: settings }, 'email');
  const from = { name: senderName({ email: settings }) };
  const line = smtp && openSmtpLine(smtp, smtpTimes);
  const mailOf = mailsOf(from);
  const reader = imap && createMailboxReader(imap, sender, clock);
  return {
    channel: 'email',
    sandbox: false,
    capabilities: { send: smtp !== null, receive: imap !== null, reconcile: imap !== null, subject: true, attachments: false, textLengthMax: contentLimits.email.bodyLengthMax },
    sender,
    prepare: (dispatch) => void mailOf(dispatch),
    send: (dispatch, options) => send(dispatch, { ...options, line, sender, mailOf }),
    async receive(cursor, options) {
      if (!reader) throw new Fault('channel_unreachable', 'RE_EMAIL_IMAP_URL is not set: no mail is received.', { retryable: false });
      return reader.receive(cursor, options);
    },
    async reconcile(dispatch, { signal }) {
      if (!imap) return { kind: 'cannot_tell', evidence: 'RE_EMAIL_IMAP_URL is not set: there is no mailbox to look in.' };
      const messageId = messageIdOf(dispatch.idempotencyKey, domainOf(dispatch.content.sender));
      return withImap(imap, signal, (client) => lookForSent(client, messageId, sender));
    },
    async fileCopy(dispatch, { signal }) {
      if (!imap) return;
      const mail = await mailOf(dispatch);
      if (!('unsendable' in mail)) await withImap(imap, signal, (client) => fileInSent(client, mail, dispatch.startedAt));
    },
    async *sentElsewhere(options) {
      if (imap) yield* sentElsewhere(imap, sender, options);
    },
    probe: ({ signal }) => probe(smtp, imap, sender, signal),
    async close() {
      reader?.close();
      line?.close();
    },
  };
}

interface Sending extends SendOptions {
  readonly line: SmtpLine | null;
  readonly sender: string;
  readonly mailOf: MailOf;
}

type MailOf = (dispatch: Dispatch) => ReturnType<typeof composeMail>;

/** Each dispatch is put together once, for its send and for the copy in Sent, and kept as long as the dispatch itself. */
function mailsOf(from: { readonly name: string | null }): MailOf {
  const composed = new WeakMap<Dispatch, ReturnType<typeof composeMail>>();
  return (dispatch) => {
    const mail = composed.get(dispatch) ?? composeMail(dispatch, from);
    composed.set(dispatch, mail);
    // Whoever awaits it is told; that it failed before its turn came concerns nobody else.
    mail.catch(() => undefined);
    return mail;
  };
}

async function send(dispatch: Dispatch, { line, sender, mailOf, ...options }: Sending): Promise<Outcome> {
  const refused = (code: string, evidence: string): Outcome => ({ kind: 'refused', transient: false, ours: true, code, evidence });
  if (!line) return refused('not_configured', 'RE_EMAIL_SMTP_URL is not set: nothing can be sent.');
  if (dispatch.content.sender !== sender)
    return refused('sender_changed', `It was approved to go out from ${dispatch.content.sender}, and RE_EMAIL_FROM is now ${sender}. Taken back to review and saved there, it goes out from that.`);
  const mail = await mailOf(dispatch);
  if ('unsendable' in mail) return refused('unsendable', mail.unsendable);
  return line.send(mail, options);
}

async function probe(smtp: MailServer | null, imap: MailServer | null, account: string, signal: AbortSignal): Promise<Probe> {
  const steps: readonly [MailServer | null, (server: MailServer) => Promise<void>][] = [
    [imap, (server) => withImap(server, signal, async (client) => void (await client.noop()))],
    [smtp, (server) => probeSmtp(server, { signal })],
  ];
  for (const [server, step] of steps) {
    try {
      if (server) await step(server);
    } catch (error) {
      if (!(error instanceof Fault) || !server) throw error;
      return { kind: 'failed', code: error.code === 'channel_credentials' ? 'channel_credentials' : 'channel_unreachable', setting: server.setting, why: error.message };
    }
  }
  return { kind: 'ok', account };
}
