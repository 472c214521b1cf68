import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import type { World } from '#lib/world.ts';
import { ingestFiles, type IngestReport } from './ingest-files.ts';
import { listConversation } from './list-conversation.ts';
import { bounceMail, mailText } from './mail/testing/mails.ts';
import { readMessageHtml } from './read-message-html.ts';
import { ana, as, given, lead, openWorld } from './testing/inbound-world.ts';

const operator: Actor = { kind: 'operator', id: 'root', name: 'root' };
let world: World;
let root: string;
beforeEach(async () => {
  world = openWorld();
  await given(world, lead());
  root = await mkdtemp(join(tmpdir(), 're-ingest-'));
});
afterEach(() => rm(root, { recursive: true, force: true }));

const mail = (id: string, headers: Record<string, string> = {}) => mailText({ 'Message-ID': `<${id}@example.net>`, ...headers }, `this is ${id}\r\n`);
const put = (path: string, text: string) => writeFile(join(root, path), text);
const ingest = (over: { paths?: string[]; dryRun?: boolean } = {}): Promise<IngestReport> => ingestFiles(as(world, operator), { paths: [root], ...over });
const sum = (report: IngestReport) => Object.values(report.counts).reduce((a, b) => a + b, 0);

async function everyForm(): Promise<void> {
  for (const part of ['cur', 'new', 'tmp', '.Old/cur']) await mkdir(join(root, 'Maildir', part), { recursive: true });
  await put('a.eml', mail('a'));
  await put('empty.eml', '');
  await put('Maildir/cur/1.x:2,S', mail('b'));
  await put('Maildir/new/2.x', mail('c', { 'Auto-Submitted': 'auto-replied' }));
  await put('Maildir/tmp/3.x', mail('undelivered'));
  await put('Maildir/.Old/cur/4.x', mail('d', { From: 'eve@elsewhere.example' }));
  await put('Maildir/dovecot-uidlist', '3 V1 N1');
  await put('archive', ['a', 'e'].map((id) => `From lee@example.net Fri May  1 12:00:00 2026\r\n${mail(id)}\r\n`).join(''));
  await put('bounce.eml', bounceMail({ returned: '<apr_9.1@example.com>' }));
  await put('notes.txt', 'milk, bread');
  await symlink(join(root, 'a.eml'), join(root, 'link.eml'));
}

test('every form of mail comes in through one door, and in is accounted for', async () => {
  await everyForm();
  const progress: [number, number][] = [];
  const report = await ingestFiles(as(world, operator), { paths: [root], onProgress: (done, total) => progress.push([done, total]) });
  expect(report.counts).toEqual({ recorded: 3, duplicate: 1, auto_reply: 1, bounce: 1, unknown_sender: 1, unreadable: 1 });
  expect(report.found).toBe(8);
  expect(sum(report)).toBe(report.found);
  expect(report.unusable.map(({ path }) => path.slice(root.length + 1)).toSorted()).toEqual(['link.eml', 'notes.txt']);
  expect(report.remarks.find((each) => each.kind === 'unreadable')).toMatchObject({ source: join(root, 'empty.eml'), why: 'It is empty.' });
  expect(progress.at(-1)?.[0]).toBe(progress.at(-1)?.[1]);
  expect(progress.map(([done]) => done)).toEqual(progress.map(([done]) => done).toSorted((a, b) => a - b));
});

test('a second run finds duplicates only', async () => {
  await everyForm();
  const first = await ingest();
  const { seq } = await world.store.head();
  const second = await ingest();
  expect(second.counts).toMatchObject({ duplicate: first.found, recorded: 0 });
  expect((await world.store.head()).seq).toBe(seq);
});

test('a dry run says the same and records nothing', async () => {
  await everyForm();
  const { seq } = await world.store.head();
  const dry = await ingest({ dryRun: true });
  expect((await world.store.head()).seq).toBe(seq);
  const { counts } = await ingest();
  expect(dry).toMatchObject({ counts, dryRun: true });
});

test('what is not there, or may not be read, is told with its path', async () => {
  await put('a.eml', mail('a'));
  await mkdir(join(root, 'locked'));
  await put('locked/b.eml', mail('b'));
  await chmod(join(root, 'locked'), 0);
  const report = await ingest({ paths: [root, join(root, 'gone')] });
  await chmod(join(root, 'locked'), 0o700);
  const told = report.unusable.map(({ path, why }) => `${path.slice(root.length + 1)}: ${why}`);
  expect(told).toContain('gone: It is not there.');
  // Root may read everything, and then the mail counts instead.
  if (process.getuid?.() === 0) expect(report.found).toBe(2);
  else expect(told).toContain('locked: You have no right to read it.');
});

test('an mbox of 3,000 messages', async () => {
  await put('big.mbox', Array.from({ length: 3_000 }, (_, i) => `From lee@example.net Fri May  1 12:00:00 2026\n${mail(`m${i}`)}\n`).join(''));
  const report = await ingest();
  expect(report.counts.recorded).toBe(3_000);
});

test('only the operator ingests, and says what', async () => {
  await expect(ingestFiles(as(world, ana), { paths: [root] })).rejects.toMatchObject({ refusal: { code: 'forbidden' } });
  await expect(ingest({ paths: [] })).rejects.toMatchObject({ refusal: { code: 'invalid_input' } });
});

test('a conversation is listed oldest first, and HTML is shown harmless', async () => {
  await put('1.eml', mail('a', { 'Content-Type': 'text/html', 'Date': 'Fri, 01 May 2026 12:00:00 +0000' }).replace('this is a', '<p onclick="x()">Hello<img src="https://track.example/1.gif"></p>'));
  await put('2.eml', mail('b', { 'In-Reply-To': '<a@example.net>' }));
  await ingest();
  const row = await world.store.messages.byExternalId('email', 'a@example.net');
  if (row?.kind !== 'message') throw new Error('not recorded');
  const view = await listConversation(as(world, ana), { id: row.conversationId });
  expect(view).toMatchObject({ leadName: 'Lee Wong', earlierCount: 0, messages: [{ kind: 'message', text: 'Hello', original: true }, { segments: [{ kind: 'own', text: 'this is b' }], original: false }] });
  const html = await readMessageHtml(as(world, ana), { id: row.id });
  expect(html.html).toContain('<p>Hello');
  expect(html.html).not.toMatch(/onclick|track\.example/);
  expect(html.remoteCount).toBe(1);
  await expect(listConversation(as(world, ana), { id: 'con_none' })).rejects.toMatchObject({ refusal: { code: 'not_found' } });
});
