import { expect, onTestFinished, test } from 'vitest';
import { POST as draft } from '#app/api/approvals/route.ts';
import { POST as list } from '#app/api/dnc/route.ts';
import { POST as importLeads } from '#app/api/leads/import/route.ts';
import type { Actor } from '#lib/accounts/actor.ts';
import { createToken } from '#lib/accounts/create-token.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import type { Handler } from './route.ts';

/** What a write reads, and what its key is bound to, at the door that all of them share. */

const ada: Actor = { kind: 'person', id: 'usr_ada', name: 'Ada', role: 'admin' };
/** Where a web process keeps its world. */
const place = Symbol.for('re-engine.web-runtime');

async function door() {
  const t = createTestWorld();
  Reflect.set(globalThis, place, Promise.resolve(t.world));
  onTestFinished(() => void Reflect.deleteProperty(globalThis, place));
  const { token } = await createToken(t.as(ada), { name: 'zap', role: 'manager' });
  const ask = async (handler: Handler, path: string, body: string, key?: string) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': body.startsWith('{') ? 'application/json' : 'text/csv', ...(key !== undefined && { 'idempotency-key': key }) };
    const answer = await handler(new Request(`https://console.example.com${path}`, { method: 'POST', body, headers }), { params: Promise.resolve({}) });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const listed = async () => (await t.world.store.dnc.page({}, { cursor: null, limit: 10 })).items.map(({ value }) => value);
  return { ...t, ask, listed };
}
const entry = (value: string, more: object = {}) => JSON.stringify({ kind: 'email', value, channel: 'all', reason: 'asked', ...more });

test('a write takes nothing from its address, and does nothing when something stands there', async () => {
  const { ask, listed } = await door();
  expect(await ask(list, '/api/dnc?channel=email', entry('kim@example.org', { channel: undefined }))).toMatchObject({ status: 400, body: { code: 'invalid_input', field: 'channel', lift: 'Put it into the JSON body.' } });
  expect(await ask(list, '/api/dnc?kind=email&value=kim@example.org&channel=all&reason=asked', '{}')).toMatchObject({ status: 400 });
  expect(await listed()).toEqual([]);
});

test('a file has its name and whether it is only tried beside it, and its key is bound to them', async () => {
  const { ask, world } = await door();
  const csv = 'name,email\nKim,kim@example.org\n';
  expect(await ask(importLeads, '/api/leads/import?dryRun=true', csv, 'k')).toMatchObject({ body: { dryRun: true, added: 1 } });
  expect(await ask(importLeads, '/api/leads/import?dryRun=false', csv, 'k')).toMatchObject({ body: { dryRun: false, added: 1 } });
  expect(await ask(importLeads, '/api/leads/import?dryRun=false&fileName=b.csv', csv, 'k')).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  expect(await world.store.leads.byAddress('email:kim@example.org')).toMatchObject({ name: 'Kim' });
});

test('of two requests that come under one key at once one is done; the other is refused, and stays so', async () => {
  const { ask, listed } = await door();
  const both = await Promise.all(['a', 'b'].map((name) => ask(list, '/api/dnc', entry(`${name}@example.org`), 'k')));
  expect(both.map(({ status }) => status).toSorted()).toEqual([201, 422]);
  expect(both.find(({ status }) => status === 422)?.body).toMatchObject({ code: 'idempotency_key_reused' });
  expect(await listed()).toHaveLength(1);
});

test('so it is with drafts: the one that was made is answered again, and no second one is made', async () => {
  const { ask, as, world } = await door();
  const { id } = await addLead(as(ada), { name: 'Kim', addresses: [{ kind: 'email', value: 'kim@example.org' }] });
  const bodies = ['One.', 'Two.'].map((body) => JSON.stringify({ leadId: id, channel: 'email', subject: 'House', body }));
  const once = async () => (await Promise.all(bodies.map((body) => ask(draft, '/api/approvals', body, 'k')))).map(({ status, body }) => [status, body['id'] ?? body['code']]);
  const first = await once();
  expect(first.toSorted()).toEqual([[201, expect.stringMatching(/^apr_/)], [422, 'idempotency_key_reused']]);
  expect(await once()).toEqual(first);
  expect(await world.store.approvals.ofLead(id, ['pending'])).toHaveLength(1);
});
