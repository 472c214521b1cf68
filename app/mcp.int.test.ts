import { execFile } from 'node:child_process';
import { createServer, request as forward, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { Client as EarlierClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as EarlierTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isBuilt, startConsole, type RunningConsole } from './testing/running-console.ts';

/** The assistants' door, with the official clients of both eras: it adds no rule, and nothing that gets out through it. */

const reading = ['activity_list', 'approval_get', 'approvals_list', 'channels_list', 'conversation_read', 'dnc_list', 'lead_get', 'leads_search', 'policy_check', 'policy_get'];
const writing = ['dnc_add', 'draft_create', 'draft_revise'];

/** What must never follow from a tool call, whatever token made it. */
const forbidden = ['DraftApproved', 'DraftRejected', 'DecisionUndone', 'DispatchStarted', 'DispatchAccepted', 'DncEntryRemoved', 'UncertainResolved', 'DeadLetterRevived', 'ApprovalCancelled', 'UserAdded', 'TokenCreated', 'ChannelResumed'];

let web: RunningConsole;
const tokens: Record<string, string> = {};
const door = () => new URL(`${web.url}/api/mcp/core`);
const bearer = (role: string) => ({ requestInit: { headers: { authorization: `Bearer ${tokens[role]}` } } });

async function connected(role: string): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' });
  await client.connect(new StreamableHTTPClientTransport(door(), bearer(role)));
  return client;
}

describe.skipIf(!isBuilt)(isBuilt ? 'MCP' : 'not run: the console is not built', () => {
  beforeAll(async () => {
    web = await startConsole();
    for (const role of ['viewer', 'agent', 'manager', 'admin'] as const) tokens[role] = await web.token(role);
  });
  afterAll(() => web?.close());

  const textOf = (result: unknown) => ((result as { content: { text: string }[] }).content[0]?.text ?? '').replace(/^Texts by leads.*\n/, '');

  test('tools are listed by what the token may do', async () => {
    const names = async (role: string) => (await (await connected(role)).listTools()).tools.map(({ name }) => name).sort();
    expect(await names('viewer')).toEqual(reading);
    for (const role of ['agent', 'manager', 'admin']) expect(await names(role)).toEqual([...reading, ...writing].sort());
  });

  test('a client of 2025 is served by the same door', async () => {
    const client = new EarlierClient({ name: 'earlier', version: '1' });
    await client.connect(new EarlierTransport(door(), bearer('agent')) as Parameters<typeof client.connect>[0]);
    expect((await client.listTools()).tools).toHaveLength(13);
    const answer = await client.callTool({ name: 'approvals_list', arguments: { status: 'pending', limit: 3 } });
    expect((JSON.parse(textOf(answer)) as { items: unknown[] }).items).toHaveLength(3);
    await client.close();
  });

  test('a draft is proposed, revised and waits; the same call under its key is done once', async () => {
    const client = await connected('agent');
    const leads = JSON.parse(textOf(await client.callTool({ name: 'leads_search', arguments: { q: 'Hannah' } }))) as { items: { id: string }[] };
    const ask = { name: 'draft_create', arguments: { leadId: leads.items[0]!.id, channel: 'email', subject: 'Hello', body: 'A first text.', idempotencyKey: 'one' } };
    const draft = JSON.parse(textOf(await client.callTool(ask))) as { id: string; status: string; contentHash: string };
    expect(draft.status).toBe('pending');
    expect((JSON.parse(textOf(await client.callTool(ask))) as { id: string }).id).toBe(draft.id);
    const other = await client.callTool({ ...ask, arguments: { ...ask.arguments, body: 'Something else.' } });
    expect(JSON.parse(textOf(other))).toMatchObject({ code: 'idempotency_key_reused' });
    const revised = JSON.parse(textOf(await client.callTool({ name: 'draft_revise', arguments: { id: draft.id, contentHash: draft.contentHash, body: 'A better text.' } }))) as { status: string; body: string };
    expect(revised).toMatchObject({ status: 'pending', body: 'A better text.' });
  });

  test('a message template is read and proposed, in its words alone, and the list is not changed', async () => {
    const client = await connected('manager');
    const { policy } = JSON.parse(textOf(await client.callTool({ name: 'policy_get', arguments: {} }))) as { policy: { templates: { name: string; body: string }[] } };
    expect(policy.templates.map(({ name }) => name)).toContain('viewing_reminder');
    const leads = JSON.parse(textOf(await client.callTool({ name: 'leads_search', arguments: { q: 'Andre Silva' } }))) as { items: { id: string }[] };
    const template = { name: 'viewing_reminder', language: 'en_US', parameters: ['Andre', '19 Wren Ln', 'Friday'] };
    const propose = (body: string) => client.callTool({ name: 'draft_create', arguments: { leadId: leads.items[0]!.id, channel: 'whatsapp', body, template } });
    const body = 'Hello Andre, this is a reminder of your viewing at 19 Wren Ln on Friday. Reply here if you need another time.';
    expect(JSON.parse(textOf(await propose('Hello Andre')))).toMatchObject({ code: 'invalid_input', message: 'The text is not what the template “viewing_reminder” says with these values.' });
    const draft = JSON.parse(textOf(await propose(body))) as { id: string; contentHash: string };
    expect(draft).toMatchObject({ status: 'pending', template });
    const free = await client.callTool({ name: 'draft_revise', arguments: { id: draft.id, contentHash: draft.contentHash, body: 'Hello Andre.', template: null } });
    expect(JSON.parse(textOf(free))).toMatchObject({ body: 'Hello Andre.', template: null });
    const patch = await fetch(`${web.url}/api/policy`, { method: 'PATCH', headers: { authorization: `Bearer ${tokens.manager}`, 'content-type': 'application/json' }, body: JSON.stringify({ version: 1, changes: { templates: [] }, reason: 'x' }) });
    expect(patch.status).toBe(403);
  });

  test('a refusal is an answer with its code, not a failure of the protocol', async () => {
    const client = await connected('agent');
    const answer = await client.callTool({ name: 'approval_get', arguments: { id: 'apr_nothing' } });
    expect(answer.isError).toBe(true);
    expect(JSON.parse(textOf(answer))).toMatchObject({ code: 'not_found' });
  });

  test('no token, a cookie, a foreign origin or host: refused', async () => {
    const post = (headers: Record<string, string>) => raw(web.url, { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers });
    const authorization = `Bearer ${tokens.agent}`;
    expect(await post({})).toBe(401);
    expect(await post({ cookie: await web.signIn('agent') })).toBe(401);
    expect(await post({ authorization, origin: 'https://evil.example' })).toBe(403);
    expect(await post({ authorization, host: 'evil.example' })).toBe(403);
    expect(await post({ authorization, origin: web.url })).not.toBe(403);
  });

  test('any token, any sequence of calls: nothing is approved, sent or removed', { timeout: 110_000 }, async () => {
    const clients = await Promise.all(['viewer', 'agent', 'manager', 'admin'].map(connected));
    const known = (JSON.parse(textOf(await clients[0]!.callTool({ name: 'approvals_list', arguments: { limit: 20 } }))) as { items: { id: string; contentHash: string; leadId: string }[] }).items;
    const dnc = (JSON.parse(textOf(await clients[0]!.callTool({ name: 'dnc_list', arguments: {} }))) as { items: { id: string; value: string }[] }).items;
    const some = fc.oneof(fc.constantFrom(...known.flatMap(({ id, contentHash, leadId }) => [id, contentHash, leadId]), ...dnc.flatMap(({ id, value }) => [id, value])), fc.string({ maxLength: 20 }), fc.boolean(), fc.integer());
    const words = fc.constantFrom('id', 'contentHash', 'body', 'subject', 'recipient', 'leadId', 'channel', 'status', 'kind', 'value', 'reason', 'approve', 'decision', 'confirm', 'role', 'actor');
    const name = fc.oneof(fc.constantFrom(...reading, ...writing), fc.constantFrom('approve', 'approval_approve', 'draft_send', 'dnc_remove', 'user_add'));
    const draft = fc.constantFrom(...known).map(({ id, contentHash }) => ({ name: 'draft_revise', arguments: { id, contentHash, body: 'Changed.', status: 'approved' } as Record<string, unknown> }));
    const call = fc.oneof({ weight: 4, arbitrary: fc.record({ name, arguments: fc.dictionary(words, some, { maxKeys: 6 }) }) }, { weight: 1, arbitrary: draft });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(3), call), { minLength: 5, maxLength: 12 }), async (calls) => {
        for (const [who, what] of calls) await clients[who]!.callTool(what).catch((error: unknown) => expect(String(error)).not.toContain('500'));
      }),
      { numRuns: 25 },
    );
    const all = (await web.cli('audit', 'export')) as { type: string; actor: string }[];
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter(({ type, actor }) => actor.startsWith('token:') && forbidden.includes(type))).toEqual([]);
    expect(all.filter(({ type }) => ['DraftApproved', 'DispatchStarted', 'DncEntryRemoved'].includes(type))).toEqual([]);
  });

  /**
   * The suite's other server scenarios need tools, prompts and resources of a demonstration server (test_simple_text, test://…), or
   * sampling, elicitation and sessions, none of which this door offers.
   */
  test.each(['server-initialize', 'ping', 'tools-list', 'dns-rebinding-protection'])('conformance: %s', { timeout: 60_000 }, async (scenario) => {
    const proxy = await withToken(web.url, tokens.agent ?? '');
    try {
      const cli = resolve(import.meta.dirname, '..', 'node_modules', '@modelcontextprotocol', 'conformance', 'dist', 'index.js');
      const { stdout } = await promisify(execFile)(process.execPath, [cli, 'server', '--url', `http://127.0.0.1:${(proxy.address() as AddressInfo).port}/api/mcp/core`, '--scenario', scenario], { cwd: join(web.dataDir) });
      expect(stdout).toMatch(/0 failed/i);
    } finally {
      proxy.close();
      proxy.closeAllConnections();
    }
  });
});

/** A POST with any headers at all, Host included. */
function raw(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((done, fail) => {
    const ask = forward(`${url}/api/mcp/core`, { method: 'POST', headers }, (answer) => {
      answer.resume();
      done(answer.statusCode ?? 0);
    });
    ask.on('error', fail);
    ask.end(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }));
  });
}

/** The conformance suite sends no token: this loopback proxy adds one and changes nothing else. */
async function withToken(url: string, token: string): Promise<Server> {
  const server = createServer((request, response) => {
    const on = forward(`${url}${request.url}`, { method: request.method ?? 'POST', headers: { ...request.headers, authorization: `Bearer ${token}` } }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    on.on('error', () => response.destroy());
    request.pipe(on);
  });
  server.listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  return server;
}
