import { expect, onTestFinished, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { unsubscribeToken } from '#lib/dnc/unsubscribe-link.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { GET, POST } from './[token]/route.ts';

const ana: Actor = { kind: 'person', id: 'usr_ana', name: 'Ana', role: 'agent' };
/** Where a web process keeps its world. */
const place = Symbol.for('re-engine.web-runtime');

test('whoever only looks at the link changes nothing, as scanners of mail do; one POST without cookies acts', async () => {
  const { world, as } = createTestWorld();
  Reflect.set(globalThis, place, Promise.resolve(world));
  onTestFinished(() => void Reflect.deleteProperty(globalThis, place));
  const lead = await addLead(as(ana), { name: 'Kim', addresses: [{ kind: 'email', value: 'kim@example.org' }] });
  const { id } = await submitDraft(as(ana), { leadId: lead.id, channel: 'email', subject: 'House', body: 'A house.' });
  const token = unsubscribeToken(id, world.seal);
  const ask = (handler: typeof GET, method: string) => handler(new Request(`https://console.example.com/api/unsubscribe/${token}`, { method }), { params: Promise.resolve({ token }) });
  const before = await world.store.head();
  const look = await ask(GET, 'GET');
  expect([look.status, (await look.text()).includes('<form method="post">'), look.headers.get('set-cookie')]).toEqual([200, true, null]);
  expect(await world.store.head()).toEqual(before);
  expect((await ask(POST, 'POST')).status).toBe(200);
  expect(await world.store.dnc.matching([`lead:${lead.id}`])).toMatchObject([{ channel: 'all', source: 'unsubscribe_link' }]);
  expect(await world.store.approvals.get(id)).toMatchObject({ status: 'blocked', rule: 'dnc' });
});

test('whatever a stranger sends along, one click is one click: keys of others, a body of any size, a wrong length', async () => {
  const { world, as } = createTestWorld();
  Reflect.set(globalThis, place, Promise.resolve(world));
  onTestFinished(() => void Reflect.deleteProperty(globalThis, place));
  for (const name of ['kim', 'bo', 'cy']) {
    const lead = await addLead(as(ana), { name, addresses: [{ kind: 'email', value: `${name}@example.org` }] });
    const { id } = await submitDraft(as(ana), { leadId: lead.id, channel: 'email', subject: 'House', body: 'A house.' });
    const token = unsubscribeToken(id, world.seal);
    const sent = new Request(`https://console.example.com/api/unsubscribe/${token}`, { method: 'POST', body: 'x'.repeat(name === 'cy' ? 20_000_000 : 3), headers: { 'idempotency-key': name === 'cy' ? 'a b' : '1', 'content-length': '7' } });
    expect((await POST(sent, { params: Promise.resolve({ token }) })).status).toBe(200);
    expect(await world.store.dnc.matching([`lead:${lead.id}`])).toHaveLength(1);
  }
});
