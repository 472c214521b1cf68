import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { contentHash } from '#lib/approvals/content.ts';
import { readConfig } from '#lib/config.ts';
import { makeIds } from '#lib/ids.ts';
import { on } from '#lib/store/event.ts';
import { createMemoryFiles } from '#lib/store/memory/memory-files.ts';
import { createMemoryStore } from '#lib/store/memory/memory-store.ts';
import type { Call } from '#lib/world.ts';
import type { DncKey } from './entry.ts';
import { importDnc } from './import-dnc.ts';

const start = Date.UTC(2026, 0, 5, 9);
const operator: Actor = { kind: 'operator', id: 'root', name: 'root' };

function openCall(): Call {
  const config = readConfig({});
  if (!config.ok) throw new Error('defaults do not hold');
  return {
    world: {
      store: createMemoryStore(), ...createMemoryFiles(), clock: { now: () => start, monotonicMs: () => 0 },
      ids: makeIds(() => start), random: () => 0.5, settings: config.settings,
    },
    actor: operator, correlationId: 'cor_test',
  };
}

const file = (text: string, more: object = {}) => ({ bytes: new TextEncoder().encode(text), fileName: 'dnc.csv', ...more });

test('addresses in any column and spelling become entries; broken rows are named', async () => {
  const call = openCall();
  const report = await importDnc(call, file('Email;Phone;Domain;Channel;Reason\nAna.Ruiz+x@gmail.com;;;;asked\n;(303) 555-0142;;whatsapp;\n;;@spam.example.com;;\n;1,4E+10;;;\nx@;;;;\nb@example.com;;;fax;\n'));
  expect(report).toMatchObject({ rows: 6, added: 3, cancelled: 0 });
  expect(report.skipped.map(({ row, field }) => [row, field])).toEqual([[5, 'phone'], [6, 'email'], [7, 'channel']]);
  expect(await call.world.store.dnc.matching(['email:anaruiz@gmail.com', 'phone:+13035550142', 'domain:spam.example.com'])).toHaveLength(3);
});

test('what can be read of a row is listed, whatever stands beside it; the bad cell is named', async () => {
  const call = openCall();
  const report = await importDnc(call, file('email,phone,domain\nkim@example.org,n/a,\nx@,(303) 555-0142,\n,1.4E+10,spam.example.com\nno,no,no\n'));
  expect(report).toMatchObject({ rows: 4, added: 3 });
  expect(report.skipped.map(({ row, field }) => [row, field])).toEqual([[2, 'phone'], [3, 'email'], [4, 'phone'], [5, 'email'], [5, 'phone'], [5, 'domain']]);
  expect(await call.world.store.dnc.matching(['email:kim@example.org', 'phone:+13035550142', 'domain:spam.example.com'])).toHaveLength(3);
});

test('what our export writes is read back, and again without doubling', async () => {
  const call = openCall();
  const text = 'kind,value,channel,reason\nhandle,telegram:jo_park,all,x\nlead,lea_1,all,x\nemail,a@example.com,all,x\nemail,A@example.com,email,x\n,c@example.com,,\n';
  expect(await importDnc(call, file(text))).toMatchObject({ added: 4 + 1 });
  const head = await call.world.store.head();
  expect(await importDnc(call, file(text))).toMatchObject({ added: 0 });
  expect(await call.world.store.head()).toEqual(head);
});

test('an address at which mail came back stays that when our export is read back; a wish beside it stays a wish', async () => {
  const call = openCall();
  const text = 'kind,value,channel,reason,source\nemail,a@example.com,email,No such mailbox,bounce:msg_1\nemail,a@example.com,email,asked,console\nemail,b@example.com,email,No such mailbox,bounce:msg_2\ndomain,c.example,all,x,bounce:msg_3\n';
  expect(await importDnc(call, file(text))).toMatchObject({ added: 4, duplicates: [] });
  const sources = async (key: DncKey) => (await call.world.store.dnc.matching([key])).map(({ source }) => source).toSorted();
  expect(await sources('email:a@example.com')).toEqual(['bounce:msg_1', 'import:dnc.csv']);
  expect(await sources('email:b@example.com')).toEqual(['bounce:msg_2']);
  expect(await sources('domain:c.example')).toEqual(['import:dnc.csv']);
  expect(await importDnc(call, file(text))).toMatchObject({ added: 0 });
});

test('what is queued for somebody on the list is blocked in the same commit, once', async () => {
  const call = openCall();
  const content = { channel: 'email', sender: 'us@example.com', recipient: 'jo@example.com', subject: null, body: 'Hi', attachments: [] } as const;
  await call.world.store.commit({ actor: operator, cause: 'test', correlationId: 'c', now: start }, async () => ({
    events: [
      ...on('lead', 'lea_1', [{ type: 'LeadAdded', source: 'test', fields: { name: 'Jo', addresses: [{ kind: 'email', value: 'jo@example.com' }, { kind: 'phone', value: '+13035550142' }], stage: 'new', timeZone: null, region: null, postalCode: null, ownerId: null, tags: [], language: 'en', facts: {}, note: '' } }]),
      ...on('approval', 'apr_1', [{ type: 'DraftSubmitted', content, contentHash: contentHash(content), leadId: 'lea_1', conversationId: null, inReplyTo: null, origin: { kind: 'person', by: 'person:usr_1' }, temperature: 'hot', dueAt: start }]),
    ],
    result: null,
  }));
  expect(await importDnc(call, file('email,phone\njo@example.com,+13035550142\n', { dryRun: true }))).toMatchObject({ added: 2, cancelled: 1 });
  expect((await call.world.store.approvals.get('apr_1'))?.status).toBe('pending');
  expect(await importDnc(call, file('email,phone\njo@example.com,+13035550142\n'))).toMatchObject({ added: 2, cancelled: 1 });
  expect((await call.world.store.approvals.get('apr_1'))?.status).toBe('blocked');
});

test('a file without addresses is refused by its columns', async () => {
  await expect(importDnc(openCall(), file('name\nJo\n'))).rejects.toThrow(/no column with addresses; its columns are: name/);
});
