import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { verifyJournal } from '#lib/audit/verify-journal.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { readConfig } from '#lib/config.ts';
import { addDncEntry } from '#lib/dnc/add-entry.ts';
import { personKeys } from '#lib/dnc/match.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { findLead } from '#lib/leads/find.ts';
import { importLeads } from '#lib/leads/import-leads.ts';
import { recordInbound } from '#lib/messages/record-inbound.ts';
import { openRuntime, type Runtime } from '#lib/runtime.ts';
import { openCsvStore } from '#lib/store/csv/open-store.ts';
import { on } from '#lib/store/event.ts';
import type { Call } from '#lib/world.ts';
import { eraseLead } from './erase-lead.ts';
import { finishErasures } from './finish-erasures.ts';
import { whatIsTheirs } from './what-is-theirs.ts';

const admin = { kind: 'person', id: 'usr_admin', name: 'Mel', role: 'admin' } as const;
const worker = { kind: 'worker', id: 'ingest', name: 'ingest' } as const;
/** What nobody may find anywhere once Zora is erased. */
const secrets = ['zora.quill', 'Zora', 'Quillfeather', '3035550188', 'heliotrope', 'Bring the ladder', 'zq-message'];

async function open(): Promise<{ runtime: Runtime; dataDir: string; as: (actor: Call['actor']) => Call }> {
  const top = mkdtempSync(join(tmpdir(), 're-erase-'));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  const dataDir = join(top, 'data');
  const read = readConfig({ RE_DATA_DIR: dataDir, RE_EMAIL_FROM: 'Ana <ana@example.com>', RE_EMAIL_SMTP_URL: 'smtp://127.0.0.1:1', RE_UNDO_EMAIL_SECONDS: '0' });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const runtime = await openRuntime(read.settings);
  onTestFinished(() => runtime.close());
  return { runtime, dataDir, as: (actor) => ({ world: runtime, actor, correlationId: 'cor_test' }) };
}

/** A lead with everything that can be known of one: mail with its bytes, drafts decided and not, DNC entries, sandbox files, an edited table. */
async function zora({ runtime, dataDir, as }: Awaited<ReturnType<typeof open>>): Promise<string> {
  const lead = await addLead(as(admin), {
    name: 'Zora Quillfeather', addresses: [{ kind: 'email', value: 'zora.quill+home@gmail.com' }, { kind: 'phone', value: '+1 303 555 0188' }], note: 'likes heliotrope', tags: ['zq-message'],
  });
  const raw = Buffer.from('From: Zora Quillfeather <zora.quill+home@gmail.com>\r\n\r\nBring the ladder');
  await recordInbound(as(worker), {
    inbound: [{
      kind: 'message',
      message: {
        channel: 'email', direction: 'in', externalId: 'zq-message@gmail.com', address: { kind: 'email', value: 'zora.quill+home@gmail.com' }, displayName: 'Zora Quillfeather',
        subject: 'heliotrope', text: 'Bring the ladder', truncated: false, inReplyTo: null, references: [], threadKey: null, attachments: [], sentAt: Date.now(), nature: { kind: 'ordinary' }, raw,
      },
    }],
  });
  const draft = await submitDraft(as(admin), { leadId: lead.id, channel: 'email', subject: 'heliotrope', body: 'Dear Zora, Bring the ladder' });
  await approveDraft(as(admin), { id: draft.id, contentHash: draft.contentHash });
  await addDncEntry(as(admin), { kind: 'phone', value: '+13035550188', reason: 'Zora said so' });
  writeFileSync(join(dataDir, 'leads.edited-2026-01-01T000000.000Z.csv'), Buffer.from(`\ufeffid,name\n${lead.id},Zora Quillfeather\n`, 'utf16le'));
  return lead.id;
}

function found(dataDir: string): string[] {
  return readdirSync(dataDir, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    const bytes = entry.name.endsWith('.gz') ? gunzipSync(readFileSync(path)) : readFileSync(path);
    const texts = [bytes.toString('latin1'), bytes.toString('utf16le')].map((text) => text.toLowerCase());
    return secrets.filter((secret) => texts.some((text) => text.includes(secret.toLowerCase()))).map((secret) => `${secret} in ${entry.name}`);
  });
}

const zoraKeys = personKeys({ leadId: null, addresses: [{ kind: 'email', value: 'zo.ra.quill@gmail.com' }] });

test('an erased person is nowhere to be found, the chain holds, and they stay away', { timeout: 30_000 }, async () => {
  const opened = await open();
  const { runtime, dataDir, as } = opened;
  const other = await addLead(as(admin), { name: 'Jo Park', addresses: [{ kind: 'email', value: 'jo@example.net' }] });
  const id = await zora(opened);
  expect(found(dataDir).length).toBeGreaterThan(5);
  const reader = await openCsvStore({ dataDir });
  onTestFinished(() => reader.close());

  const done = await eraseLead(as(admin), { leadId: id, reason: 'asked on the phone', confirm: true });
  expect(done.records).toBeGreaterThan(4);
  expect(found(dataDir)).toEqual([]);
  expect(await verifyJournal(dataDir)).toMatchObject({ ok: true });

  for (const store of [runtime.store, reader]) {
    expect(await store.leads.get(id)).toBeNull();
    expect((await store.leads.get(other.id))?.name).toBe('Jo Park');
    expect((await store.messages.page({}, { cursor: null, limit: 10 })).total).toBe(0);
    expect((await store.approvals.page({}, { cursor: null, limit: 10 }, 'newest')).total).toBe(0);
    expect((await store.dnc.matching(zoraKeys)).map((entry) => entry.kind)).toEqual(['erased']);
    expect((await store.events({ leadId: id }, { cursor: null, limit: 50 })).items.map((event) => event.type)).toEqual(['LeadErased']);
  }
  await expect(addLead(as(admin), { name: 'Z', addresses: [{ kind: 'email', value: 'Zora.Quill@googlemail.com' }] })).rejects.toMatchObject({ refusal: { code: 'person_erased' } });
  const report = await importLeads(as(admin), { bytes: Buffer.from('name,phone\nZ,+1 303-555-0188\nKim,+1 303-555-0177\n'), fileName: 'x.csv' });
  expect(report).toMatchObject({ added: 1, skipped: [{ row: 2 }] });

  const again = await openCsvStore({ dataDir });
  onTestFinished(() => again.close());
  expect(await again.head()).toEqual(await runtime.store.head());
  expect(await again.workspace.get()).toEqual(await runtime.store.workspace.get());
  expect((await again.dnc.matching(zoraKeys)).length).toBe(1);
  expect((await again.events({}, { cursor: null, limit: 500 })).items).toEqual((await runtime.store.events({}, { cursor: null, limit: 500 })).items);
});

/** A teammate wrote to Jo, and to Zora in copy. */
async function wroteToBoth({ as }: Awaited<ReturnType<typeof open>>): Promise<void> {
  const raw = Buffer.from('From: Ana <ana@example.com>\r\nTo: jo@example.net\r\nCc: Zora Quillfeather <zora.quill+home@gmail.com>\r\n\r\nSee you both at 5.');
  await recordInbound(as(worker), {
    inbound: [{
      kind: 'message',
      message: {
        channel: 'email', direction: 'out', externalId: 'both@example.com', address: { kind: 'email', value: 'jo@example.net' }, alsoTo: [{ kind: 'email', value: 'zora.quill+home@gmail.com' }], displayName: 'Jo',
        subject: 'Visit', text: 'See you both at 5.', truncated: false, inReplyTo: null, references: [], threadKey: null, attachments: [], sentAt: Date.now(), nature: { kind: 'ordinary' }, raw,
      },
    }],
  });
}

test('erased is whom a teammate’s mail reached beside another lead: the other keeps it, and nothing names the erased', { timeout: 30_000 }, async () => {
  const opened = await open();
  const { runtime, dataDir, as } = opened;
  const jo = await addLead(as(admin), { name: 'Jo Park', addresses: [{ kind: 'email', value: 'jo@example.net' }] });
  const id = await zora(opened);
  await wroteToBoth(opened);
  const counts = async (store: Runtime['store']) => ({
    jo: (await store.sends.toLeads({ leadIds: [jo.id], sinceMs: 0 })).count, zora: (await store.sends.toLeads({ leadIds: [id], sinceMs: 0 })).count, all: (await store.sends.since({ channel: 'email', sinceMs: 0 })).count,
  });
  expect(await counts(runtime.store)).toEqual({ jo: 1, zora: 1, all: 1 });

  await eraseLead(as(admin), { leadId: id, reason: 'asked', confirm: true });
  expect(found(dataDir)).toEqual([]);
  const again = await openCsvStore({ dataDir });
  onTestFinished(() => again.close());
  for (const store of [runtime.store, again]) {
    expect(await counts(store)).toEqual({ jo: 1, zora: 0, all: 1 });
    const { items: [kept] } = await store.messages.page({ leadId: jo.id }, { cursor: null, limit: 9 });
    expect(kept).toMatchObject({ text: 'See you both at 5.' });
    const { items } = await store.events({}, { cursor: null, limit: 500 });
    expect(items.filter((event) => event.type !== 'LeadErased' && event.type !== 'ErasureFinished' && JSON.stringify(event).includes(id))).toEqual([]);
  }
  expect(await verifyJournal(dataDir)).toMatchObject({ ok: true });
});

test('erased is whom a teammate’s mail is kept with: whom else it reached keeps what counts for their caps', { timeout: 30_000 }, async () => {
  const opened = await open();
  const { runtime, dataDir, as } = opened;
  const jo = await addLead(as(admin), { name: 'Jo Park', addresses: [{ kind: 'email', value: 'jo@example.net' }] });
  const id = await zora(opened);
  await wroteToBoth(opened);
  await eraseLead(as(admin), { leadId: jo.id, reason: 'asked', confirm: true });
  const again = await openCsvStore({ dataDir });
  onTestFinished(() => again.close());
  for (const store of [runtime.store, again]) {
    expect((await store.sends.toLeads({ leadIds: [id], sinceMs: 0 })).count).toBe(1);
    expect((await store.sends.since({ channel: 'email', sinceMs: 0 })).count).toBe(1);
    expect((await store.leads.get(id))?.alsoReachedBy).toHaveLength(1);
  }
  const originals = () => readdirSync(join(dataDir, 'artifacts'), { recursive: true }).filter((name) => String(name).endsWith('.eml'));
  const before = originals();
  // The Sent folder is looked through again.
  await wroteToBoth(opened);
  expect((await runtime.store.sends.toLeads({ leadIds: [id], sinceMs: 0 })).count).toBe(1);
  expect(originals()).toEqual(before);
});

test('an erasure that was cut off is brought to its end, by another process', { timeout: 30_000 }, async () => {
  const opened = await open();
  const { runtime, dataDir, as } = opened;
  const id = await zora(opened);
  // The commit of an erasure, and then nothing more: as if the process had died.
  await runtime.store.commit({ actor: admin, cause: 'erase-lead', correlationId: 'cor', now: Date.now() }, async (reads) => {
    const { subjects, artifacts } = await whatIsTheirs(reads, await findLead(reads, id));
    return {
      events: on('lead', id, [{ type: 'LeadErased', reason: 'x', subjects, artifacts, sends: [] }]),
      result: null,
    };
  });
  expect(await runtime.store.leads.get(id)).toBeNull();
  expect(found(dataDir).length).toBeGreaterThan(0);
  const second = await openCsvStore({ dataDir });
  onTestFinished(() => second.close());
  expect(await second.leads.get(id)).toBeNull();
  await finishErasures({ ...runtime, store: second }, as(worker));
  expect(found(dataDir)).toEqual([]);
  expect((await second.workspace.get()).erasures[0]?.finishedAt).not.toBeNull();
  await runtime.store.commit({ actor: admin, cause: 'test', correlationId: 'cor', now: Date.now() }, async () => ({ events: on('channel', 'email', [{ type: 'ChannelPaused', reason: 'x' }]), result: null }));
  expect((await second.channelStates.get('email'))?.paused?.reason).toBe('x');
  expect(await verifyJournal(dataDir)).toMatchObject({ ok: true });
  expect(await finishErasures(runtime, as(worker))).toEqual([]);
});

test('files that are compressed lose an erased person as well', { timeout: 30_000 }, async () => {
  const top = mkdtempSync(join(tmpdir(), 're-erase-'));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  const store = await openCsvStore({ dataDir: top, segmentBytesMax: 1500 });
  const reader = await openCsvStore({ dataDir: top, segmentBytesMax: 1500 });
  onTestFinished(() => reader.close());
  const add = (id: string, name: string) =>
    store.commit({ actor: worker, cause: 'test', correlationId: 'cor', now: 1 }, async () => ({
      events: on('lead', id, [{ type: 'LeadAdded', source: 'test', fields: { name, addresses: [], stage: 'new', timeZone: null, region: null, postalCode: null, ownerId: null, tags: [], language: 'en', facts: {}, note: 'x'.repeat(300) } }]), result: null,
    }));
  for (let i = 0; i < 12; i++) await add(`lea_${i}`, i % 4 === 1 ? `Zora ${i}` : `Lead ${i}`);
  expect((await reader.leads.page({}, { cursor: null, limit: 50 }, 'newest')).total).toBe(12);
  const { files } = await store.archive({ keep: 1 });
  expect(files.length).toBeGreaterThan(1);
  expect(readdirSync(join(top, 'journal')).filter((name) => name.endsWith('.gz')).length).toBe(files.length);
  expect(existsSync(join(top, 'journal', '000001.csv'))).toBe(false);
  expect(await verifyJournal(top)).toMatchObject({ ok: true });
  await store.commit({ actor: worker, cause: 'test', correlationId: 'cor', now: 1 }, async () => ({
    events: ['lea_1', 'lea_5', 'lea_9'].flatMap((id) => on('lead', id, [{ type: 'LeadErased', reason: 'x', subjects: [`lead:${id}`], artifacts: [], sends: [] }])), result: null,
  }));
  expect((await store.blankErased()).records).toBe(3);
  expect(found(top)).toEqual([]);
  expect(await verifyJournal(top)).toMatchObject({ ok: true });
  for (const each of [store, reader]) expect((await each.events({ types: ['LeadAdded'] }, { cursor: null, limit: 50 })).total).toBe(9);
  await store.close();
  const again = await openCsvStore({ dataDir: top });
  expect((await again.leads.page({}, { cursor: null, limit: 50 }, 'newest')).total).toBe(9);
  await again.close();
});

test('a blank record that no erasure explains is damage', async () => {
  const top = mkdtempSync(join(tmpdir(), 're-erase-'));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  const store = await openCsvStore({ dataDir: top });
  await store.commit({ actor: worker, cause: 'test', correlationId: 'cor', now: 1 }, async () => ({ events: on('channel', 'email', [{ type: 'ChannelPaused', reason: 'secret' }]), result: null }));
  await store.close();
  const path = join(top, 'journal', '000001.csv');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/,"\{.*\}",/, ',,'));
  expect((await verifyJournal(top)).problems[0]?.problem).toMatch(/no erasure says why/);
  await expect(openCsvStore({ dataDir: top })).rejects.toMatchObject({ code: 'store_damaged', message: expect.stringMatching(/no erasure says why/) });
});
