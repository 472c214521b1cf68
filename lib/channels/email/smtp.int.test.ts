import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import type { Outcome } from '#lib/approvals/approval.ts';
import type { Dispatch } from '#lib/channels/port.ts';
import { composeMail, type Mail } from './compose.ts';
import { mailServerOf, type MailServer } from './mail-server.ts';
import { openSmtpLine, probeSmtp, type SmtpTimes } from './smtp.ts';
import { scriptedSmtp, type Reaction, type ScriptedSmtp, type SmtpPhase } from './testing/scripted-smtp.ts';

/** What each end of an SMTP conversation comes to. The line between `refused` and `unknown` is the first byte of the payload. */

const times = { totalMs: 5_000, idleMs: 250 };
const open: ScriptedSmtp[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function mailOf(body = 'See you at 5.'): Promise<Mail> {
  const dispatch: Dispatch = {
    approvalId: 'apr_1', idempotencyKey: 'apr_1.1', attempt: 1, unsubscribe: null, references: [], startedAt: 1_777_000_000_000,
    content: { channel: 'email', sender: 'ana@example.com', recipient: 'lee@example.net', subject: 'Visit', body, attachments: [] },
  };
  const mail = await composeMail(dispatch, { name: null });
  if ('unsendable' in mail) throw new Error(mail.unsendable);
  return mail;
}

async function sendOnce(server: MailServer, mail: Mail, { signal, times: given }: { signal: AbortSignal; times?: SmtpTimes }): Promise<Outcome> {
  const line = openSmtpLine(server, given);
  try {
    return await line.send(mail, { signal });
  } finally {
    line.close();
  }
}

async function against(script: Partial<Record<SmtpPhase, Reaction>>, options: { signal?: AbortSignal; body?: string } = {}): Promise<{ outcome: Outcome; server: ScriptedSmtp }> {
  const server = await scriptedSmtp(script);
  open.push(server);
  const outcome = await sendOnce(mailServerOf('RE_EMAIL_SMTP_URL', `smtp://ana:secret@127.0.0.1:${server.port}`), await mailOf(options.body), { signal: options.signal ?? new AbortController().signal, times });
  return { outcome, server };
}

test('a taken message is accepted under our Message-ID', async () => {
  const { outcome, server } = await against({});
  expect(outcome).toMatchObject({ kind: 'accepted', providerId: 'apr_1.1@example.com', evidence: expect.stringContaining('250 taken') });
  expect(server.messages).toHaveLength(1);
});

describe('before the payload', () => {
  const phases = ['connect', 'MAIL', 'RCPT', 'DATA'] as const;
  test.each(phases)('4xx at %s is transient', async (phase) => {
    const { outcome, server } = await against({ [phase]: '451 4.3.0 later' });
    expect(outcome).toMatchObject({ kind: 'refused', transient: true, code: 'smtp_451' });
    expect(server.messages).toEqual([]);
  });
  test.each(phases)('5xx at %s is permanent', async (phase) => {
    const { outcome, server } = await against({ [phase]: '550 5.1.1 nobody here' });
    expect(outcome).toMatchObject({ kind: 'refused', transient: false, code: 'smtp_550' });
    expect(server.messages).toEqual([]);
  });
  test('421 at EHLO is transient, a server that knows neither EHLO nor HELO is permanent', async () => {
    expect((await against({ EHLO: '421 closing' })).outcome).toMatchObject({ kind: 'refused', transient: true, code: 'smtp_421' });
    expect((await against({ EHLO: '502 no' })).outcome).toMatchObject({ kind: 'refused', transient: false, code: 'smtp_500' });
  });
  test('a wrong password is transient with the code credentials and names the setting', async () => {
    const { outcome } = await against({ AUTH: '535 5.7.8 wrong' });
    expect(outcome).toMatchObject({ kind: 'refused', transient: true, code: 'credentials', evidence: expect.stringContaining('RE_EMAIL_SMTP_URL') });
    expect(JSON.stringify(outcome)).not.toContain('secret');
  });
  test('a server that cannot check passwords just now is transient by its own code', async () => {
    expect((await against({ AUTH: '454 4.7.0 later' })).outcome).toMatchObject({ kind: 'refused', transient: true, code: 'smtp_454' });
  });
  test('a server that wants a password first', async () => {
    expect((await against({ MAIL: '530 5.7.0 sign in' })).outcome).toMatchObject({ kind: 'refused', transient: true, code: 'credentials' });
  });
  test.each(['connect', 'EHLO', 'AUTH', 'MAIL', 'RCPT', 'DATA'] as const)('silence at %s times out as transient', async (phase) => {
    expect((await against({ [phase]: 'stall' })).outcome).toMatchObject({ kind: 'refused', transient: true, code: 'timeout' });
  });
  test.each(
    (['connect', 'EHLO', 'AUTH', 'MAIL', 'RCPT', 'DATA'] as const).flatMap((phase) => (['cut', 'reset'] as const).map((how) => [how, phase] as const)),
  )('a %s at %s is transient', async (how, phase) => {
    const { outcome, server } = await against({ [phase]: how });
    expect(outcome).toMatchObject({ kind: 'refused', transient: true });
    expect(server.messages).toEqual([]);
  });
  test('no server at all, and no such name', async () => {
    const { port, close } = await scriptedSmtp({});
    await close();
    const signal = new AbortController().signal;
    const mail = await mailOf();
    expect(await sendOnce(mailServerOf('RE_EMAIL_SMTP_URL', `smtp://127.0.0.1:${port}`), mail, { signal, times })).toMatchObject({ kind: 'refused', transient: true, code: 'connection' });
    expect(await sendOnce(mailServerOf('RE_EMAIL_SMTP_URL', 'smtp://mail.invalid'), mail, { signal, times: { totalMs: 2_000, idleMs: 500 } })).toMatchObject({ kind: 'refused', transient: true });
  });
  test('a larger message than the server takes', async () => {
    expect((await against({ EHLO: '250-test\r\n250-AUTH PLAIN\r\n250 SIZE 100' })).outcome).toMatchObject({ kind: 'refused', transient: false, code: 'too_large' });
  });
  test('an abort', async () => {
    const abort = new AbortController();
    const server = await scriptedSmtp({ RCPT: 'stall' });
    open.push(server);
    const sending = sendOnce(mailServerOf('RE_EMAIL_SMTP_URL', `smtp://127.0.0.1:${server.port}`), await mailOf(), { signal: abort.signal, times });
    await server.reached('RCPT');
    abort.abort();
    expect(await sending).toMatchObject({ kind: 'refused', transient: true, code: 'aborted' });
  });
});

describe('from the first byte of the payload', () => {
  test.each(['stall', 'cut', 'reset'] as const)('a %s while the payload goes over is unknown', async (how) => {
    const { outcome } = await against({ payload: how, dot: 'stall' }, { body: 'x'.repeat(3_000_000) });
    expect(outcome).toMatchObject({ kind: 'unknown' });
  });
  test.each(['stall', 'cut', 'reset'] as const)('a %s between the final dot and the answer is unknown, though the server has the message', async (how) => {
    const { outcome, server } = await against({ dot: how });
    expect(outcome).toMatchObject({ kind: 'unknown', evidence: expect.stringContaining('handed') });
    expect(server.messages).toHaveLength(1);
  });
  test('an abort between the final dot and the answer is unknown', async () => {
    const abort = new AbortController();
    const server = await scriptedSmtp({ dot: 'stall' });
    open.push(server);
    const sending = sendOnce(mailServerOf('RE_EMAIL_SMTP_URL', `smtp://127.0.0.1:${server.port}`), await mailOf(), { signal: abort.signal, times: { totalMs: 5_000, idleMs: 5_000 } });
    await server.reached('dot');
    abort.abort();
    expect(await sending).toMatchObject({ kind: 'unknown' });
  });
  test.each(['354 go on', '199 hm', 'gibberish', '2', '25'])('“%s” after the final dot is unknown', async (answer) => {
    expect((await against({ dot: answer })).outcome).toMatchObject({ kind: 'unknown' });
  });
  test('half an answer and a cut is unknown', async () => {
    const server = await scriptedSmtp({ dot: '250-taken' });
    open.push(server);
    expect(await sendOnce(mailServerOf('RE_EMAIL_SMTP_URL', `smtp://127.0.0.1:${server.port}`), await mailOf(), { signal: new AbortController().signal, times })).toMatchObject({ kind: 'unknown' });
  });
  test('4xx to the final dot is transient, 5xx permanent', async () => {
    expect((await against({ dot: '451 4.3.0 later' })).outcome).toMatchObject({ kind: 'refused', transient: true, code: 'smtp_451' });
    expect((await against({ dot: '554 5.7.1 spam' })).outcome).toMatchObject({ kind: 'refused', transient: false, code: 'smtp_554' });
  });
  test.each([['before its first byte', 1], ['when all but its end went over', 2]])('a mail that somebody stopped %s is taken by nobody, and said to be refused', async (_when, atLook) => {
    const server = await scriptedSmtp({});
    open.push(server);
    let looks = 0;
    const line = openSmtpLine(mailServerOf('RE_EMAIL_SMTP_URL', `smtp://127.0.0.1:${server.port}`), times);
    const lastLook = () => Promise.resolve((looks += 1) === atLook ? 'they said stop' : null);
    expect(await line.send(await mailOf('x'.repeat(300_000)), { signal: new AbortController().signal, lastLook })).toMatchObject({ kind: 'refused', transient: true, code: 'stopped' });
    expect(looks).toBe(atLook);
    expect(await line.send(await mailOf(), { signal: new AbortController().signal })).toMatchObject({ kind: 'accepted' });
    line.close();
    expect(server.messages).toHaveLength(1);
  });
  test.each([['the first', 1], ['the second', 2]])('a look that fails lets nothing out, and is no trouble of the mail server: %s', async (_which, atLook) => {
    const server = await scriptedSmtp({});
    open.push(server);
    let looks = 0;
    const line = openSmtpLine(mailServerOf('RE_EMAIL_SMTP_URL', `smtp://127.0.0.1:${server.port}`), times);
    const lastLook = () => ((looks += 1) === atLook ? Promise.reject(new Error('the journal cannot be read')) : Promise.resolve(null));
    const outcome = await line.send(await mailOf('x'.repeat(300_000)), { signal: new AbortController().signal, lastLook });
    expect(outcome).toMatchObject({ kind: 'refused', transient: true, code: 'unchecked', evidence: expect.stringContaining('the journal cannot be read') });
    expect(server.messages).toEqual([]);
  });
  test.each([
    ['RCPT', '550 5.1.1 nobody here', true], ['RCPT', '550 5.1.10 no mail for this domain', true], ['RCPT', '550-5.2.1 closed\r\n550 5.2.1 closed', true], ['dot', '550 5.1.1 nobody here', true],
    ['RCPT', '550 no', undefined], ['RCPT', '550 5.7.1 not from you', undefined], ['RCPT', '451 4.1.1 not now', undefined], ['MAIL', '550 5.1.8 your address', undefined], ['MAIL', '550 5.1.2 no such domain', undefined], ['DATA', '550 5.1.1 nobody here', true], ['RCPT', '550 5.1.12 hm', undefined],
  ] as const)('at %s, “%s” says whether nobody is there', async (phase, answer, nobodyThere) => {
    const { outcome } = await against({ [phase]: answer });
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect(outcome).toHaveProperty('evidence');
    expect('nobodyThere' in outcome ? outcome.nobodyThere : undefined).toBe(nobodyThere);
  });
  const pipelining = { EHLO: '250-test\r\n250-PIPELINING\r\n250 AUTH PLAIN', DATA: '554 no valid recipients' };
  test('a pipelining server that refuses the recipient never gets the payload', async () => {
    const { outcome, server } = await against({ ...pipelining, RCPT: '550 5.1.1 nobody here' });
    expect(outcome).toMatchObject({ kind: 'refused', transient: false, code: 'smtp_550', nobodyThere: true });
    expect(server.messages).toEqual([]);
  });
  test('a pipelining server that refuses our own address says nothing of the recipient, whatever it answers to the rest', async () => {
    const { outcome } = await against({ ...pipelining, MAIL: '550 5.1.2 no such domain', RCPT: '550 5.1.1 no sender yet' });
    expect(outcome).toMatchObject({ kind: 'refused', transient: false, code: 'smtp_550', evidence: expect.stringContaining('to MAIL FROM') });
    expect(outcome).not.toHaveProperty('nobodyThere');
  });
});

test('a whole mail over a real server: STARTTLS is not asked for on this machine, AUTH is, dots survive', async () => {
  const got: string[] = [];
  const server = new SMTPServer({
    authOptional: false, allowInsecureAuth: true, disabledCommands: ['STARTTLS'], logger: false,
    onAuth: (auth, _session, done) => (auth.username === 'ana' && auth.password === 'p@:/' ? done(null, { user: 'ana' }) : done(new Error('wrong'))),
    onData: (stream, _session, done) => {
      let text = '';
      stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
      stream.on('end', () => (got.push(text), done()));
    },
  });
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const signal = new AbortController().signal;
  try {
    const at = mailServerOf('RE_EMAIL_SMTP_URL', `smtp://ana:p%40%3A%2F@127.0.0.1:${port}`);
    await probeSmtp(at, { signal });
    expect(await sendOnce(at, await mailOf('one\n.\n..two\n.'), { signal })).toMatchObject({ kind: 'accepted' });
    expect(got[0]).toContain('one\r\n.\r\n..two\r\n.');
    await expect(probeSmtp(mailServerOf('RE_EMAIL_SMTP_URL', `smtp://ana:wrong@127.0.0.1:${port}`), { signal })).rejects.toMatchObject({ code: 'channel_credentials', message: expect.stringContaining('RE_EMAIL_SMTP_URL') });
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
});

describe('a connection is kept for the next mail', () => {
  async function keeping(script: Partial<Record<SmtpPhase, Reaction>> = {}) {
    const server = await scriptedSmtp(script);
    open.push(server);
    const line = openSmtpLine(mailServerOf('RE_EMAIL_SMTP_URL', `smtp://ana:secret@127.0.0.1:${server.port}`), times);
    onTestFinished(() => line.close());
    const send = async () => line.send(await mailOf(), { signal: new AbortController().signal });
    return { server, send, script };
  }

  test('mails that follow each other share one', async () => {
    const { server, send } = await keeping();
    for (let i = 0; i < 3; i++) expect(await send()).toMatchObject({ kind: 'accepted' });
    expect(server.messages).toHaveLength(3);
    expect(server.connections()).toBe(1);
  });

  test.each(['cut', 'reset', '421 4.4.2 idle too long'])('one that the server ended meanwhile (%s) is replaced, and each mail goes once', async (how) => {
    const { server, send } = await keeping();
    await send();
    server.endAll(how);
    expect(await send()).toMatchObject({ kind: 'accepted' });
    expect(server.messages).toHaveLength(2);
    expect(server.connections()).toBe(2);
  });

  test('one that answers 421 to the next mail is replaced; a fresh one that does so too is told', async () => {
    const { server, send, script } = await keeping();
    await send();
    script.MAIL = '421 4.3.2 closing';
    expect(await send()).toMatchObject({ kind: 'refused', transient: true, code: 'smtp_421' });
    expect(server.connections()).toBe(2);
    delete script.MAIL;
    expect(await send()).toMatchObject({ kind: 'accepted' });
    expect(server.messages).toHaveLength(2);
  });

  test.each(['cut', 'reset', 'stall'] as const)('one that dies behind the payload (%s) is unknown, and nothing is sent again', async (how) => {
    const { server, send, script } = await keeping();
    await send();
    script.dot = how;
    expect(await send()).toMatchObject({ kind: 'unknown' });
    expect(server.messages).toHaveLength(2);
    expect(server.connections()).toBe(1);
  });

  test('a refused recipient ends it, and the next mail starts anew', async () => {
    const { server, send, script } = await keeping();
    await send();
    script.RCPT = '550 5.1.1 nobody here';
    expect(await send()).toMatchObject({ kind: 'refused', transient: false, code: 'smtp_550' });
    delete script.RCPT;
    expect(await send()).toMatchObject({ kind: 'accepted' });
    expect(server.messages).toHaveLength(2);
  });
});
