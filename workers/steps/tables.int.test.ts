import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { ana, mel } from '#lib/approvals/given.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { readConfig } from '#lib/config.ts';
import { addDncEntry } from '#lib/dnc/add-entry.ts';
import { removeDncEntry } from '#lib/dnc/remove-entry.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { openRuntime, type Runtime } from '#lib/runtime.ts';
import type { Call } from '#lib/world.ts';
import { tablesStep } from './tables.ts';

/** A person opens a table of the data folder in a spreadsheet, changes it and saves it: through the real store and the worker's step. */

let dataDir: string;
let world: Runtime;
const soon = { timeout: 8000, interval: 15 };

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 're-tables-'));
  world = await open();
  onTestFinished(async () => {
    await world.close();
    rmSync(dataDir, { recursive: true, force: true });
  });
});

async function open(): Promise<Runtime> {
  const config = readConfig({ RE_DATA_DIR: dataDir });
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  return openRuntime(config.settings, { tableRestMs: 30 });
}

const as = (actor: Call['actor']): Call => ({ world, actor, correlationId: 'cor_test' });
const path = (name: string) => join(dataDir, name);
const look = () => tablesStep(world).run(new AbortController().signal);
const rows = (name: string): Record<string, string>[] => parse(readFileSync(path(name)), { columns: true });
const asides = () => readdirSync(dataDir).filter((name) => name.includes('.edited-'));
const edits = async () => (await world.store.workspace.get()).edits;
const active = async () => (await world.store.dnc.page({ status: 'active' }, { cursor: null, limit: 500 })).items;
const seq = async () => (await world.store.head()).seq;

/** The step runs until this holds. */
const until = (holds: () => unknown) =>
  vi.waitFor(async () => {
    await look();
    await holds();
  }, soon);

/** Everything is written and nothing is left to do. */
async function atRest(): Promise<void> {
  await until(async () => {
    for (const name of ['dnc', 'approvals', 'leads']) expect(existsSync(path(`${name}.csv`)), name).toBe(true);
    const marker = JSON.parse(readFileSync(path('run/snapshots.json'), 'utf8')) as { seq: number };
    expect(marker.seq).toBe(await seq());
  });
}

async function jo(): Promise<{ leadId: string; draftId: string; entryId: string }> {
  const lead = await addLead(as(ana), { name: 'Jo Park', addresses: [{ kind: 'email', value: 'jo@example.com' }, { kind: 'phone', value: '+13035550142' }] });
  const draft = await submitDraft(as(ana), { leadId: lead.id, channel: 'email', subject: 'Hello', body: 'Shall we meet?' });
  const entry = await addDncEntry(as(ana), { kind: 'email', value: 'old@example.org', reason: 'asked' });
  await atRest();
  return { leadId: lead.id, draftId: draft.id, entryId: entry.id };
}

test('a row added to dnc.csv becomes an entry, ends what is queued, and the file is written anew', async () => {
  const { draftId } = await jo();
  appendFileSync(path('dnc.csv'), ',email,Jo@Example.com,,,told me on the phone,,,,,,\n');
  await until(async () => expect(await active()).toHaveLength(2));
  expect((await active()).find((entry) => entry.value === 'jo@example.com')).toMatchObject({ channel: 'all', reason: 'told me on the phone', source: 'file_edit', addedBy: expect.stringMatching(/^file:dnc\.edited-/) });
  expect(await world.store.approvals.get(draftId)).toMatchObject({ status: 'blocked' });
  expect(await edits()).toMatchObject([{ table: 'dnc', taken: 1, left: 0, keptAs: '', differences: [] }]);
  await atRest();
  expect(rows('dnc.csv').map(({ value }) => value).sort()).toEqual(['jo@example.com', 'old@example.org']);
  expect(asides()).toEqual([]);
});

test('what waits for the same person elsewhere is read again, as after an addition in the console', async () => {
  const { draftId } = await jo();
  appendFileSync(path('dnc.csv'), ',phone,+1 303 555 0142,whatsapp,,,,,,,,\n');
  await until(async () => expect(await active()).toHaveLength(2));
  expect(await world.store.approvals.get(draftId)).toMatchObject({ status: 'pending' });
  expect((await world.store.events({ types: ['DraftWentStale'] }, { cursor: null, limit: 10 })).items).toHaveLength(1);
});

const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
type Save = (own: { id: string; added: string }) => Buffer | string;

test.each<[string, Save]>([
  ['Excel with a byte order mark and CRLF', ({ id, added }) => `\ufeffid,kind,value,channel,status,reason,source,added_at,added_by\r\n${id},email,old@example.org,all,active,asked,console,${added},person:usr_ana\r\n,email,Jo@example.com,all,,,,,\r\n`],
  ['Excel in Europe: semicolons, dates its own way', ({ id, added }) => `id;kind;value;channel;status;reason;added_at\r\n${id};email;old@example.org;all;active;asked;${added.slice(8, 10)}.${added.slice(5, 7)}.${added.slice(0, 4)} ${added.slice(11, 16)}\r\n;email;jo@example.com;;;;\r\n;;;;;;\r\n;;;;;;\r\n`],
  ['Excel as Unicode text: UTF-16, tabs', ({ id }) => utf16(`id\tkind\tvalue\treason\r\n${id}\temail\told@example.org\tasked\r\n\temail\tjo@example.com\tllamó\r\n`)],
  ['an old program: cp1252, other order of columns', ({ id }) => Buffer.from(`reason;value;kind;id\r\nasked;old@example.org;email;${id}\r\nllamó;JO@EXAMPLE.COM;Email;\r\n`, 'latin1')],
  ['somebody who dropped the id', () => 'kind,value,channel,reason\nemail,OLD@example.org,all,asked\nemail,jo@example.com,all,x\n'],
  ['somebody who copied the row above and changed the address', ({ id }) => `id,kind,value,channel,reason\n${id},email,old@example.org,all,asked\n${id},email,jo@example.com,all,asked\n`],
  ['somebody who made up an id', ({ id }) => `id,kind,value,channel,reason\n${id},email,old@example.org,all,asked\n2,email,jo@example.com,all,asked\n`],
  ['Numbers, with a column that says only e-mail', ({ id }) => `id,kind,value,reason,Email\n${id},email,old@example.org,asked,\n,,,,jo@example.com\n`],
])('%s: one addition, nothing left out', async (_, save) => {
  const { entryId, draftId } = await jo();
  writeFileSync(path('dnc.csv'), save({ id: entryId, added: rows('dnc.csv')[0]?.['added_at'] ?? '' }));
  await until(async () => expect(await active()).toHaveLength(2));
  expect(await edits()).toMatchObject([{ taken: 1, left: 0, differences: [] }]);
  expect(await world.store.approvals.get(draftId)).toMatchObject({ status: 'blocked' });
});

test('what cannot be read is refused row by row with the reason, and nobody’s data is put into the record of it', async () => {
  await jo();
  appendFileSync(path('dnc.csv'), ',phone,1.4E+10,,,,,,,,,\n,email,jo@@nowhere,,,,,,,,,\n,email,fine@example.net,,,,,,,,,\n,lead,lea_none,,,,,,,,,\n,email,x@example.net,fax,,,,,,,,\n');
  await until(async () => expect(await edits()).toHaveLength(1));
  const [edit] = await edits();
  expect(edit).toMatchObject({ taken: 1, left: 4, keptAs: asides()[0] });
  expect(edit?.differences).toEqual([
    'Row 3, value: “1.4E+10” is a phone number that a spreadsheet turned into a figure: its digits are lost', expect.stringMatching(/^Row 4, value: this is not an e-mail address/),
    'Row 7, channel: this is not a channel', 'Row 6, value: there is no lead with this id',
  ].toSorted(byRow));
  expect(JSON.stringify(edit)).not.toContain('nowhere');
  expect(readFileSync(path(asides()[0] ?? ''), 'utf8')).toContain('jo@@nowhere');
});

const byRow = (a: unknown, b: unknown) => rowOf(a) - rowOf(b);
const rowOf = (words: unknown) => (typeof words === 'string' ? Number(/^Row (\d+)/.exec(words)?.[1]) : 4);

test('an entry that is there in another spelling, and one under a wider entry, are not new', async () => {
  await jo();
  const before = await seq();
  appendFileSync(path('dnc.csv'), ',email,Old@Example.ORG,,,,,,,,,\n,email,old@example.org,whatsapp,,,,,,,,\n');
  await until(() => expect(readFileSync(path('dnc.csv'), 'utf8')).not.toContain('ORG'));
  expect([await seq(), asides()]).toEqual([before, []]);
});

test('changed and deleted rows are not applied; they are kept beside and told', async () => {
  const { entryId } = await jo();
  const other = await addDncEntry(as(ana), { kind: 'domain', value: 'spam.example', reason: 'asked' });
  await atRest();
  const edited = readFileSync(path('dnc.csv'), 'utf8').split('\n').filter((line) => !line.includes(other.id)).join('\n').replace(',all,active,', ',whatsapp,removed,');
  writeFileSync(path('dnc.csv'), edited);
  await until(async () => expect(await edits()).toHaveLength(1));
  expect((await edits())[0]).toMatchObject({ table: 'dnc', taken: 0, left: 3, differences: [`Row 2 (${entryId}), channel: all → whatsapp`, `Row 2 (${entryId}), status: active → removed`, `1 row is not in the file: ${other.id}`] });
  expect(await active()).toHaveLength(2);
  await atRest();
  expect(rows('dnc.csv')).toHaveLength(2);
  expect(readFileSync(path((await edits())[0]?.keptAs ?? ''), 'utf8')).toBe(edited);
});

test('an approval that somebody sets to approved is not; nothing is sent, and it is told', async () => {
  const { draftId } = await jo();
  const edited = readFileSync(path('approvals.csv'), 'utf8').replace('pending', 'approved').replace('Shall we meet?', 'Pay here');
  writeFileSync(path('approvals.csv'), edited);
  await until(async () => expect(await edits()).toHaveLength(1));
  expect((await edits())[0]).toMatchObject({ table: 'approvals', taken: 0, left: 2, differences: [`Row 2 (${draftId}), status: pending → approved`, `Row 2 (${draftId}), body: changed`] });
  expect(await world.store.approvals.get(draftId)).toMatchObject({ status: 'pending', version: 1 });
  await atRest();
  expect(rows('approvals.csv')[0]).toMatchObject({ status: 'pending', body: 'Shall we meet?' });
});

test('an entry that a manager removed does not come back with an old copy of the file', async () => {
  const { entryId } = await jo();
  const old = readFileSync(path('dnc.csv'), 'utf8');
  await removeDncEntry(as(mel), { id: entryId, reason: 'they asked us to write', confirm: true });
  await atRest();
  writeFileSync(path('dnc.csv'), old);
  await until(async () => expect(await edits()).toHaveLength(1));
  expect((await edits())[0]).toMatchObject({ taken: 0, differences: expect.arrayContaining([`Row 2 (${entryId}), status: removed → active`]) });
  writeFileSync(path('dnc.csv'), 'kind,value,channel,status,added_at\nemail,old@example.org,all,,2026-01-05\n');
  await until(() => expect(rows('dnc.csv')[0]).toHaveProperty('id', entryId));
  expect(await active()).toEqual([]);
});

test('a file is read when whoever writes it is done, not before', async () => {
  await jo();
  const whole = `${readFileSync(path('dnc.csv'), 'utf8')},email,one@example.net,,,,,,,,,\n,email,two@example.net,,,,,,,,,\n`;
  for (let length = whole.length - 70; length <= whole.length; length += 7) {
    writeFileSync(path('dnc.csv'), whole.slice(0, length));
    await look();
    await look();
    expect(await active()).toHaveLength(1);
  }
  writeFileSync(path('dnc.csv'), whole);
  await until(async () => expect(await active()).toHaveLength(3));
  expect(await edits()).toMatchObject([{ taken: 2, left: 0 }]);
});

test('a table that is open in a spreadsheet is neither read nor replaced; a lock that was forgotten does not hold for ever', async () => {
  await jo();
  writeFileSync(path('.~lock.dnc.csv#'), ',ana,laptop,;');
  appendFileSync(path('dnc.csv'), ',email,jo@example.com,,,,,,,,,\n');
  await addDncEntry(as(ana), { kind: 'email', value: 'two@example.net', reason: 'asked' });
  // A table that was saved after it and is not open has rested long enough meanwhile.
  await look();
  writeFileSync(path('leads.csv'), readFileSync(path('leads.csv'), 'utf8').replace('new', 'offer'));
  await until(async () => expect(await edits()).toMatchObject([{ table: 'leads' }]));
  await until(() => expect(rows('leads.csv')).toHaveLength(1));
  expect(readFileSync(path('dnc.csv'), 'utf8')).toContain('jo@example.com');
  expect(await active()).toHaveLength(2);
  const longAgo = new Date(Date.now() - 11 * 60_000);
  for (const name of ['.~lock.dnc.csv#', 'dnc.csv']) utimesSync(path(name), longAgo, longAgo);
  await until(async () => expect(await active()).toHaveLength(3));
});

test('a crash between taking in and writing anew neither adds twice nor loses a row', async () => {
  const { draftId } = await jo();
  appendFileSync(path('dnc.csv'), ',email,jo@example.com,,,,,,,,,\n,phone,1.4E+10,,,,,,,,,\n');
  await until(async () => expect(await edits()).toHaveLength(1));
  const [{ keptAs = '' } = {}] = await edits();
  const before = await seq();
  // Taken in, and not written anew; then again, as if the journal had not remembered the file.
  rmSync(path('dnc.csv'), { force: true });
  await world.close();
  world = await open();
  await atRest();
  expect([await seq(), (await edits()).length, asides()]).toEqual([before, 1, [keptAs]]);
  renameSync(path(keptAs), path('dnc.edited-2026-11-03T000000.000Z.csv'));
  await until(async () => expect(await edits()).toHaveLength(2));
  expect((await edits())[1]).toMatchObject({ taken: 0, left: 1 });
  expect(await active()).toHaveLength(2);
  expect(await world.store.approvals.get(draftId)).toMatchObject({ status: 'blocked', version: 2 });
});

test('a file that was moved aside and not yet taken in is taken in after a crash', async () => {
  await jo();
  writeFileSync(path('dnc.edited-2026-11-03T000000.000Z.csv'), 'kind,value\nemail,old@example.org\nemail,jo@example.com\n');
  await world.close();
  world = await open();
  await until(async () => expect(await active()).toHaveLength(2));
  await until(() => expect(asides()).toEqual([]));
});

test('a file that goes on being written where it was moved to is looked at again', async () => {
  await jo();
  appendFileSync(path('dnc.csv'), ',email,one@example.net,,,,,,,,,\n');
  await vi.waitFor(async () => expect(await world.tableFiles.setAside()).toHaveLength(1), soon);
  const [name = ''] = await world.tableFiles.setAside();
  const file = await world.tableFiles.read(name);
  appendFileSync(path(name), ',email,two@example.net,,,,,,,,,\n');
  if (file) await world.tableFiles.settle(file, false);
  await until(async () => expect(await active()).toHaveLength(3));
});

test('hostile files stop nothing: a folder, a pipe, a link, bytes without sense, a quotation mark left open', async () => {
  await jo();
  const harm: Readonly<Record<string, (file: string) => void>> = {
    'leads.csv': (file) => mkdirSync(file), 'approvals.csv': (file) => symlinkSync('/dev/zero', file), 'messages.csv': (file) => execFileSync('mkfifo', [file]),
    'contacts.csv': (file) => writeFileSync(file, Buffer.from([0, 1, 2, 255, 0, 7])), 'conversations.csv': (file) => writeFileSync(file, 'id,channel\n"a,b\n'), 'dnc.csv': (file) => writeFileSync(file, ''),
  };
  for (const [name, put] of Object.entries(harm)) {
    rmSync(path(name));
    put(path(name));
  }
  await until(async () => expect(await edits()).toHaveLength(6));
  expect(await edits()).toMatchObject(Array.from({ length: 6 }, () => ({ taken: 0, left: 1 })));
  await atRest();
  expect(asides()).toHaveLength(6);
});

test('a file in the place of a table that says nothing of its columns is kept and told, not thrown away', async () => {
  await jo();
  rmSync(path('dnc.csv'));
  rmSync(path('run/snapshots.json'));
  writeFileSync(path('dnc.csv'), 'email,jo@example.com\n');
  writeFileSync(path('leads.csv'), ',Jo Park,jo@example.com\n');
  await until(async () => expect((await edits()).map(({ table, left }) => [table, left]).sort()).toEqual([['dnc', 1], ['leads', 1]]));
  expect(asides()).toHaveLength(2);
});

test('every table, and what is remembered of them, may be deleted at any time: they come back and nobody is accused', async () => {
  await jo();
  rmSync(path('run/snapshots.json'));
  await addLead(as(ana), { name: 'Kim' });
  await until(() => expect(rows('leads.csv')).toHaveLength(2));
  for (const name of readdirSync(dataDir)) if (name.endsWith('.csv')) rmSync(path(name));
  rmSync(path('run'), { recursive: true });
  mkdirSync(path('run'));
  await atRest();
  expect(rows('leads.csv')).toHaveLength(2);
  expect([await edits(), asides()]).toEqual([[], []]);
});
