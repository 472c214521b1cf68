import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { addUser } from '#lib/accounts/add-user.ts';
import { createToken } from '#lib/accounts/create-token.ts';
import { disableUser } from '#lib/accounts/disable-user.ts';
import { revokeToken } from '#lib/accounts/revoke-token.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { addDncEntry } from '#lib/dnc/add-entry.ts';
import { eraseLead } from '#lib/erasure/erase-lead.ts';
import { on } from '#lib/store/event.ts';
import type { DomainEvent } from '#lib/store/event.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { makeBackup } from './make-backup.ts';
import { manifestName, manifestSchema } from './manifest.ts';
import { foldersSetAside } from './restore-backup.ts';
import { verifyBackup } from './verify-backup.ts';
import { openAt, openWorkspace, restoring, type WorkspaceToCopy } from './testing/workspace-to-copy.ts';

async function approved({ asPerson }: Pick<WorkspaceToCopy, 'asPerson'>, leadId: string, subject: string) {
  const draft = await submitDraft(asPerson, { leadId, channel: 'email', subject, body: `${subject}: a house for you.` });
  return approveDraft(asPerson, { id: draft.id, contentHash: draft.contentHash });
}

async function record(call: Call, approvalId: string, events: readonly DomainEvent[]): Promise<void> {
  await call.world.store.commit(metaOf(call, 'test'), async () => ({ events: on('approval', approvalId, events), result: null }));
}

function started(approvalId: string, contentHash: string): DomainEvent {
  return { type: 'DispatchStarted', attempt: 1, idempotencyKey: `${approvalId}.1`, contentHash, channel: 'email', worker: 'h/1/x', leaseUntilMs: Date.now() + 60_000 };
}

test('what a restore must not forget: who said stop, who was erased, what went out, who was shut out', async () => {
  const before = await openWorkspace();
  const { top, dataDir, call, add, world } = before;
  const [sent, refused, waiting, erased, stopped] = await Promise.all(['sent', 'refused', 'waiting', 'erased', 'stopped'].map(add));
  const rows = { sent: await approved(before, sent!.id, 'Sent'), refused: await approved(before, refused!.id, 'Refused'), waiting: await approved(before, waiting!.id, 'Waiting'), stopped: await approved(before, stopped!.id, 'Stopped') };
  await addUser(call, { email: 'boss@example.com', name: 'Boss', role: 'admin', password: 'correct horse battery' });
  const ana = await addUser(call, { email: 'ana@example.com', name: 'Ana', role: 'admin', password: 'correct horse battery' });
  const token = await createToken(call, { name: 'script', role: 'agent' });
  const made = await makeBackup(call, join(top, 'b'));

  await record(call, rows.sent.id, [started(rows.sent.id, rows.sent.contentHash)]);
  await record(call, rows.sent.id, [{ type: 'DispatchAccepted', attempt: 1, providerId: 'p', evidence: '250' }]);
  await record(call, rows.refused.id, [started(rows.refused.id, rows.refused.contentHash)]);
  await record(call, rows.refused.id, [{ type: 'DispatchRefused', attempt: 1, transient: true, code: '421', evidence: '421', nextAttemptAt: Date.now() }]);
  await addDncEntry(call, { kind: 'email', value: 'stopped@example.org', channel: 'all', reason: 'said stop' });
  const later = await add('later');
  await addDncEntry(call, { kind: 'lead', value: later.id, channel: 'all', reason: 'said stop' });
  const laterErased = await add('later-erased');
  await eraseLead(call, { leadId: laterErased.id, reason: 'asked', confirm: true });
  await eraseLead(call, { leadId: erased!.id, reason: 'asked', confirm: true });
  await disableUser(call, { id: ana.id });
  await revokeToken(call, { id: token.id });
  await makeBackup(call, join(top, 'b2'));
  await world.close();

  const done = await restoring(dataDir, made.place);
  expect(done).toMatchObject({ present: 'same', carried: { dnc: 3, erased: [erased!.id], blocked: 1, sentBack: 2, shutOut: ['ana@example.com', 'token script'], left: [] } });
  const { world: after, asPerson } = await openAt(dataDir);
  const status = async (id: string) => (await after.store.approvals.get(id))?.status;
  expect(await status(rows.sent.id)).toBe('blocked');
  expect(await status(rows.refused.id)).toBe('pending');
  expect(await status(rows.waiting.id)).toBe('pending');
  expect(await status(rows.stopped.id)).toBe('blocked');
  expect((await after.store.approvals.get(rows.waiting.id))).toMatchObject({ reason: { kind: 'stale', because: { rule: 'restored' } } });
  expect(await after.store.leads.get(erased!.id)).toBeNull();
  for (const name of ['erased', 'later-erased']) expect(readFileSync(join(dataDir, 'journal', '000001.csv'), 'utf8')).not.toContain(`${name}@example.org`);
  const dnc = await after.store.dnc.page({ status: 'active' }, { cursor: null, limit: 50 });
  expect(dnc.items.map(({ kind, value }) => (kind === 'erased' ? kind : `${kind}:${value}`)).sort()).toEqual(['email:later@example.org', 'email:stopped@example.org', 'erased', 'erased']);
  for (const name of ['erased', 'later-erased', 'later']) await expect(blockedOrRefused(asPerson, `${name}@example.org`)).resolves.toBe(true);
  expect((await after.store.accounts.userByEmail('ana@example.com'))?.status).toBe('disabled');
  expect((await after.store.accounts.tokens()).map((each) => each.status)).toEqual(['revoked']);
  expect((await after.store.workspace.get()).backups.map(({ place }) => place).sort()).toEqual([join(top, 'b'), join(top, 'b2')]);
  expect(foldersSetAside(dataDir)).toEqual([done.setAside]);
});

/** Somebody with this address cannot be made a lead, or is on the list. */
async function blockedOrRefused({ world: { store } }: Call, email: string): Promise<boolean> {
  const entries = await store.dnc.matching([`email:${email}`]);
  return entries.length > 0;
}

test('with nothing known of the time since, nothing that a backup calls approved goes out by itself, and what waits says so', async () => {
  const before = await openWorkspace();
  const { top, dataDir, call, add, asPerson, world } = before;
  const one = await add('one');
  const row = await approved(before, one.id, 'One');
  const draft = await submitDraft(asPerson, { leadId: one.id, channel: 'email', subject: 'Two', body: 'Two.' });
  const made = await makeBackup(call, join(top, 'b'));
  await world.close();
  rmSync(dataDir, { recursive: true });
  expect(await restoring(dataDir, made.place)).toMatchObject({ present: 'none', setAside: null, carried: { blocked: 0, sentBack: 2 } });
  const { world: after } = await openAt(dataDir);
  for (const id of [row.id, draft.id]) expect(await after.store.approvals.get(id)).toMatchObject({ status: 'pending', reason: { because: { why: expect.stringContaining('may have gone out since') } } });
  expect((await after.store.workspace.get()).backups).toMatchObject([{ place: made.place }]);
});

test('whoever was erased while a message to them was on its way is erased again all the same', async () => {
  const before = await openWorkspace();
  const { top, dataDir, call, add, world } = before;
  const one = await add('one');
  const row = await approved(before, one.id, 'One');
  await record(call, row.id, [started(row.id, row.contentHash)]);
  const made = await makeBackup(call, join(top, 'b'));
  await record(call, row.id, [{ type: 'DispatchAccepted', attempt: 1, providerId: 'p', evidence: '250' }]);
  await eraseLead(call, { leadId: one.id, reason: 'asked', confirm: true });
  await world.close();
  expect(await restoring(dataDir, made.place)).toMatchObject({ carried: { erased: [one.id] } });
  const { world: after } = await openAt(dataDir);
  expect(await after.store.leads.get(one.id)).toBeNull();
});

test('what would be set aside is named first, and kept; with nothing to lose nobody is asked', async () => {
  const { top, dataDir, call, add, close } = await openWorkspace();
  await add('one');
  const made = await makeBackup(call, join(top, 'b'));
  await add('two');
  await close();
  await expect(restoring(dataDir, made.place, { confirmed: false })).rejects.toMatchObject({ refusal: { code: 'confirmation_missing', message: expect.stringContaining('2 records would be set aside'), details: { recordsSetAside: 2 } } });
  expect(readdirSync(top).sort()).toEqual(['b', 'data']);
  const done = await restoring(dataDir, made.place);
  expect(done).toMatchObject({ recordsSetAside: 2, head: { seq: 1 } });
  expect(existsSync(join(done.setAside ?? '', 'journal', '000001.csv'))).toBe(true);
  truncateSync(join(dataDir, 'journal', '000001.csv'), statSync(join(made.place, 'journal', '000001.csv')).size);
  expect(await restoring(dataDir, made.place, { confirmed: false })).toMatchObject({ present: 'same', recordsSetAside: 0 });
  expect(foldersSetAside(dataDir)).toHaveLength(2);
});

test('a journal that went another way, or began anew, is told as that', async () => {
  const { top, dataDir, call, add, close } = await openWorkspace();
  await add('one');
  const first = await makeBackup(call, join(top, 'first'));
  await add('two');
  const second = await makeBackup(call, join(top, 'second'));
  await close();
  await restoring(dataDir, first.place);
  await expect(restoring(dataDir, second.place, { confirmed: false })).rejects.toMatchObject({ refusal: { message: expect.stringContaining('went different ways') } });
  const other = join(top, 'other');
  const { add: addOther, close: closeOther, call: callOther } = await openAt(other);
  await addOther('else');
  await addDncEntry(callOther, { kind: 'email', value: 'x@example.org', channel: 'all', reason: 'said stop' });
  await closeOther();
  await expect(restoring(other, second.place, { confirmed: false })).rejects.toMatchObject({ refusal: { message: expect.stringContaining('began anew') } });
  expect(await restoring(other, second.place)).toMatchObject({ present: 'another', carried: { dnc: 0 } });
});

test('a damaged journal tells what can still be read of it', async () => {
  const { top, dataDir, call, add, close } = await openWorkspace();
  const one = await add('one');
  const made = await makeBackup(call, join(top, 'b'));
  await add('two');
  await addDncEntry(call, { kind: 'email', value: 'stop@example.org', channel: 'all', reason: 'said stop' });
  await eraseLead(call, { leadId: one.id, reason: 'asked', confirm: true });
  await close();
  const path = join(dataDir, 'journal', '000001.csv');
  const text = readFileSync(path, 'utf8');
  writeFileSync(path, text.replace('two@example.org', 'owt@example.org'));
  const done = await restoring(dataDir, made.place);
  expect(done).toMatchObject({ present: 'damaged', carried: { dnc: 1, erased: [one.id] } });
});

test('a folder in use, or somebody else’s, is left alone', async () => {
  const { top, dataDir, call, add } = await openWorkspace();
  await add('one');
  const made = await makeBackup(call, join(top, 'b'));
  await expect(restoring(dataDir, made.place, { inUse: () => ['the worker'] })).rejects.toMatchObject({ refusal: { code: 'wrong_status' } });
  let asked = 0;
  await expect(restoring(dataDir, made.place, { inUse: () => ((asked += 1) > 1 ? ['a late one'] : []) })).rejects.toMatchObject({ refusal: { code: 'wrong_status' } });
  expect(readdirSync(top).sort()).toEqual(['b', 'data']);
});

test('what a checkout keeps in its data folder stays, and a link to the folder stays a link', async () => {
  const { top, dataDir, call, add, close } = await openWorkspace();
  await add('one');
  const made = await makeBackup(call, join(top, 'b'));
  await close();
  mkdirSync(join(dataDir, 'seed'));
  writeFileSync(join(dataDir, 'seed', 'leads.csv'), 'seed');
  symlinkSync('data', join(top, 'link'));
  const done = await restoring(join(top, 'link'), made.place);
  expect(readFileSync(join(top, 'link', 'seed', 'leads.csv'), 'utf8')).toBe('seed');
  expect(done.setAside).toMatch(/data\.before-restore-/);
  expect(readdirSync(top).sort()).toEqual(['b', 'data', done.setAside!.slice(top.length + 1), 'link']);
});

const manifestOf = (edit: (text: string) => string) => (place: string) => writeFileSync(join(place, manifestName), edit(readFileSync(join(place, manifestName), 'utf8')));

test.each<[string, (place: string) => void]>([
  ['a flipped byte in the journal', (place) => flip(join(place, 'journal', '000001.csv'))],
  ['a flipped byte in a secret', (place) => flip(join(place, 'secrets', 'erasure-key'))],
  ['a journal cut at a commit', (place) => truncateSync(join(place, 'journal', '000001.csv'), 80)],
  ['a file taken away', (place) => rmSync(join(place, 're-engine.json'))],
  ['a file added', (place) => writeFileSync(join(place, 'journal', '000002.csv'), 'x')],
  ['a file that grew', (place) => appendFileSync(join(place, 're-engine.json'), Buffer.alloc(5_000_000))],
  ['a link added', (place) => symlinkSync('/etc/passwd', join(place, 'secrets', 'x'))],
  ['a folder that is a link', (place) => (renameSync(join(place, 'journal'), join(place, '..', 'moved')), symlinkSync('../moved', join(place, 'journal')))],
  ['no manifest', (place) => rmSync(join(place, manifestName))],
  ['a manifest that leads out', manifestOf((text) => text.replace('"re-engine.json"', '"../re-engine.json"'))],
  ['a manifest with an absolute name', manifestOf((text) => text.replace('"re-engine.json"', '"/etc/re-engine.json"'))],
  ['a manifest of a newer version', manifestOf((text) => text.replace('"version": 1', '"version": 2'))],
  ['a manifest of another product', manifestOf((text) => text.replace('RE Engine backup', 'Something else'))],
  ['a manifest that names another head', manifestOf((text) => text.replace(/"hash": "../, '"hash": "zz').replace('zz', '00'))],
  ['half a manifest', manifestOf((text) => text.slice(0, 100))],
])('%s is refused before anything is touched', async (_, spoil) => {
  const { top, dataDir, call, add, close } = await openWorkspace();
  await add('one');
  const made = await makeBackup(call, join(top, 'b'));
  await verifyBackup(made.place);
  await close();
  spoil(made.place);
  const before = readFileSync(join(dataDir, 'journal', '000001.csv'));
  await expect(restoring(dataDir, made.place)).rejects.toMatchObject({ refusal: { code: expect.stringMatching(/invalid_input|not_found/) } });
  expect(readFileSync(join(dataDir, 'journal', '000001.csv')).equals(before)).toBe(true);
  expect(readdirSync(top).filter((name) => name !== 'moved').sort()).toEqual(['b', 'data']);
});

function flip(path: string): void {
  const bytes = readFileSync(path);
  bytes[bytes.length - 5] = bytes[bytes.length - 5]! ^ 1;
  writeFileSync(path, bytes);
}

test('a backup that is whole and of a newer data folder is refused by the program that would have to read it', async () => {
  const { top, dataDir, call, add, close } = await openWorkspace();
  writeFileSync(join(dataDir, 're-engine.json'), JSON.stringify({ product: 'RE Engine', version: 2 }));
  await add('one');
  const made = await makeBackup(call, join(top, 'b'));
  await close();
  await expect(restoring(dataDir, made.place)).rejects.toMatchObject({ code: 'store_unsupported', message: expect.stringContaining('version 2') });
  expect(readdirSync(top).sort()).toEqual(['b', 'data']);
});

test('a packed file that would fill the memory is damage', async () => {
  const { top, call, add, close } = await openWorkspace();
  await add('one');
  const made = await makeBackup(call, join(top, 'b'));
  await close();
  const zeros = Buffer.alloc(2 ** 26);
  const bomb = Buffer.concat(Array.from({ length: 17 }, () => gzipSync(zeros)));
  const journal = join(made.place, 'journal', '000001.csv');
  const packed = Buffer.concat([gzipSync(readFileSync(journal)), bomb]);
  rmSync(journal);
  writeFileSync(`${journal}.gz`, packed);
  const entry = { path: 'journal/000001.csv.gz', bytes: packed.length, sha256: createHash('sha256').update(packed).digest('hex') };
  const manifest = manifestSchema.parse(JSON.parse(readFileSync(join(made.place, manifestName), 'utf8')));
  writeFileSync(join(made.place, manifestName), JSON.stringify({ ...manifest, files: [...manifest.files.filter(({ path }) => !path.startsWith('journal/')), entry] }));
  await expect(verifyBackup(made.place)).rejects.toMatchObject({ refusal: { message: expect.stringContaining('cannot be unpacked') } });
});

test.each([
  ['before the old folder was taken away', ['data', 'data.restoring']],
  ['while the copy was made', ['data', 'data.restoring.partial']],
])('cut off %s: the old folder is in use, it is told, and the next restore clears up', async (_, standing) => {
  const { top, dataDir, call, add, close } = await openWorkspace();
  await add('one');
  const made = await makeBackup(call, join(top, 'b'));
  await close();
  mkdirSync(join(top, standing[1]!, 'journal'), { recursive: true });
  const warnings: string[] = [];
  const note = (warning: Error) => void warnings.push(warning.message);
  process.on('warning', note);
  const again = await openAt(dataDir);
  expect((await again.world.store.head()).seq).toBe(2);
  await again.close();
  await expect.poll(() => warnings.join()).toContain('did not come to its end');
  process.off('warning', note);
  await restoring(dataDir, made.place);
  expect(readdirSync(top).filter((name) => name.includes('restoring'))).toEqual([]);
});

test('cut off between the two renames: the next start finishes it and says so', async () => {
  const { top, dataDir, add, close } = await openWorkspace();
  await add('one');
  await close();
  renameSync(dataDir, `${dataDir}.restoring`);
  symlinkSync('data', join(top, 'link'));
  const warnings: string[] = [];
  const note = (warning: Error) => void warnings.push(warning.message);
  process.on('warning', note);
  const { world } = await openAt(join(top, 'link'));
  expect((await world.store.head()).seq).toBe(1);
  expect(readdirSync(top).sort()).toEqual(['data', 'link']);
  await expect.poll(() => warnings.join()).toContain('that was cut off is finished');
  process.off('warning', note);
});
