import { createPublicKey, hash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { addUser } from '#lib/accounts/add-user.ts';
import { addDncEntry } from '#lib/dnc/add-entry.ts';
import { contentHash } from '#lib/approvals/content.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { pauseChannel } from '#lib/channels/pause-channel.ts';
import { systemClock } from '#lib/clock.ts';
import { readConfig } from '#lib/config.ts';
import { eraseLead } from '#lib/erasure/erase-lead.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { openRuntime } from '#lib/runtime.ts';
import type { Call } from '#lib/world.ts';
import { headLine, readHeadLine } from '../head-line.ts';
import { rotateKey } from '../rotate-key.ts';
import { signJournal } from '../sign-journal.ts';
import { keyIn, newKeyPem, openSigningKey } from '../signing-key.ts';
import { signPack, type Pack } from './pack.ts';
import { exportEvidence } from './export-evidence.ts';
import { packIn, renderPack, signedPage } from './render.ts';
import { begin, forged, pageOf } from './testing/forged-pack.ts';
import { inOurWords, verifyEvidence } from './verify-evidence.ts';

const operator = { kind: 'operator', id: 'root', name: 'root' } as const;

async function open() {
  const top = mkdtempSync(join(tmpdir(), 're-evidence-'));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  const read = readConfig({ RE_DATA_DIR: join(top, 'data') });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  let now = Date.parse('2026-11-23T10:00:00Z');
  const world = await openRuntime(read.settings, { clock: { ...systemClock, now: () => now++ } });
  onTestFinished(() => world.close());
  const as = (actor: Call['actor']): Call => ({ world, actor, correlationId: 'cor_test' });
  const { id: userId } = await addUser(as(operator), { email: 'ana@example.com', name: 'Ana Ruiz', role: 'agent' });
  const ana = { kind: 'person', id: userId, name: 'Ana Ruiz', role: 'agent' } as const;
  const jo = await addLead(as(ana), { name: '<b>Jo</b> & Co</script>', addresses: [{ kind: 'email', value: 'jo@example.net' }] });
  const kim = await addLead(as(ana), { name: 'Kim Secret', addresses: [{ kind: 'email', value: 'kim@example.org' }] });
  for (const lead of [jo, kim]) {
    const draft = await submitDraft(as(ana), { leadId: lead.id, channel: 'email', subject: 'House', body: `Dear ${lead.name} <img src=x onerror=alert(1)>` });
    await approveDraft(as(ana), { id: draft.id, contentHash: draft.contentHash });
  }
  const signed = await signJournal(world);
  if (!signed) throw new Error('nothing was signed');
  return { world, as, ana, jo, kim, signed, tick: (ms: number) => (now += ms) };
}

const verify = (page: string, known?: Parameters<typeof verifyEvidence>[1]) => verifyEvidence(Buffer.from(page), known);
const packOf = (page: string) => structuredClone(packIn(page)) as Pack;
const everything = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
/** The page of a pack that somebody changed; with the key, whoever holds it changed it. */
const madeAnew = (pack: Pack, change: (loose: { -readonly [K in keyof Pack]: Pack[K] }) => void, key?: Parameters<typeof signPack>[1]) => {
  change(pack);
  return key ? signedPage(pack, key) : renderPack(pack);
};

test('a lead’s pack holds their records and nobody else’s, and proves itself', async () => {
  const { as, ana, jo, world } = await open();
  await addDncEntry(as(ana), { kind: 'email', value: 'jo@example.net', channel: 'all', reason: 'asked <i>twice</i>' });
  const { page, records } = await exportEvidence(as(operator), { leadId: jo.id });
  expect(records).toBeGreaterThanOrEqual(5);
  expect(verify(page)).toMatchObject({ ok: true, records, keyId: expect.stringMatching(/^[0-9a-f]{16}$/), earlierHeads: 1, problems: [] });
  expect(page).not.toContain('Kim');
  expect(page).toContain('Ana Ruiz approved the draft');
  const draft = (await world.store.approvals.ofLead(jo.id, ['blocked']))[0];
  const shown = page.replace(/<script type="application\/json"[^]*/, '');
  expect(shown).toMatch(new RegExp(`<td>Ana Ruiz<br>.*<td><code>${draft?.contentHash ?? 'none'}</code></td><td>blocked`));
  expect(shown).toMatch(/e-mail jo@example\.net<\/td>.*asked &#60;i&#62;twice&#60;\/i&#62;<\/td><td>on the list/);
});

test('what others wrote runs nowhere, hides nothing and fetches nothing', async () => {
  const { as, ana } = await open();
  const name = '</script><script>alert(1)</script>&#34;\u202Etxt.exe\u200b\ud800<!--';
  const lead = await addLead(as(ana), { name: 'Mallory', addresses: [{ kind: 'email', value: 'mallory@example.net' }], source: name });
  await submitDraft(as(ana), { leadId: lead.id, channel: 'email', subject: `=cmd|'/C calc'!A0${name.toWellFormed()}`, body: `${name.toWellFormed()}\n<style>@import url(http://127.0.0.1:9/)</style><base href=//x><meta http-equiv=refresh content=0>\r\u0007` });
  const { page } = await exportEvidence(as(operator), { leadId: lead.id });
  expect(verify(page)).toMatchObject({ ok: true });
  const [shown = '', embedded = ''] = page.split('<script type="application/json" id="evidence">');
  expect(shown.match(/<(\w+)/g)?.filter((tag) => !/^<(html|head|meta|title|style|body|h1|h2|p|code|dl|dt|dd|br|ol|li|strong|small|pre|table|thead|tbody|tr|th|td)$/.test(tag))).toEqual([]);
  expect(shown.match(/<(meta|style)/g)).toHaveLength(4);
  expect(embedded.match(/</g)).toHaveLength(3);
  expect(page).toContain('default-src \'none\'');
  expect(page).not.toMatch(/[\u202e\u200b\ud800\u0007\r]/u);
  expect(shown).toContain('\\u{202e}txt.exe');
});

test('any changed byte of a pack is found', { timeout: 60_000 }, async () => {
  const { as, jo } = await open();
  const page = Buffer.from((await exportEvidence(as(operator), { leadId: jo.id })).page);
  for (let i = 0; i < page.length; i += 1) {
    const changed = Buffer.from(page);
    changed[i] = changed[i]! ^ (1 << (i % 8));
    expect({ i, ok: verifyEvidence(changed).ok }).toEqual({ i, ok: false });
  }
  for (const other of [page.subarray(0, 0), page.subarray(0, 10), page.subarray(0, -1), Buffer.concat([page, Buffer.from('\n')]), Buffer.concat([Buffer.from('\ufeff'), page])]) expect(verifyEvidence(other).ok).toBe(false);
});

test('a page made anew from changed records is found by the proofs', async () => {
  const { as, jo } = await open();
  const { page } = await exportEvidence(as(operator), { leadId: jo.id });
  const changed = (change: Parameters<typeof madeAnew>[1]) => verify(madeAnew(packOf(page), change)).problems.join(' ');
  expect(changed(({ records }) => (records[1]!.line = records[1]!.line.replace('Jo', 'Ko')))).toMatch(/not as it was written/);
  expect(changed(({ records }) => records.splice(1, 1, records[2]!))).toMatch(/does not come after/);
  expect(changed(({ records }) => records.splice(1, 1))).toMatch(/changed after it was signed/);
  expect(changed(({ records }) => records[2]!.path.reverse())).toMatch(/does not belong/);
  expect(changed((pack) => (pack.head = pack.head.replace(/ (\d+) /, ' 4 ')))).toMatch(/head was not signed/);
  expect(changed((pack) => (pack.madeAt = '2020-01-01T00:00:00.000Z'))).toMatch(/changed after it was signed/);
});

test('a page in the words of another version is as it was signed, and says so; what this one makes of its records proves itself as well', async () => {
  const { as, jo, world } = await open();
  const { page } = await exportEvidence(as(operator), { leadId: jo.id });
  expect(verify(page)).toMatchObject({ ok: true, words: 'ours' });
  const [pack, key] = [packOf(page), openSigningKey(world.settings)];
  const inOtherWords = (text: string) => text.replaceAll('approved the draft to', 'gave leave to send to');
  const signed = signPack({ ...pack, page: hash('sha256', inOtherWords(renderPack({ ...pack, page: '', signature: '' }))) }, key);
  const theirs = inOtherWords(renderPack(signed));
  expect(theirs).toContain('gave leave to send to');
  expect(verify(theirs)).toMatchObject({ ok: true, words: 'others', problems: [] });
  expect(verify(theirs.replace('gave leave', 'give leave'))).toMatchObject({ ok: false, recordsHold: true, words: null });
  expect(verify(theirs.replace('</body>', '<p>and more</p></body>'))).toMatchObject({ ok: false });
  expect(verify(inOurWords(Buffer.from(theirs)) ?? '')).toMatchObject({ ok: true, words: 'ours' });
  expect(inOurWords(Buffer.from('<html>'))).toBeNull();
});

const pigeon = { channel: 'pigeon' as never, sender: 'us', recipient: 'kim', subject: null, body: 'Hello.', attachments: [] };

test.each([
  ['a reason', { type: 'DraftWentStale', subject: { kind: 'approval', id: 'apr_1' }, because: { kind: 'of_a_later_version' } }],
  ['a state', { type: 'BreakerMoved', subject: { kind: 'channel', id: 'email' }, sender: 'us', breaker: { kind: 'of_a_later_version' } }],
  ['a channel', { type: 'DraftSubmitted', subject: { kind: 'approval', id: 'apr_1' }, content: pigeon, contentHash: contentHash(pigeon) }],
  ['fields', { type: 'DncEntryAdded', subject: { kind: 'dnc', id: 'dnc_1' }, of: 'a later version' }],
])('%s that this version has no words for: the page is as it was signed', (_what, event) => {
  const page = Buffer.from(pageOf(forged([event]), (json) => `${begin}<p>Later words</p><script type="application/json" id="evidence">${json}</script>`));
  expect(verifyEvidence(page)).toMatchObject({ ok: true, recordsHold: true, words: 'others' });
  expect(inOurWords(page)).toBeNull();
});

test('a draft without its words proves nothing', () => {
  const page = pageOf(forged([{ type: 'DraftSubmitted', subject: { kind: 'approval', id: 'apr_1' } }]), (json) => `${begin}<script type="application/json" id="evidence">${json}</script>`);
  expect(verify(page)).toMatchObject({ ok: false, problems: [expect.stringContaining('content hash')] });
});

test('whoever signs it, a page in which something could run is none', () => {
  const ordinary = forged([{ type: 'LeadAdded', subject: { kind: 'lead', id: 'lea_1' }, source: 'x', fields: { name: 'Jo', addresses: [] } }]);
  const around = (before: string) => (json: string) => `${before}<script>fetch('//127.0.0.1:9')</script><script type="application/json" id="evidence">${json}</script>`;
  expect(verify(pageOf(ordinary, around('<!doctype html>\n')))).toMatchObject({ ok: false, recordsHold: true });
  expect(verify(pageOf(ordinary, around(begin)))).toMatchObject({ ok: true, words: 'others' });
});

test('whoever writes the records, nothing in them is markup', () => {
  const { pack, key } = forged([{ type: 'DispatchStarted', subject: { kind: 'approval', id: 'apr_1' }, channel: 'email', contentHash: '<b>', attempt: '<style>ol{display:none}</style>' }]);
  const page = signedPage(pack, key);
  expect(verify(page)).toMatchObject({ ok: true, words: 'ours' });
  expect(page.match(/<style>/g)).toHaveLength(1);
  expect(page).not.toContain('<b>');
});

test('a pack of the first kind still proves itself, by what its records say', async () => {
  const { as, jo, world } = await open();
  const { page: _, ...rest } = packOf((await exportEvidence(as(operator), { leadId: jo.id })).page);
  const older = renderPack(signPack({ ...rest, format: 're-evidence-1' }, openSigningKey(world.settings)));
  expect(older).not.toContain('"page"');
  expect(verify(older)).toMatchObject({ ok: true, words: 'ours' });
  expect(verify(older.replace('approved the draft', 'gave leave'))).toMatchObject({ ok: false });
  expect(verify(renderPack(signPack({ ...rest, format: 're-evidence-2' }, openSigningKey(world.settings))))).toMatchObject({ ok: false, problems: ['This is not an evidence pack.'] });
});

test('of a pack of the first kind that an earlier version worded the records are proven, the page is not', () => {
  const given = readFileSync(new URL('testing/first-kind.html', import.meta.url));
  expect(verifyEvidence(given)).toMatchObject({ ok: false, recordsHold: true, words: null, problems: [expect.stringMatching(/worded by an earlier one, or changed/)] });
  expect(inOurWords(given)).toContain('drafted a message to Jo Park by e-mail');
  const changed = Buffer.from(given.toString().replace('Ana Ruiz\\"', 'Ann Ruiz\\"'));
  expect(changed.equals(given)).toBe(false);
  expect(verifyEvidence(changed)).toMatchObject({ ok: false, recordsHold: false });
});

test('the page names channels as people do', async () => {
  const { as, jo, ana } = await open();
  await addDncEntry(as(ana), { kind: 'email', value: 'jo@example.net', channel: 'email', reason: 'asked' });
  await pauseChannel(as(operator), { channel: 'email', reason: 'moving house' });
  const { page } = await exportEvidence(as(operator), everything);
  expect(verify(page)).toMatchObject({ ok: true, recordsHold: true });
  const shown = page.replace(/<script type="application\/json"[^]*/, '');
  for (const words of ['<td>E-mail to jo@example.net</td>', '<pre>E-mail from ', 'e-mail jo@example.net (e-mail only)', 'paused e-mail: moving house']) expect(shown).toContain(words);
  expect((await exportEvidence(as(operator), { leadId: jo.id })).page).not.toContain('moving house');
});

test('signed with another key it says which, and is not taken for ours', async () => {
  const { as, jo, world } = await open();
  const { page } = await exportEvidence(as(operator), { leadId: jo.id });
  const [ours, forger] = [createPublicKey(openSigningKey(world.settings)), keyIn(Buffer.from(newKeyPem()), 'forged')];
  expect(verify(page, { key: ours })).toMatchObject({ ok: true });
  expect(verify(page, { key: createPublicKey(forger) })).toMatchObject({ ok: false, problems: ['It was not signed with the key you know, nor with one that replaced it.'] });
  const forged = madeAnew(packOf(page), (pack) => (pack.publicKey = String(createPublicKey(forger).export({ type: 'spki', format: 'pem' }))), forger);
  expect(verify(forged)).toMatchObject({ ok: false, problems: ['Its head was not signed with the key in it.'] });
});

test('whoever holds the key cannot make a history that goes on from a head somebody kept', async () => {
  const { as, jo, kim, world, signed } = await open();
  await addLead(as(operator), { name: 'Later', addresses: [{ kind: 'email', value: 'later@example.net' }] });
  const page = (await exportEvidence(as(operator), { leadId: jo.id, head: headLine(signed) })).page;
  expect(verify(page, { head: signed })).toMatchObject({ ok: true });
  const key = openSigningKey(world.settings);
  // A tree that holds Kim's record where Jo's stood, with the real head in it and signed.
  const forged = madeAnew(packOf(page), (pack) => (pack.heads = []), key);
  expect(verify(forged, { head: signed }).problems).toEqual([expect.stringMatching(/says nothing of the head you kept/)]);
  const other = packOf((await exportEvidence(as(operator), { leadId: kim.id })).page);
  const mixed = madeAnew(packOf(page), (pack) => (pack.heads = pack.heads.map((each) => ({ ...each, consistency: other.heads[0]!.path }))), key);
  expect(verify(mixed, { head: signed }).problems).toEqual([expect.stringMatching(/does not go on from the head/)]);
  await expect(exportEvidence(as(operator), { leadId: jo.id, head: headLine(signed).replace(/ \d+ /, ' 999 ') })).rejects.toMatchObject({ refusal: { code: 'not_found' } });
});

test('after a change of keys a pack is linked to the key that somebody knows', async () => {
  const { as, jo, world, signed } = await open();
  const known = createPublicKey(openSigningKey(world.settings));
  await rotateKey(as(operator));
  const { page } = await exportEvidence(as(operator), { leadId: jo.id });
  expect(verify(page, { key: known, head: signed })).toMatchObject({ ok: true, problems: [] });
  const unlinked = madeAnew(packOf(page), (pack) => Object.assign(pack, { keys: [], heads: [] }), openSigningKey(world.settings));
  expect(verify(unlinked, { key: known }).problems).toEqual([expect.stringMatching(/not signed with the key you know/)]);
  expect(readHeadLine(packOf(page).keys[0] ?? '')?.kind).toBe('re-key-1');
});

test('a range of time leaves nothing out, and shows the records at its edges without what they say', async () => {
  const { as, world } = await open();
  const { page, records } = await exportEvidence(as(operator), everything);
  expect(records).toBe((await world.store.head()).seq);
  expect(verify(page)).toMatchObject({ ok: true });
  const key = openSigningKey(world.settings);
  expect(verify(madeAnew(packOf(page), (pack) => pack.records.splice(2, 1), key)).problems).toEqual([expect.stringMatching(/left out/)]);
  expect(verify(madeAnew(packOf(page), (pack) => pack.records.pop(), key)).problems).toEqual([expect.stringMatching(/after record \d+ is left out/)]);
  expect(verify(madeAnew(packOf(page), (pack) => pack.records.shift(), key)).problems).toEqual([expect.stringMatching(/before record 2 is left out/)]);
});

test('the edges of a range', async () => {
  const { as, ana, world, tick } = await open();
  tick(60_000);
  const later = await addLead(as(ana), { name: 'Inside', addresses: [{ kind: 'email', value: 'inside@example.net' }] });
  const { items } = await world.store.events({ subject: { kind: 'lead', id: later.id } }, { cursor: null, limit: 1 });
  tick(60_000);
  await addLead(as(ana), { name: 'Afterwards', addresses: [{ kind: 'email', value: 'afterwards@example.net' }] });
  const at = new Date(items[0]?.at ?? 0).toISOString();
  const { page, records } = await exportEvidence(as(operator), { from: at, to: at });
  expect(records).toBe(4);
  expect(verify(page)).toMatchObject({ ok: true });
  expect(page).toMatch(/Ana Ruiz added the lead Inside/);
  expect(page).not.toMatch(/Kim Secret|Afterwards/);
  expect(page.match(/stands outside the time and is not shown/g)).toHaveLength(2);
  const empty = new Date(Date.parse(at) + 1).toISOString();
  await expect(exportEvidence(as(operator), { from: empty, to: empty })).rejects.toMatchObject({ refusal: { code: 'not_found' } });
});

test('of an erased lead the pack says that there was one, and what was done, not who', async () => {
  const { as, jo, world } = await open();
  await eraseLead(as(operator), { leadId: jo.id, reason: 'asked', confirm: true });
  const { page } = await exportEvidence(as(operator), { leadId: jo.id });
  expect(verify(page)).toMatchObject({ ok: true });
  expect(page).toContain('its data was erased');
  expect(page).not.toContain('jo@example.net');
  expect(readFileSync(join(world.settings.dataDir, 'journal', '000001.csv'), 'utf8')).not.toContain('jo@example.net');
});

test('only an admin or somebody at the shell makes one; a lead nobody knows is refused', async () => {
  const { as, ana, jo } = await open();
  await expect(exportEvidence(as(ana), { leadId: jo.id })).rejects.toMatchObject({ refusal: { code: 'forbidden' } });
  await expect(exportEvidence(as(operator), { leadId: 'lea_none' })).rejects.toMatchObject({ refusal: { code: 'not_found' } });
  await expect(exportEvidence(as(operator), {})).rejects.toMatchObject({ refusal: { code: 'invalid_input' } });
});
