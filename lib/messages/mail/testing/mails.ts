/** Mails for tests, written out. A header set to null is left out. */

const usual: Readonly<Record<string, string>> = {
  'From': 'Lee Wong <lee@example.net>', 'To': 'Ana <ana@example.com>', 'Subject': 'Visit', 'Date': 'Fri, 01 May 2026 12:00:00 +0000', 'Message-ID': '<m@example.net>',
};

export function mailText(headers: Readonly<Record<string, string | null>>, body: string): string {
  const lines = Object.entries({ ...usual, ...headers }).flatMap(([name, value]) => (value === null ? [] : [`${name}: ${value}`]));
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** A complaint as a mailbox provider forwards it (RFC 5965); `returned` is the Message-ID of the mail that was complained about. */
export function complaintMail({ returned, type = 'abuse' }: { returned: string; type?: string }): string {
  const parts = [
    'Content-Type: text/plain\r\n\r\nThis is an abuse report.',
    `Content-Type: message/feedback-report\r\n\r\nFeedback-Type: ${type}\r\nUser-Agent: Mailbox/1\r\nVersion: 1\r\n`,
    `Content-Type: message/rfc822\r\n\r\nFrom: ana@example.com\r\nTo: redacted@example.net\r\nMessage-ID: ${returned}\r\nSubject: Visit\r\n\r\nSee you at 5.\r\n`,
  ];
  return mailText(
    { 'From': 'feedback@provider.example', 'Message-ID': '<arf@provider.example>', 'Content-Type': 'multipart/report; report-type=feedback-report; boundary="b"' },
    `${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`,
  );
}

/** A report as postfix writes it (RFC 3464); `returned` is the Message-ID of the mail it returns. */
export function bounceMail(over: { returned: string | null; action?: string; status?: string; headers?: Readonly<Record<string, string>> }): string {
  const { returned, action = 'failed', status = '5.1.1' } = over;
  const parts = [
    'Content-Type: text/plain\r\n\r\nI am sorry to have to inform you. Message-ID: <apr_1.2@example.com>',
    `Content-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example.net\r\n\r\nFinal-Recipient: rfc822; lee@example.net\r\nAction: ${action}\r\nStatus: ${status}\r\nDiagnostic-Code: smtp; 550 5.1.1\r\n nobody here\r\n`,
    ...(returned === null ? [] : [`Content-Type: text/rfc822-headers\r\n\r\nFrom: ana@example.com\r\nMessage-ID: ${returned}\r\nSubject: Visit\r\n`]),
  ];
  return mailText(
    { 'From': 'Mail Delivery System <MAILER-DAEMON@mx.example.net>', 'Return-Path': '<>', 'Message-ID': '<report@mx.example.net>', 'Auto-Submitted': 'auto-replied', 'Content-Type': 'multipart/report; report-type=delivery-status; boundary="b"', ...over.headers },
    `${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`,
  );
}
