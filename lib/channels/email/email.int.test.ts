import { once } from 'node:events';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Batch, ChannelAdapter, Dispatch, Inbound } from '#lib/channels/port.ts';
import { systemClock } from '#lib/clock.ts';
import { proveUncertain } from '#lib/dispatch/prove-uncertain.ts';
import { as, dispatched, draft, given, lead, openWorld } from '#lib/messages/testing/inbound-world.ts';
import { bounceMail, mailText } from '#lib/messages/mail/testing/mails.ts';
import { createEmailAdapter } from './adapter.ts';
import { mailServerOf } from './mail-server.ts';
import { sentElsewhere } from './sent-elsewhere.ts';
import { dovecotMissing, startDovecot, type Dovecot } from './testing/dovecot.ts';

/** E-mail against a real IMAP server. */

const suite = dovecotMissing === null ? describe : describe.skip;
const never = new AbortController().signal;
const now = { signal: never, waitMs: 0 };

const dispatchOf = (approvalId: string): Dispatch => ({
  approvalId, idempotencyKey: `${approvalId}.1`, attempt: 1, unsubscribe: null, references: [], startedAt: 1_777_000_000_000,
  content: { channel: 'email', sender: 'ana@example.com', recipient: 'lee@example.net', subject: 'Visit', body: 'See you at 5.', attachments: [] },
});

const ids = (batch: Pick<Batch, 'items'>) => batch.items.map((item) => (item.kind === 'message' ? item.message.externalId : item.externalId));
const mail = (id: string, headers: Record<string, string> = {}) => mailText({ 'Message-ID': `<${id}@example.net>`, ...headers }, `this is ${id}`);

suite(dovecotMissing ?? 'e-mail over dovecot', () => {
  let dovecot: Dovecot;
  const adapters: ChannelAdapter[] = [];
  const open = (url = dovecot.url) => {
    const adapter = createEmailAdapter({ settings: { imapUrl: url, smtpUrl: 'smtp://127.0.0.1:9', from: 'Ana Ruiz <ana@example.com>' }, clock: systemClock });
    adapters.push(adapter);
    return adapter;
  };
  beforeAll(async () => {
    dovecot = await startDovecot();
  });
  beforeEach(async () => {
    for (const adapter of adapters.splice(0)) await adapter.close();
    await dovecot.remove();
    dovecot = await startDovecot();
  });
  afterAll(async () => {
    for (const adapter of adapters) await adapter.close();
    await dovecot.remove();
  });

  test('what is there is handed out once, unseen it stays, and a restart goes on from the cursor', async () => {
    for (const id of ['a', 'b', 'c']) await dovecot.deliver(mail(id));
    const first = await open().receive(null, now);
    expect(ids(first).toSorted()).toEqual(['a@example.net', 'b@example.net', 'c@example.net']);
    expect(first).toMatchObject({ source: 'mailbox', more: false, note: '' });
    await dovecot.deliver(mail('d'));
    const second = await open().receive(first.cursor, now);
    expect(ids(second)).toEqual(['d@example.net']);
    expect(ids(await open().receive(second.cursor, now))).toEqual([]);
    expect((await dovecot.files()).filter((name) => /:2,.*S/.test(name))).toEqual([]);
  });

  test('a process that dies between fetch and commit gets the same mails again', async () => {
    await dovecot.deliver(mail('a'));
    const before = await open().receive(null, now);
    await dovecot.deliver(mail('b'));
    const lost = await open().receive(before.cursor, now);
    expect(ids(await open().receive(before.cursor, now))).toEqual(ids(lost));
  });

  test('many come in bounded batches, none twice, none missing, while more arrive', async () => {
    for (let i = 0; i < 120; i++) await dovecot.deliver(mail(`m${i}`));
    const adapter = open();
    const got: string[] = [];
    let cursor: string | null = null;
    for (let round = 0; ; round++) {
      const batch: Batch = await adapter.receive(cursor, now);
      expect(batch.items.length).toBeLessThanOrEqual(50);
      got.push(...ids(batch));
      cursor = batch.cursor;
      if (round < 3) for (let i = 0; i < 5; i++) await dovecot.deliver(mail(`late${round}.${i}`));
      if (!batch.more && round >= 3 && batch.items.length === 0) break;
    }
    expect(new Set(got).size).toBe(135);
    expect(got).toHaveLength(135);
  });

  test('a new UIDVALIDITY reads again from our beginning and says so', async () => {
    await dovecot.deliver(mail('a'));
    await dovecot.deliver(mail('b'));
    const first = await open().receive(null, now);
    await dovecot.forgetUids();
    await dovecot.deliver(mail('c'));
    const again = await open().receive(first.cursor, now);
    expect(ids(again).toSorted()).toEqual(['a@example.net', 'b@example.net', 'c@example.net']);
    expect(again.note).toContain('UIDVALIDITY');
    expect((await open().receive(again.cursor, now)).note).toBe('');
  });

  test('IDLE wakes when mail arrives, long before the wait is over', async () => {
    const adapter = open();
    const { cursor } = await adapter.receive(null, now);
    const waiting = adapter.receive(cursor, { signal: never, waitMs: 60_000 });
    const startedAt = performance.now();
    await dovecot.deliver(mail('a'));
    expect(ids(await waiting)).toEqual(['a@example.net']);
    expect(performance.now() - startedAt).toBeLessThan(10_000);
  });

  test('a wait without mail ends in time, an abort at once, both with the same cursor', async () => {
    const adapter = open();
    const { cursor } = await adapter.receive(null, now);
    expect(await adapter.receive(cursor, { signal: never, waitMs: 200 })).toMatchObject({ items: [], cursor });
    const abort = new AbortController();
    const waiting = adapter.receive(cursor, { signal: abort.signal, waitMs: 60_000 });
    setImmediate(() => abort.abort());
    await waiting.then((batch) => expect(batch.cursor).toBe(cursor), (error: unknown) => expect(error).toMatchObject({ name: 'AbortError' }));
  });

  test('a wrong password names the setting, a server that is gone names the server, and both heal', async () => {
    await expect(open(dovecot.url.replace('secret', 'wrong')).receive(null, now)).rejects.toMatchObject({ code: 'channel_credentials', retryable: true, message: expect.stringContaining('RE_EMAIL_IMAP_URL') });
    const adapter = open();
    const { cursor } = await adapter.receive(null, now);
    await dovecot.stop();
    await expect(open().receive(cursor, now)).rejects.toMatchObject({ code: 'channel_unreachable', message: expect.stringContaining(`127.0.0.1:${dovecot.port}`) });
    await dovecot.deliver(mail('a'));
    await dovecot.start();
    expect(ids(await adapter.receive(cursor, now))).toEqual(['a@example.net']);
  });

  test('a mail that cannot be read is handed out as such, and those after it too', async () => {
    await dovecot.deliver('\n\nno headers at all');
    await dovecot.deliver(mail('a'));
    const { items } = await open().receive(null, now);
    expect(items.map((item) => item.kind).toSorted()).toEqual(['message', 'unreadable']);
  });

  test('what a teammate sent elsewhere comes as outbound, our own copies do not', async () => {
    await dovecot.deliver(mail('phone', { From: 'ana@example.com', To: 'Lee Wong <lee@example.net>' }), 'Sent');
    const adapter = open();
    await adapter.fileCopy?.(dispatchOf('apr_1'), { signal: never });
    const { items } = await adapter.receive(null, now);
    expect(items).toMatchObject([{ kind: 'message', message: { direction: 'out', externalId: 'phone@example.net', address: { value: 'lee@example.net' } } }]);
  });

  test('looking back finds what a teammate sent, wherever the cursor stands, and not our own copies', async () => {
    await dovecot.deliver(mail('phone', { From: 'ana@example.com', To: 'Lee Wong <lee@example.net>' }), 'Sent');
    const adapter = open();
    await adapter.fileCopy?.(dispatchOf('apr_1'), { signal: never });
    await adapter.receive(null, now);
    const since = async (sinceMs: number) => {
      const found: Inbound[] = [];
      for await (const items of adapter.sentElsewhere?.({ sinceMs, signal: never }) ?? []) found.push(...items);
      return found;
    };
    expect(await since(Date.now() - 86_400_000)).toMatchObject([{ kind: 'message', message: { direction: 'out', externalId: 'phone@example.net' } }]);
    expect(await since(Date.now() + 3 * 86_400_000)).toEqual([]);
  });

  test('looking back leaves out nothing of a folder that is larger than one batch, holds one batch at a time, and ends between two when it is told to', async () => {
    const bulky = 'x'.repeat(3000);
    const sent = Array.from({ length: 7 }, (_, i) => `phone${i}`);
    for (const id of sent) await dovecot.deliver(`${mail(id, { From: 'ana@example.com', To: 'lee@example.net' })}\r\n${bulky}`, 'Sent');
    const abort = new AbortController();
    const lookBack = (signal: AbortSignal) => sentElsewhere(mailServerOf('RE_EMAIL_IMAP_URL', dovecot.url), 'ana@example.com', { sinceMs: Date.now() - 86_400_000, signal, batchBytes: 8000 });
    const batches: string[][] = [];
    for await (const items of lookBack(never)) batches.push(ids({ items }));
    expect(batches.map((batch) => batch.length)).toEqual([2, 2, 2, 1]);
    expect(batches.flat().toSorted()).toEqual(sent.map((id) => `${id}@example.net`));
    const some: string[] = [];
    const cut = (async () => {
      for await (const items of lookBack(abort.signal)) {
        some.push(...ids({ items }));
        abort.abort();
      }
    })();
    await expect(cut).rejects.toMatchObject({ name: 'AbortError' });
    expect(some).toHaveLength(2);
  });

  test('an uncertain send of which a copy turns up was sent; one without a trace stays with the person', async () => {
    const world = openWorld();
    await given(world, lead());
    for (const id of ['apr_1', 'apr_2']) {
      await draft(world, id);
      await dispatched(world, id, 'unknown');
    }
    const adapter = open();
    const call = as(world, { kind: 'worker', id: 'prove', name: 'prove' });
    const query = { adapters: new Map([['email' as const, adapter]]), signal: never };
    expect(await proveUncertain(call, query)).toBe(0);
    await adapter.fileCopy?.(dispatchOf('apr_1'), { signal: never });
    expect(await proveUncertain(call, query)).toBe(1);
    expect(await world.store.approvals.get('apr_1')).toMatchObject({ status: 'sent', providerId: 'apr_1.1@example.com', attempts: [{ outcome: { kind: 'accepted' } }] });
    expect(await world.store.approvals.get('apr_2')).toMatchObject({ status: 'uncertain' });
    expect(await world.store.messages.byExternalId('email', 'apr_1.1@example.com')).toMatchObject({ direction: 'out', approvalId: 'apr_1' });
  });

  test('a copy is filed once, seen, and is proof that it was sent', async () => {
    const adapter = open();
    const dispatch = dispatchOf('apr_1');
    expect(await adapter.reconcile(dispatch, { signal: never })).toMatchObject({ kind: 'cannot_tell' });
    await adapter.fileCopy?.(dispatch, { signal: never });
    await adapter.fileCopy?.(dispatch, { signal: never });
    const files = await dovecot.files('Sent');
    expect(files).toHaveLength(1);
    expect(files[0]).toMatch(/:2,.*S/);
    expect(await adapter.reconcile(dispatch, { signal: never })).toMatchObject({ kind: 'sent', providerId: 'apr_1.1@example.com' });
    expect(await adapter.reconcile(dispatchOf('apr_2'), { signal: never })).toMatchObject({ kind: 'cannot_tell' });
  });

  test('an answer or a delivery report proves it too; a mail that merely mentions the id does not', async () => {
    await dovecot.deliver(mail('mention', { Subject: 'apr_4.1@example.com' }) + ' apr_4.1@example.com');
    await dovecot.deliver(mail('answer', { 'In-Reply-To': '<apr_2.1@example.com>' }));
    await dovecot.deliver(bounceMail({ returned: '<apr_3.1@example.com>' }));
    const adapter = open();
    const kinds = await Promise.all(['apr_2', 'apr_3', 'apr_4'].map(async (id) => (await adapter.reconcile(dispatchOf(id), { signal: never })).kind));
    expect(kinds).toEqual(['sent', 'sent', 'cannot_tell']);
  });

  test('a delivery report about a mail from an earlier address of ours proves it, one that returns another domain does not', async () => {
    await dovecot.deliver(bounceMail({ returned: '<apr_5.1@before.example>' }));
    await dovecot.deliver(bounceMail({ returned: '<apr_1.2@evil.example>', headers: { 'Message-ID': '<other@mx.example.net>' } }));
    const adapter = open();
    const earlier = { ...dispatchOf('apr_5'), content: { ...dispatchOf('apr_5').content, sender: 'ana@before.example' } };
    const namedInItsText = { ...dispatchOf('apr_1'), attempt: 2, idempotencyKey: 'apr_1.2' };
    const kinds = await Promise.all([earlier, namedInItsText].map(async (dispatch) => (await adapter.reconcile(dispatch, { signal: never })).kind));
    expect(kinds).toEqual(['sent', 'cannot_tell']);
  });

  test('a probe says which setting is wrong', async () => {
    const server = new SMTPServer({ authOptional: true, disabledCommands: ['STARTTLS'], logger: false });
    server.listen(0, '127.0.0.1');
    await once(server.server, 'listening');
    const address = server.server.address();
    const smtpUrl = `smtp://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
    const probe = (over: { imapUrl?: string; smtpUrl?: string }) =>
      createEmailAdapter({ settings: { imapUrl: dovecot.url, smtpUrl, from: 'ana@example.com', ...over }, clock: systemClock }).probe({ signal: never });
    try {
      expect(await probe({})).toEqual({ kind: 'ok', account: 'ana@example.com' });
      expect(await probe({ imapUrl: dovecot.url.replace('secret', 'wrong') })).toMatchObject({ kind: 'failed', code: 'channel_credentials', setting: 'RE_EMAIL_IMAP_URL' });
      expect(await probe({ smtpUrl: 'smtp://127.0.0.1:9' })).toMatchObject({ kind: 'failed', code: 'channel_unreachable', setting: 'RE_EMAIL_SMTP_URL' });
    } finally {
      await new Promise<void>((resolve) => server.close(() => resolve()));
    }
  });
});
