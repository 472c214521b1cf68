import { afterEach, expect, test, vi } from 'vitest';
import { addDncEntry } from '#lib/dnc/add-entry.ts';
import { playLead } from '#lib/channels/sandbox/play-lead.ts';
import { scriptedSmtp, type ScriptedSmtp } from '#lib/channels/email/testing/scripted-smtp.ts';
import type { Status } from '#lib/approvals/approval.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { listChannels } from '#lib/channels/list-channels.ts';
import { openBench, type Bench } from './testing/running-worker.ts';

/** The real worker as a process: what it sends, and what it never sends twice, whatever ends it. */

const soon = { timeout: 20_000, interval: 20 };
let bench: Bench | null = null;
let smtp: ScriptedSmtp | null = null;

afterEach(async () => {
  await bench?.close();
  await smtp?.close();
  bench = smtp = null;
});

async function open(env: Record<string, string> = {}): Promise<Bench> {
  bench = await openBench(env);
  return bench;
}

const overSmtp = (port: number) => ({ RE_EMAIL_SMTP_URL: `smtp://127.0.0.1:${port}`, RE_EMAIL_FROM: 'Ana <ana@example.com>', RE_LIMITS: 'email=1000/10000/0' });
const until = (b: Bench, id: string, status: Status) => vi.waitFor(async () => expect((await b.now(id)).status).toBe(status), soon);

test('a lead writes, a draft is made, a person approves, and exactly that is delivered once', async () => {
  const b = await open();
  const lead = await addLead(b.call(), { name: 'Hannah Cole', addresses: [{ kind: 'telegram', value: 'hannah_cole' }], facts: { property: '1420 Elm St' } });
  b.startWorker();
  await playLead(b.call(), { leadId: lead.id, channel: 'telegram', text: 'Can we see 1420 Elm St on Saturday?' });
  const [draft] = await vi.waitFor(async () => {
    const { items } = await b.world.store.approvals.page({ statuses: ['pending'], leadId: lead.id }, { cursor: null, limit: 5 }, 'newest');
    expect(items).toHaveLength(1);
    return items;
  }, soon);
  const { approveDraft } = await import('#lib/approvals/approve-draft.ts');
  await approveDraft(b.call(), { id: draft!.id, contentHash: draft!.contentHash });
  await until(b, draft!.id, 'sent');
  expect(b.outbox('telegram')).toMatchObject([{ recipient: 'hannah_cole', body: draft!.body, approvalId: draft!.id }]);
  const { items } = await b.world.store.events({ subject: { kind: 'approval', id: draft!.id }, oldestFirst: true }, { cursor: null, limit: 50 });
  expect(items.map(({ type }) => type)).toEqual(['DraftSubmitted', 'DraftApproved', 'DispatchStarted', 'DispatchAccepted']);
});

test('a worker that is started with other settings records what was and what is, once; its first start tells nobody', async () => {
  const b = await open();
  const policyEvents = async () => (await b.world.store.events({ subject: { kind: 'policy', id: 'policy' }, oldestFirst: true }, { cursor: null, limit: 9 })).items;
  for (const [env, count] of [[{}, 1], [{ RE_LIMITS: 'email=10/20/60' }, 2], [{ RE_LIMITS: 'email=10/20/60' }, 2]] as const) {
    const worker = b.startWorker(env);
    await vi.waitFor(() => expect(worker.output()).toContain('working'), soon);
    expect(await policyEvents()).toHaveLength(count);
    worker.child.kill('SIGTERM');
    expect((await worker.ended).code).toBe(0);
  }
  expect(await policyEvents()).toMatchObject([{ type: 'PolicySettingsNoted' }, { type: 'PolicySettingsChanged', actor: 'worker:settings', before: { channels: { email: { perHour: 50 } } }, after: { channels: { email: { perHour: 10 } } } }]);
});

test('who says stop is on the list at once, and what waited for them does not go out', async () => {
  const b = await open({ RE_UNDO_CHAT_SECONDS: '3600' });
  const waiting = await b.approved({ channel: 'telegram', to: ['telegram', 'doug_a'], body: 'Shall we talk on Monday?' });
  b.startWorker();
  await playLead(b.call(), { leadId: waiting.leadId, channel: 'messenger', address: 'doug.a', text: 'hello' });
  await playLead(b.call(), { leadId: waiting.leadId, channel: 'telegram', text: 'STOP' });
  await until(b, waiting.id, 'blocked');
  expect(b.outbox('telegram')).toEqual([]);
});

test('a DNC entry between approval and claim blocks, in every spelling of the address', async () => {
  smtp = await scriptedSmtp({});
  const b = await open({ ...overSmtp(smtp.port), RE_UNDO_EMAIL_SECONDS: '2' });
  const waiting = await b.approved({ channel: 'email', to: ['email', 'jo.smith@gmail.com'], body: 'A house for you.' });
  b.startWorker();
  await addDncEntry(b.call(), { kind: 'email', value: 'josmith+news@googlemail.com', channel: 'all', reason: 'asked by phone' });
  expect((await b.now(waiting.id)).status).toBe('blocked');
  const other = await b.approved({ channel: 'email', to: ['email', 'kim@example.org'], body: 'Another house.' });
  await until(b, other.id, 'sent');
  expect(smtp.messages).toHaveLength(1);
});

test('killed after the payload was handed over: uncertain, and no machine sends it again', async () => {
  smtp = await scriptedSmtp({ dot: 'stall' });
  const b = await open(overSmtp(smtp.port));
  const first = b.startWorker();
  const { id } = await b.approved({ channel: 'email', to: ['email', 'kim@example.org'], body: 'Once, or nobody knows.' });
  await smtp.reached('dot');
  first.child.kill('SIGKILL');
  await first.ended;
  expect((await b.now(id)).status).toBe('sending');
  const second = b.startWorker();
  await until(b, id, 'uncertain');
  await vi.waitFor(() => expect(second.output()).toContain('reconcile'), soon);
  expect(smtp.messages).toHaveLength(1);
});

const withoutMailServer = { RE_EMAIL_SMTP_URL: '', RE_EMAIL_FROM: '' };

test('killed after the payload was handed over, and started without the mail settings: uncertain as well, not free to be sent again', async () => {
  smtp = await scriptedSmtp({ dot: 'stall' });
  const b = await open(overSmtp(smtp.port));
  const first = b.startWorker();
  const { id } = await b.approved({ channel: 'email', to: ['email', 'kim@example.org'], body: 'Once, or nobody knows.' });
  await smtp.reached('dot');
  first.child.kill('SIGKILL');
  await first.ended;
  b.startWorker(withoutMailServer);
  await until(b, id, 'uncertain');
  expect(smtp.messages).toHaveLength(1);
});

test('started without the mail settings, it takes nothing into the sandbox that was approved to go out from the mailbox', async () => {
  smtp = await scriptedSmtp({});
  const b = await open(overSmtp(smtp.port));
  const { id } = await b.approved({ channel: 'email', to: ['email', 'kim@example.org'], body: 'Hello' });
  b.startWorker(withoutMailServer);
  await until(b, id, 'pending');
  expect([b.outbox('email'), smtp.messages]).toEqual([[], []]);
});

test('killed with several claimed: only the one that the server has of is uncertain, the others go out once, by the next worker', async () => {
  let isSilent = true;
  const server = await scriptedSmtp({
    get dot() {
      return isSilent && server.messages.length > 12 ? 'stall' : '250 taken';
    },
  });
  smtp = server;
  const b = await open(overSmtp(server.port));
  const ids: string[] = [];
  for (let i = 0; i < 18; i++) ids.push((await b.approved({ channel: 'email', to: ['email', `lead${i}@example.org`], body: 'Hello.' })).id);
  const states = async () => (await Promise.all(ids.map((id) => b.now(id)))).map(({ status }) => status);
  const first = b.startWorker();
  await vi.waitFor(async () => {
    expect(server.messages).toHaveLength(13);
    expect((await states()).filter((status) => status === 'sent')).toHaveLength(12);
    expect((await b.world.store.approvals.underWay()).length).toBeGreaterThan(1);
  }, soon);
  first.child.kill('SIGKILL');
  await first.ended;
  isSilent = false;
  b.startWorker();
  await vi.waitFor(async () => expect((await states()).toSorted()).toEqual([...Array(17).fill('sent'), 'uncertain']), soon);
  const recipients = server.messages.map((message) => /^To: (\S+)/m.exec(message)?.[1]);
  expect(new Set(recipients).size).toBe(recipients.length);
});

test('killed in the middle of many that go out fast: one is uncertain at most each time, and each arrives once', async () => {
  smtp = await scriptedSmtp({});
  const b = await open(overSmtp(smtp.port));
  const ids: string[] = [];
  for (let i = 0; i < 120; i++) ids.push((await b.approved({ channel: 'email', to: ['email', `lead${i}@example.org`], body: 'Hello.' })).id);
  for (const untilTaken of [50, 90]) {
    const worker = b.startWorker();
    await vi.waitFor(() => expect(smtp!.messages.length).toBeGreaterThan(untilTaken), { timeout: 20_000, interval: 1 });
    worker.child.kill('SIGKILL');
    await worker.ended;
  }
  b.startWorker();
  const states = async () => (await Promise.all(ids.map((id) => b.now(id)))).map(({ status }) => status);
  await vi.waitFor(async () => expect((await states()).every((status) => status === 'sent' || status === 'uncertain')).toBe(true), soon);
  expect((await states()).filter((status) => status === 'uncertain').length).toBeLessThanOrEqual(2);
  const recipients = smtp.messages.map((message) => /^To: (\S+)/m.exec(message)?.[1]);
  expect(new Set(recipients).size).toBe(recipients.length);
  expect(recipients.length).toBe(120);
}, 60_000);

test('refused for now: tried again later; refused for good: a dead letter', async () => {
  smtp = await scriptedSmtp({ RCPT: '451 try later' });
  const b = await open(overSmtp(smtp.port));
  b.startWorker();
  const later = await b.approved({ channel: 'email', to: ['email', 'kim@example.org'], body: 'Later.' });
  await vi.waitFor(async () => expect(await b.now(later.id)).toMatchObject({ status: 'approved', attemptCount: 1 }), soon);
  const held = await b.now(later.id);
  expect(Date.parse(held.nextAttemptAt ?? '')).toBeGreaterThan(Date.parse(held.updatedAt) + 59_000);
  expect(smtp.messages).toEqual([]);
});

test('a permanent refusal is a dead letter at once', async () => {
  smtp = await scriptedSmtp({ RCPT: '550 no such user' });
  const b = await open(overSmtp(smtp.port));
  b.startWorker();
  const { id } = await b.approved({ channel: 'email', to: ['email', 'gone@example.org'], body: 'Nobody there.' });
  await until(b, id, 'dead_letter');
});

test('killed at random moments, again and again: nothing is sent twice and nothing is lost', { timeout: 180_000 }, async () => {
  smtp = await scriptedSmtp({});
  const b = await open(overSmtp(smtp.port));
  const seed = Number(process.env.RE_TEST_SEED ?? 20_261_123);
  const random = randomFrom(seed);
  const ids: string[] = [];
  for (let i = 0; i < 24; i++) ids.push((await b.approved({ channel: 'email', to: ['email', `lead${i}@example.org`], body: `Message ${i}` })).id);
  for (let round = 0; round < 8; round++) {
    const worker = b.startWorker();
    await vi.waitFor(() => expect(worker.output()).toContain('"working"'), { timeout: 40_000, interval: 5 });
    await new Promise((done) => setTimeout(done, random() * 120));
    worker.child.kill('SIGKILL');
    await worker.ended;
  }
  b.startWorker();
  await vi.waitFor(async () => {
    const left = await Promise.all(ids.map(async (id) => (await b.now(id)).status));
    expect(left.filter((status) => status !== 'sent' && status !== 'uncertain'), `seed ${seed}`).toEqual([]);
  }, { timeout: 60_000, interval: 100 });
  const delivered = smtp.messages.map((message) => /message-id: <(apr_[0-9a-z]+)\./i.exec(message)?.[1] ?? 'unknown');
  expect(new Set(delivered).size, `seed ${seed}`).toBe(delivered.length);
  for (const id of ids) if ((await b.now(id)).status === 'sent') expect(delivered, `seed ${seed}`).toContain(id);
});

test('a second worker stands by, and takes over when the first is gone', { timeout: 90_000 }, async () => {
  const b = await open();
  const first = b.startWorker();
  await vi.waitFor(() => expect(first.output()).toContain('"working"'), soon);
  const second = b.startWorker();
  await vi.waitFor(() => expect(second.output()).toContain('standing by'), soon);
  expect(second.output()).not.toContain('"working"');
  first.child.kill('SIGKILL');
  await vi.waitFor(() => expect(second.output()).toContain('"working"'), { timeout: 40_000, interval: 50 });
});

test('asked to stop, it ends by itself with 0', async () => {
  const b = await open();
  const worker = b.startWorker();
  await vi.waitFor(() => expect(worker.output()).toContain('"working"'), soon);
  worker.child.kill('SIGTERM');
  expect(await worker.ended).toEqual({ code: 0, signal: null });
});

test('a mail server that is not there: the console says which setting, and the worker keeps trying', async () => {
  const b = await open({ ...overSmtp(9), RE_EMAIL_IMAP_URL: 'imap://ana:wrong@127.0.0.1:9' });
  b.startWorker();
  await vi.waitFor(async () => {
    const { items } = await listChannels(b.call());
    expect(items[0]?.status).toMatchObject({ state: 'failing', error: { code: 'channel_unreachable', setting: 'RE_EMAIL_IMAP_URL' } });
  }, soon);
});

/** Mulberry32: small, seeded, good enough to choose moments. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
