/** What a mail says, as far as the campaign looks at it; of the parts of a multipart mail the first with plain text. */
export function readMail(text: string): { messageId: string; subject: string; body: string } {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const headers = headersOf(head);
  return { messageId: (headers.get('message-id') ?? '').replace(/[<>\s]/g, ''), subject: headers.get('subject') ?? '', body: bodyOf(headers, rest.join('\r\n\r\n')) };
}

function headersOf(head: string): Map<string, string> {
  const unfolded = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n');
  return new Map(unfolded.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
}

function bodyOf(headers: ReadonlyMap<string, string>, body: string): string {
  const type = headers.get('content-type') ?? 'text/plain';
  const boundary = /^multipart\/.*boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary !== undefined) {
    const [, part = ''] = body.split(`--${boundary}\r\n`);
    const [head = '', ...rest] = (part.split(`\r\n--${boundary}`)[0] ?? '').split('\r\n\r\n');
    return bodyOf(headersOf(head), rest.join('\r\n\r\n'));
  }
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase();
  const bytes = encoding === 'base64' ? Buffer.from(body, 'base64') : Buffer.from(encoding === 'quoted-printable' ? unquoted(body) : body, 'latin1');
  return bytes.toString('utf8').replaceAll('\r\n', '\n').trimEnd();
}

function unquoted(text: string): string {
  return text.replace(/=\r\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
