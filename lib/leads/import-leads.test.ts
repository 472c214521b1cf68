import { expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { readConfig } from '#lib/config.ts';
import { makeIds } from '#lib/ids.ts';
import { checkPolicy } from '#lib/policy/check-policy.ts';
import { on } from '#lib/store/event.ts';
import { createMemoryFiles } from '#lib/store/memory/memory-files.ts';
import { createMemoryStore } from '#lib/store/memory/memory-store.ts';
import type { Call, World } from '#lib/world.ts';
import { addLead } from './add-lead.ts';
import { importLeads } from './import-leads.ts';

const start = Date.UTC(2026, 0, 5, 9);
const operator: Actor = { kind: 'operator', id: 'root', name: 'root' };

function openCall(actor: Actor = operator): Call & { world: World } {
  const config = readConfig({});
  if (!config.ok) throw new Error('defaults do not hold');
  const world: World = {
    store: createMemoryStore(), ...createMemoryFiles(), clock: { now: () => start, monotonicMs: () => 0 },
    ids: makeIds(() => start), random: () => 0.5, settings: config.settings,
  };
  return { world, actor, correlationId: 'cor_test' };
}

const file = (text: string, more: object = {}) => ({ bytes: new TextEncoder().encode(text), fileName: 'leads.csv', ...more });
const names = async (call: Call) => (await call.world.store.leads.page({}, { cursor: null, limit: 500 }, 'name')).items.map((lead) => lead.name);

test('rows become leads; broken ones are named with row, column and what is right', async () => {
  const call = openCall();
  const report = await importLeads(call, file('\ufeffNombre;Apellido;Correo;Teléfono;Etapa;Zona horaria\r\nAna;Peña;ana@example.com;(303) 555-0142;;America/Denver\r\nJo;;jo@nowhere;;;\r\nSam;;;1.4E+10;;\r\nLee;;lee@example.com;;sold;Denver\r\n;;x@example.com;;;\r\nKim;;;;;\r\n'));
  expect(report).toMatchObject({ rows: 6, added: 1, duplicates: [], dryRun: false });
  expect(report.skipped.map(({ row, field }) => [row, field])).toEqual([[3, 'email'], [4, 'phone'], [5, 'stage'], [5, 'timeZone'], [6, 'name'], [7, 'email']]);
  expect(report.skipped[1]?.right).toContain('text');
  expect(await names(call)).toEqual(['Ana Peña']);
  const lead = await call.world.store.leads.byAddress('phone:+13035550142');
  expect(lead).toMatchObject({ source: 'import:leads.csv', timeZone: 'America/Denver', stage: 'new' });
});

test('a name that cannot be shown breaks its row, as it does in the form', async () => {
  const call = openCall();
  const report = await importLeads(call, file('name,email\n"Ana\nPeña",ana@example.com\nJo\u0007,jo@example.com\n"Kim\tLee",kim@example.com\nZoë 🏡,zoe@example.com\n'));
  expect(report).toMatchObject({ rows: 4, added: 1, skipped: [2, 3, 4].map((row) => ({ row, field: 'name', reason: expect.stringContaining('cannot be shown') })) });
  expect(await names(call)).toEqual(['Zoë 🏡']);
  await expect(addLead(call, { name: 'Jo\u0007' })).rejects.toMatchObject({ refusal: { message: expect.stringContaining('cannot be shown') } });
});

test('a state that is written out has the hours of that state', async () => {
  const call = openCall();
  const report = await importLeads(call, file('name,phone,state,timezone\nAbby,+1 212 555 0142,TX,America/Chicago\nBob,+1 212 555 0143, texas ,America/Chicago\nCy,+1 212 555 0144,,America/Chicago\n'));
  expect(report).toMatchObject({ added: 3, skipped: [] });
  // On a Sunday Texas opens at noon, everybody else at eight.
  const hours = async (address: string) => (await checkPolicy(call, { channel: 'whatsapp', address, at: '2026-01-11T10:30:00-06:00' })).rules.find(({ rule }) => rule === 'quiet_hours')?.result;
  expect(await Promise.all(['+12125550142', '+12125550143', '+12125550144'].map(hours))).toEqual(['hold', 'hold', 'pass']);
});

test('a state that no table knows breaks the row of somebody in the States, and no other', async () => {
  const call = openCall();
  const report = await importLeads(call, file('name,phone,state,timezone\nAbby,+1 512 555 0142,Texs,\nBob,+1 416 555 0142,ON,America/Toronto\nCy,+52 33 1234 5678,Jalisco,\n'));
  expect(report).toMatchObject({ added: 2, skipped: [{ row: 2, field: 'region', reason: '“Texs” is not a state of the United States.', right: expect.stringContaining('like Texas or TX') }] });
  expect(await call.world.store.leads.byAddress('phone:+523312345678')).toMatchObject({ region: 'JALISCO' });
});

test('a dry run says the same and changes nothing', async () => {
  const call = openCall();
  const text = 'name,email\nA,a@example.com\nB,a@EXAMPLE.com\nC,\n';
  const dry = await importLeads(call, file(text, { dryRun: true }));
  expect((await call.world.store.head()).seq).toBe(0);
  expect(await importLeads(call, file(text))).toEqual({ ...dry, dryRun: false });
  expect(dry.duplicates).toEqual([{ row: 3, address: 'email:a@example.com', of: 'row 2' }]);
});

test('importing again adds nobody and changes nobody', async () => {
  const call = openCall();
  await importLeads(call, file('name,email\nA,a@example.com\n'));
  const before = await call.world.store.head();
  const again = await importLeads(call, file('name,email\nSomebody else,a@example.com\n'));
  expect(again).toMatchObject({ added: 0, duplicates: [{ row: 2, of: expect.stringMatching(/^lea_/) }] });
  expect(await call.world.store.head()).toEqual(before);
});

test('somebody on the Do-Not-Contact list is imported and stays on it', async () => {
  const call = openCall();
  await call.world.store.commit({ actor: operator, cause: 'test', correlationId: 'c', now: start }, async () => ({
    events: on('dnc', 'dnc_1', [{ type: 'DncEntryAdded', fields: { kind: 'domain', value: 'example.org', channel: 'all', reason: 'asked', source: 'console' } }]), result: null,
  }));
  expect(await importLeads(call, file('name,email\nA,a@example.org\nB,b@example.com\n'))).toMatchObject({ added: 2, suppressed: 1 });
  expect(await call.world.store.dnc.matching(['domain:example.org'])).toHaveLength(1);
});

test('large files go in by batches and say how far they are', async () => {
  const call = openCall();
  const text = ['name,email', ...Array.from({ length: 450 }, (_, i) => `L${i},l${i}@example.com`)].join('\n');
  const seen: number[] = [];
  expect(await importLeads(call, file(text), { onProgress: (done) => seen.push(done) })).toMatchObject({ rows: 450, added: 450 });
  expect(seen).toEqual([200, 400, 450]);
});

test('columns that mean nothing are named; a mapping gives them meaning; extra cells break a row', async () => {
  const call = openCall();
  expect((await importLeads(call, file('Who,email,Shoe size\nA,a@example.com,9\nB,b@example.com,9,9\n', { mapping: { Who: 'name' }, dryRun: true })))).toMatchObject({ added: 1, ignoredColumns: ['Shoe size'], skipped: [{ row: 3, field: '(whole row)' }] });
  await expect(importLeads(call, file('Who,What\nA,B\n'))).rejects.toThrow(/no column for a name and an address; its columns are: Who, What/);
});

test('an agent may not import, nor an unsigned guess of an input', async () => {
  await expect(importLeads(openCall({ kind: 'person', id: 'usr_1', name: 'A', role: 'agent' }), file('name,email\n'))).rejects.toMatchObject({ refusal: { code: 'forbidden' } });
  await expect(importLeads(openCall(), { bytes: 'text', fileName: 'x' })).rejects.toThrow(/bytes: must be the bytes of a file/);
});
