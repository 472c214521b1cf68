import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Approval } from '#lib/approvals/approval.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { dovecotMissing, startDovecot, type Dovecot } from '#lib/channels/email/testing/dovecot.ts';
import { scriptedSmtp, type ScriptedSmtp } from '#lib/channels/email/testing/scripted-smtp.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { openBench, type Bench } from './testing/running-worker.ts';

/** The main job on real mail: the real worker between a dovecot and an SMTP server. */

const soon = { timeout: 30_000, interval: 50 };
let bench: Bench;
let smtp: ScriptedSmtp;
let dovecot: Dovecot;

async function open(): Promise<void> {
  [dovecot, smtp] = await Promise.all([startDovecot(), scriptedSmtp({})]);
  bench = await openBench({
    RE_EMAIL_IMAP_URL: dovecot.url, RE_EMAIL_SMTP_URL: `smtp://127.0.0.1:${smtp.port}`, RE_EMAIL_FROM: 'Ana Ruiz <ana@example.com>', RE_LIMITS: 'email=1000/10000/0',
  });
}

afterEach(async () => {
  await bench.close();
  await smtp.close();
  await dovecot.remove();
});

const mail = (from: string, id: string, subject: string, text: string, more = '') =>
  [`From: ${from}`, 'To: Ana Ruiz <ana@example.com>', `Subject: ${subject}`, `Message-ID: <${id}>`, `Date: ${new Date().toUTCString()}`, ...(more ? [more] : []), 'Content-Type: text/plain; charset=utf-8', '', text, ''].join('\r\n');

async function theDraft(leadId: string): Promise<Approval> {
  return vi.waitFor(async () => {
    const { items } = await bench.world.store.approvals.page({ statuses: ['pending'], leadId }, { cursor: null, limit: 5 }, 'newest');
    expect(items).toHaveLength(1);
    return items[0]!;
  }, soon);
}

describe.skipIf(dovecotMissing)(dovecotMissing ?? 'mail', () => {
  test('from an inbound mail to an approved, sent, threaded reply with one copy in the Sent folder', async () => {
    await open();
    const lead = await addLead(bench.call(), { name: 'Hannah Cole', addresses: [{ kind: 'email', value: 'hannah@example.org' }], facts: { property: '1420 Elm St' } });
    bench.startWorker();
    await dovecot.deliver(mail('Hannah Cole <hannah@example.org>', 'first@example.org', 'Elm St', 'Could we see 1420 Elm St on Saturday?'));
    const draft = await theDraft(lead.id);
    expect(draft).toMatchObject({ recipient: 'hannah@example.org', sender: 'ana@example.com', subject: 'Re: Elm St' });
    await approveDraft(bench.call(), { id: draft.id, contentHash: draft.contentHash });
    await vi.waitFor(async () => expect((await bench.now(draft.id)).status).toBe('sent'), soon);
    expect(smtp.messages).toHaveLength(1);
    const [sent = ''] = smtp.messages;
    expect(sent).toMatch(new RegExp(`^message-id: <${draft.id}\\.1@example\\.com>`, 'im'));
    expect(sent).toMatch(/^in-reply-to: <first@example\.org>/im);
    expect(sent).toMatch(/^references: <first@example\.org>/im);
    await vi.waitFor(async () => expect(await dovecot.files('Sent')).toHaveLength(1), soon);
    const thread = await bench.world.store.messages.page({ leadId: lead.id, kind: 'message' }, { cursor: null, limit: 10 });
    expect(thread.items.map((row) => row.kind === 'message' && row.direction)).toEqual(['in', 'out']);
    expect(new Set(thread.items.map((row) => row.kind === 'message' && row.conversationId)).size).toBe(1);
  });

  test('a stranger gets a contact card and no draft, a machine no answer, and who says stop nothing any more', async () => {
    await open();
    const lead = await addLead(bench.call(), { name: 'Doug A', addresses: [{ kind: 'email', value: 'doug@example.org' }, { kind: 'telegram', value: 'doug_a' }] });
    bench.startWorker();
    await dovecot.deliver(mail('Stranger <who@example.net>', 's1@example.net', 'Hello', 'Is it still for sale?'));
    await dovecot.deliver(mail('Doug A <doug@example.org>', 'd1@example.org', 'Away', 'I am out of the office.', 'Auto-Submitted: auto-replied'));
    await dovecot.deliver(mail('Doug A <doug@example.org>', 'd2@example.org', 'Please', 'Please take me off your list.'));
    await vi.waitFor(async () => expect((await bench.world.store.contacts.page({ status: 'open' }, { cursor: null, limit: 5 })).total).toBe(1), soon);
    await vi.waitFor(async () => expect(await bench.world.store.dnc.matching([`lead:${lead.id}`])).toMatchObject([{ channel: 'all', addedBy: 'worker:ingest' }]), soon);
    await vi.waitFor(async () => expect(await bench.world.store.messages.unclassified(10)).toEqual([]), soon);
    expect((await bench.world.store.approvals.page({}, { cursor: null, limit: 5 }, 'newest')).total).toBe(0);
    expect(smtp.messages).toEqual([]);
  });

  test('killed again and again while mail comes in: every mail is taken once', { timeout: 120_000 }, async () => {
    await open();
    const lead = await addLead(bench.call(), { name: 'Kim', addresses: [{ kind: 'email', value: 'kim@example.org' }] });
    let written = 0;
    for (let round = 0; round < 6; round++) {
      const worker = bench.startWorker();
      for (let i = 0; i < 10; i++) await dovecot.deliver(mail('Kim <kim@example.org>', `k${written++}@example.org`, `Mail ${written}`, 'A question about the garden.'));
      const before = round * 7;
      await vi.waitFor(async () => expect((await bench.world.store.messages.page({ leadId: lead.id }, { cursor: null, limit: 1 })).total).toBeGreaterThan(before), soon);
      worker.child.kill('SIGKILL');
      await worker.ended;
    }
    bench.startWorker();
    const all = async () => (await bench.world.store.messages.page({ leadId: lead.id, kind: 'message' }, { cursor: null, limit: 500 })).items.map((row) => (row.kind === 'message' ? row.externalId : ''));
    await vi.waitFor(async () => expect((await all()).length).toBe(written), soon);
    expect(new Set(await all()).size).toBe(written);
  });
});
