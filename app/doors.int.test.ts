import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { unsubscribeToken } from '#lib/dnc/unsubscribe-link.ts';
import { openErasureKey } from '#lib/store/csv/erasure-key.ts';
import { approvalListSchema, approvalSchema, codesSchema, preparedBulkSchema } from '#lib/approvals/schema.ts';
import { dncListSchema } from '#lib/dnc/schema.ts';
import { leadListSchema } from '#lib/leads/schema.ts';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { isBuilt, startConsole, type RunningConsole } from './testing/running-console.ts';

/** The invariants at the outermost door: HTTP, as a browser and as a program sees it. */

let web: RunningConsole;
const cookies: Record<string, string> = {};
const tokens: Record<string, string> = {};

describe.skipIf(!isBuilt)(isBuilt ? 'HTTP' : 'not run: the console is not built', () => {
  beforeAll(async () => {
    web = await startConsole();
    for (const role of ['viewer', 'agent', 'manager', 'admin'] as const) {
      cookies[role] = await web.signIn(role);
      tokens[role] = await web.token(role);
    }
  });
  afterAll(() => web?.close());

  interface Answer {
    readonly status: number;
    readonly body: Record<string, unknown> & { code?: string; items?: unknown[] };
    readonly headers: Headers;
  }

  async function ask(method: string, path: string, how: { as?: string; token?: string; body?: unknown; headers?: Record<string, string> } = {}): Promise<Answer> {
    const headers: Record<string, string> = { ...how.headers };
    if (how.as) Object.assign(headers, { cookie: cookies[how.as], origin: web.url, ...how.headers });
    if (how.token) headers.authorization = `Bearer ${tokens[how.token]}`;
    if (how.body !== undefined && !headers['content-type']) headers['content-type'] = 'application/json';
    const raw = typeof how.body === 'string' ? how.body : JSON.stringify(how.body);
    const answer = await fetch(`${web.url}${path}`, { method, headers, redirect: 'manual', ...(how.body !== undefined && { body: raw }) });
    const text = await answer.text();
    return { status: answer.status, body: text.startsWith('{') ? (JSON.parse(text) as Answer['body']) : {}, headers: answer.headers };
  }

  const pending = async (channel = 'email'): Promise<ApprovalView> => {
    const { body } = await ask('GET', `/api/approvals?status=pending&channel=${channel}&limit=50`, { as: 'agent' });
    const free = (body.items as ApprovalView[]).find(({ id }) => !used.has(id));
    if (!free) throw new Error('no draft is left for this test');
    used.add(free.id);
    return free;
  };
  const used = new Set<string>();

  test('one click unsubscribes without cookies or questions; looking does not', async () => {
    const { id, leadId } = await pending();
    const path = `/api/unsubscribe/${unsubscribeToken(id, openErasureKey(web.dataDir).seal)}`;
    const entries = async () => (await ask('GET', `/api/dnc?q=${leadId}`, { as: 'agent' })).body.items?.length;
    const before = await entries();
    const look = await fetch(`${web.url}${path}`);
    expect([look.status, look.headers.get('content-type'), look.headers.get('set-cookie')]).toEqual([200, 'text/html; charset=utf-8', null]);
    expect(await look.text()).toContain('<form method="post">');
    expect(await entries()).toBe(before);
    const click = await fetch(`${web.url}${path}`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded', origin: 'https://mail.example' }, body: 'List-Unsubscribe=One-Click', redirect: 'manual' });
    expect(click.status).toBe(200);
    expect(await entries()).toBe((before ?? 0) + 1);
    expect((await ask('GET', `/api/approvals/${id}`, { as: 'agent' })).body).toMatchObject({ status: 'blocked' });
    expect((await fetch(`${web.url}${path.slice(0, -2)}xx`, { method: 'POST' })).status).toBe(404);
  });

  test('nobody without a session or a token gets anything, and is told so as a problem', async () => {
    for (const path of ['/api/approvals', '/api/leads', '/api/dnc', '/api/events', '/api/users', '/api/channels', '/api/events/stream']) {
      const { status, body, headers } = await ask('GET', path);
      expect({ path, status, code: body.code }).toEqual({ path, status: 401, code: 'not_signed_in' });
      expect(headers.get('content-type')).toContain('application/problem+json');
    }
    expect((await ask('GET', '/api/approvals', { headers: { authorization: 'Bearer re_nonsense' } })).status).toBe(401);
    expect((await ask('GET', '/inbox')).headers.get('location')).toContain('/sign-in');
  });

  test('answers have the shapes that are declared', async () => {
    approvalListSchema.parse((await ask('GET', '/api/approvals?limit=200', { as: 'viewer' })).body);
    leadListSchema.parse((await ask('GET', '/api/leads', { token: 'viewer' })).body);
    dncListSchema.parse((await ask('GET', '/api/dnc', { as: 'viewer' })).body);
    const { body } = await ask('GET', '/api/openapi.json');
    expect(body.openapi).toBe('3.1.0');
  });

  test('a token approves, rejects, undoes and removes nothing, whatever its role', async () => {
    const draft = await pending();
    const dnc = (await ask('GET', '/api/dnc', { as: 'viewer' })).body.items as { id: string }[];
    for (const token of ['agent', 'manager', 'admin']) {
      expect((await ask('POST', `/api/approvals/${draft.id}/approve`, { token, body: { contentHash: draft.contentHash } })).body.code).toBe('not_a_person');
      expect((await ask('POST', `/api/approvals/${draft.id}/reject`, { token, body: { contentHash: draft.contentHash, reason: 'x' } })).body.code).toBe('not_a_person');
      expect((await ask('POST', `/api/approvals/${draft.id}/undo`, { token, body: {} })).status).toBe(403);
      expect((await ask('POST', '/api/approvals/bulk', { token, body: { decision: 'approve', items: [{ id: draft.id, contentHash: draft.contentHash }] } })).status).toBe(403);
      expect((await ask('POST', '/api/approvals/bulk/prepare', { token, body: { decision: 'retry', filter: {} } })).body.code).toBe('not_a_person');
      expect((await ask('DELETE', `/api/dnc/${dnc[0]?.id}`, { token, body: { reason: 'x', confirm: true } })).body.code).toBe('suppression_is_add_only');
    }
    expect((await ask('POST', '/api/users', { token: 'admin', body: { email: 'x@example.com', role: 'admin', password: 'a long enough one' } })).status).toBe(403);
    expect((await ask('GET', `/api/approvals/${draft.id}`, { as: 'viewer' })).body.status).toBe('pending');
  });

  test('a decision on many is counted first: by a manager, either for these or for all that fit', async () => {
    const prepare = (as: 'agent' | 'manager', body: object) => ask('POST', '/api/approvals/bulk/prepare', { as, body });
    expect((await prepare('agent', { decision: 'retry', filter: {} })).status).toBe(403);
    expect((await prepare('manager', { decision: 'retry' })).body.code).toBe('invalid_input');
    expect(preparedBulkSchema.parse((await prepare('manager', { decision: 'retry', filter: { channel: 'email', olderThanHours: 24 } })).body)).toMatchObject({ total: 0, items: [] });
    expect(codesSchema.parse((await ask('GET', '/api/approvals/codes?youngerThanHours=24', { token: 'viewer' })).body)).toEqual({ items: [] });
    expect((await ask('GET', '/api/approvals?status=dead_letter&code=smtp_550&olderThanHours=1', { as: 'viewer' })).body.total).toBe(0);
  });

  test('a viewer reads and changes nothing', async () => {
    const draft = await pending();
    expect((await ask('POST', `/api/approvals/${draft.id}/approve`, { as: 'viewer', body: { contentHash: draft.contentHash } })).body.code).toBe('forbidden');
    expect((await ask('POST', '/api/dnc', { as: 'viewer', body: { kind: 'email', value: 'a@example.com', reason: 'x' } })).status).toBe(403);
    expect((await ask('POST', '/api/leads', { as: 'viewer', body: { name: 'X' } })).status).toBe(403);
  });

  test('a person approves exactly what was shown, once; another text is refused with what it is now', async () => {
    const draft = await pending();
    const wrong = await ask('POST', `/api/approvals/${draft.id}/approve`, { as: 'agent', body: { contentHash: 'f'.repeat(64) } });
    expect(wrong).toMatchObject({ status: 409, body: { code: 'content_changed', current: { id: draft.id, contentHash: draft.contentHash } } });
    const first = await ask('POST', `/api/approvals/${draft.id}/approve`, { as: 'agent', body: { contentHash: draft.contentHash } });
    expect(approvalSchema.parse(first.body)).toMatchObject({ status: 'approved', contentHash: draft.contentHash });
    const second = await ask('POST', `/api/approvals/${draft.id}/approve`, { as: 'agent', body: { contentHash: draft.contentHash } });
    expect(second).toMatchObject({ status: 200, body: { version: first.body.version } });
    const edited = await ask('PATCH', `/api/approvals/${draft.id}`, { as: 'agent', body: { contentHash: draft.contentHash, body: 'Another text.' } });
    expect(edited.body).toMatchObject({ status: 'pending', body: 'Another text.', decision: null });
    expect((await ask('POST', `/api/approvals/${draft.id}/approve`, { as: 'agent', body: { contentHash: draft.contentHash } })).status).toBe(409);
  });

  test('a decision is taken back while nothing has gone out', async () => {
    const draft = await pending();
    await ask('POST', `/api/approvals/${draft.id}/approve`, { as: 'agent', body: { contentHash: draft.contentHash } });
    expect((await ask('POST', `/api/approvals/${draft.id}/undo`, { as: 'agent', body: {} })).body.status).toBe('pending');
  });

  test('two people at once: one decision is recorded', async () => {
    const draft = await pending();
    const answers = await Promise.all([
      ask('POST', `/api/approvals/${draft.id}/approve`, { as: 'agent', body: { contentHash: draft.contentHash } }),
      ask('POST', `/api/approvals/${draft.id}/reject`, { as: 'manager', body: { contentHash: draft.contentHash, reason: 'wrong tone' } }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  test('DNC: an agent adds and what waits is blocked at once; a manager removes with reason and confirmation', async () => {
    const draft = await pending();
    const added = await ask('POST', '/api/dnc', { as: 'agent', body: { kind: 'email', value: draft.recipient.toUpperCase(), reason: 'asked by phone' } });
    expect(added).toMatchObject({ status: 201, body: { value: draft.recipient, channel: 'all' } });
    expect((await ask('GET', `/api/approvals/${draft.id}`, { as: 'agent' })).body.status).toBe('blocked');
    const path = `/api/dnc/${String(added.body.id)}`;
    expect((await ask('DELETE', path, { as: 'agent', body: { reason: 'mistake', confirm: true } })).status).toBe(403);
    expect((await ask('DELETE', path, { as: 'manager', body: { confirm: true } })).status).toBe(400);
    expect((await ask('DELETE', path, { as: 'manager', body: { reason: 'mistake' } })).body.code).toBe('confirmation_missing');
    expect((await ask('DELETE', path, { as: 'manager', body: { reason: 'mistake', confirm: true } })).body.status).toBe('removed');
    expect((await ask('GET', `/api/approvals/${draft.id}`, { as: 'agent' })).body.status).toBe('blocked');
  });

  test('a change asked for from another site is refused', async () => {
    const draft = await pending();
    const body = { contentHash: draft.contentHash };
    expect((await ask('POST', `/api/approvals/${draft.id}/approve`, { as: 'agent', body, headers: { origin: 'https://evil.example' } })).body.code).toBe('origin_not_allowed');
    expect((await ask('POST', `/api/approvals/${draft.id}/approve`, { as: 'agent', body, headers: { origin: '', 'sec-fetch-site': 'cross-site' } })).status).toBe(403);
    expect((await ask('POST', `/api/approvals/${draft.id}/approve`, { as: 'agent', body, headers: { 'sec-fetch-site': 'same-origin' } })).status).toBe(200);
  });

  test('what cannot be read is refused in words', async () => {
    expect((await ask('POST', '/api/leads', { as: 'agent', body: '{broken' })).body.code).toBe('invalid_input');
    expect((await ask('POST', '/api/leads', { as: 'agent', body: 'name=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } })).status).toBe(400);
    const noName = await ask('POST', '/api/leads', { as: 'agent', body: { addresses: [{ kind: 'email', value: 'not an address' }] } });
    expect(noName.body).toMatchObject({ code: 'invalid_input', fields: [{ field: 'name' }] });
    expect((await ask('GET', '/api/approvals/apr_nothing', { as: 'agent' })).status).toBe(404);
    expect((await ask('GET', '/api/approvals?status=nonsense', { as: 'agent' })).status).toBe(400);
    expect((await ask('GET', '/api/approvals?cursor=!!', { as: 'agent' })).body.code).toBe('invalid_input');
    expect((await ask('POST', '/api/leads/import', { as: 'manager', body: 'x'.repeat(13 * 1024 * 1024), headers: { 'content-type': 'text/csv' } })).status).toBe(413);
  });

  test('a call repeated under its key is done once', async () => {
    const lead = { name: 'Once Only', addresses: [{ kind: 'email', value: 'once@example.com' }] };
    const headers = { 'idempotency-key': 'the-same-key' };
    const first = await ask('POST', '/api/leads', { as: 'agent', body: lead, headers });
    const second = await ask('POST', '/api/leads', { as: 'agent', body: lead, headers });
    expect([first.status, second.status, second.body.id]).toEqual([201, 201, first.body.id]);
    expect((await ask('POST', '/api/leads', { as: 'agent', body: { name: 'Another' }, headers })).body.code).toBe('idempotency_key_reused');
    expect((await ask('POST', '/api/leads', { as: 'manager', body: { name: 'Somebody else, same key' }, headers })).status).toBe(201);
  });

  test('imports: a dry run changes nothing, a broken row is named, the rest is taken', async () => {
    const csv = '\uFEFFname;email\r\nZoë Quill;zoe@example.com\r\nBroken;not-an-address\r\n';
    const headers = { 'content-type': 'text/csv' };
    const dry = await ask('POST', '/api/leads/import?dryRun=true&fileName=leads.csv', { as: 'manager', body: csv, headers });
    expect(dry.body).toMatchObject({ rows: 2, added: 1, skipped: [{ row: 3 }], dryRun: true });
    for (const guess of ['1', 'TRUE', 'yes', '']) expect((await ask('POST', `/api/leads/import?dryRun=${guess}&fileName=leads.csv`, { as: 'manager', body: csv, headers })).body).toMatchObject({ status: 400, code: 'invalid_input', field: 'dryRun' });
    expect(((await ask('GET', '/api/leads?q=Quill', { as: 'agent' })).body.items ?? []).length).toBe(0);
    await ask('POST', '/api/leads/import?fileName=leads.csv', { as: 'manager', body: csv, headers });
    expect((await ask('GET', '/api/leads?q=Quill', { as: 'agent' })).body.items).toMatchObject([{ name: 'Zoë Quill' }]);
    expect((await ask('POST', '/api/leads/import', { as: 'agent', body: csv, headers })).status).toBe(403);
  });

  test('sessions end at the next request: role change, disabling, sign-out everywhere', async () => {
    const made = await ask('POST', '/api/users', { as: 'admin', body: { email: 'kim@example.com', name: 'Kim', role: 'agent', password: 'correct horse staple' } });
    const id = String(made.body.id);
    const session = async () => (await web.trySignIn('kim@example.com', 'correct horse staple')).cookie;
    for (const end of [
      () => ask('PATCH', `/api/users/${id}`, { as: 'admin', body: { role: 'manager' } }),
      () => ask('POST', `/api/users/${id}/sign-out-everywhere`, { as: 'admin', body: {} }),
      () => ask('PATCH', `/api/users/${id}`, { as: 'admin', body: { status: 'disabled' } }),
    ]) {
      const cookie = await session();
      expect((await ask('GET', '/api/me', { headers: { cookie } })).status).toBe(200);
      expect((await end()).status).toBe(200);
      expect((await ask('GET', '/api/me', { headers: { cookie } })).status).toBe(401);
    }
    expect((await web.trySignIn('kim@example.com', 'correct horse staple')).cookie).toBe('');
  });

  test('the event stream tells what became durable, and goes on where it stopped', async () => {
    const open = async (headers: Record<string, string>) => {
      const ending = new AbortController();
      const answer = await fetch(`${web.url}/api/events/stream`, { headers: { cookie: cookies.agent ?? '', ...headers }, signal: ending.signal });
      return { reader: answer.body!.pipeThrough(new TextDecoderStream()).getReader(), end: () => ending.abort() };
    };
    const readUntil = async (reader: ReadableStreamDefaultReader<string>, wanted: string) => {
      let text = '';
      while (!text.includes(wanted)) text += (await reader.read()).value ?? '';
      return text;
    };
    const first = await open({});
    await readUntil(first.reader, 'hello');
    const { body } = await ask('POST', '/api/leads', { as: 'agent', body: { name: 'Seen live' } });
    const seen = await readUntil(first.reader, String(body.id));
    const last = /id: (\d+)\ndata: .*LeadAdded/.exec(seen)?.[1];
    first.end();
    const again = await open({ 'last-event-id': String(Number(last) - 1) });
    await readUntil(again.reader, String(body.id));
    again.end();
  });

  test('readiness: not without a worker, ready with one', async () => {
    expect((await ask('GET', '/api/health')).status).toBe(200);
    expect(await ask('GET', '/api/health/ready')).toMatchObject({ status: 503, body: { status: 'not_ready', reasons: [expect.stringContaining('worker')] } });
    web.startWorker();
    await vi.waitFor(async () => expect((await ask('GET', '/api/health/ready')).status).toBe(200), { timeout: 20_000, interval: 100 });
  });

  test('asked to end with an event stream open, the web process ends', async () => {
    const stream = await fetch(`${web.url}/api/events/stream`, { headers: { cookie: cookies.agent ?? '' } });
    const reader = stream.body!.getReader();
    await reader.read();
    await web.stopPolitely();
    await reader.cancel().catch((error: unknown) => expect(error).toBeInstanceOf(TypeError));
    await web.restart();
  });

  test('the HTML of a mail comes under a policy of its own, and the frame may show nothing else', async () => {
    const { body } = await ask('GET', '/api/approvals?status=pending&channel=email&limit=1', { as: 'agent' });
    const { inReplyTo } = (body.items as ApprovalView[])[0]!;
    const { headers, status } = await ask('GET', `/api/messages/${inReplyTo}/html`, { as: 'agent' });
    expect([status, headers.get('content-security-policy')]).toEqual([200, expect.stringMatching(/^default-src 'none'.*sandbox/)]);
  });

  test('pages and answers carry their guards', async () => {
    const { headers } = await ask('GET', '/sign-in');
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self' 'nonce-.*object-src 'none'.*base-uri 'none'/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('wrong password and unknown user get the same answer; after five tries there is a wait, and a restart forgives nothing', async () => {
    const wrong = await web.trySignIn(web.accountOf('viewer').email, 'not the password');
    const unknown = await web.trySignIn('nobody@example.com', 'not the password');
    expect([wrong.cookie, unknown.cookie]).toEqual(['', '']);
    expect(new URL(wrong.url).search).toBe(new URL(unknown.url).search);
    for (let i = 0; i < 4; i++) await web.trySignIn(web.accountOf('viewer').email, 'not the password');
    expect((await web.trySignIn(web.accountOf('viewer').email, web.accountOf('viewer').password)).url).toContain('throttled');
    await web.restart();
    expect((await web.trySignIn(web.accountOf('viewer').email, web.accountOf('viewer').password)).url).toContain('throttled');
    expect((await web.trySignIn(web.accountOf('agent').email, web.accountOf('agent').password)).cookie).not.toBe('');
  });

  test('no secret is in the journal, the snapshots or the run folder', () => {
    const secrets = [...(['viewer', 'agent', 'manager', 'admin'] as const).map((role) => web.accountOf(role).password), ...Object.values(tokens), 'only-for-this-test-run'];
    for (const entry of readdirSync(web.dataDir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
      for (const secret of secrets) expect(text.includes(secret), `${entry.name} holds a secret`).toBe(false);
      if (!entry.parentPath.includes('secrets')) expect(text.includes('$argon2'), entry.name).toBe(false);
    }
  });
});
