import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { addUser } from '#lib/accounts/add-user.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';
import { readConfig } from '#lib/config.ts';
import { eraseLead } from '#lib/erasure/erase-lead.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { openRuntime } from '#lib/runtime.ts';
import type { Call } from '#lib/world.ts';
import { signJournal } from '../sign-journal.ts';
import { exportEvidence } from './export-evidence.ts';
import { packIn, renderPack } from './render.ts';
import { verifyEvidence } from './verify-evidence.ts';

const operator = { kind: 'operator', id: 'root', name: 'root' } as const;

async function open() {
  const top = mkdtempSync(join(tmpdir(), 're-evidence-'));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  const read = readConfig({ RE_DATA_DIR: join(top, 'data') });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  const world = await openRuntime(read.settings);
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
  await signJournal(world);
  return { world, as, ana, jo, kim };
}

test('a lead’s pack holds their records and nobody else’s, and proves itself', async () => {
  const { as, jo } = await open();
  const { page, records } = await exportEvidence(as(operator), { leadId: jo.id });
  expect(records).toBeGreaterThanOrEqual(4);
  expect(verifyEvidence(page)).toMatchObject({ ok: true, records, keyId: expect.stringMatching(/^[0-9a-f]{16}$/) });
  expect(page).not.toContain('Kim');
  expect(page).toContain('Ana Ruiz approved the draft');
  expect(page.replace(/<script type="application\/json"[^]*/, '')).not.toMatch(/<img|<b>|<\/script/);
  expect(page.match(/<script/g)).toHaveLength(1);
});

test('any changed byte of a pack is found', { timeout: 60_000 }, async () => {
  const { as, jo } = await open();
  const page = Buffer.from((await exportEvidence(as(operator), { leadId: jo.id })).page);
  for (let i = 0; i < page.length; i += 1) {
    const changed = Buffer.from(page);
    changed[i] = changed[i]! ^ (1 << (i % 7));
    expect({ i, ok: verifyEvidence(changed.toString('utf8')).ok }).toEqual({ i, ok: false });
  }
  for (const cut of [0, 10, page.length - 1]) expect(verifyEvidence(page.subarray(0, cut).toString('utf8')).ok).toBe(false);
});

test('a page made anew from changed records is found by the proofs', async () => {
  const { as, jo } = await open();
  const { page } = await exportEvidence(as(operator), { leadId: jo.id });
  type Loose = { records: { line: string; path: string[] }[]; journal: { root: string }; heads: { line: string; path: string[] }[] };
  const changed = (change: (pack: Loose) => void) => {
    const pack = structuredClone(packIn(page)) as Loose;
    change(pack);
    return verifyEvidence(renderPack(pack as never)).problems.join(' ');
  };
  expect(changed((pack) => (pack.records[1]!.line = pack.records[1]!.line.replace('Jo', 'Ko')))).toMatch(/not as it was written/);
  expect(changed((pack) => pack.records.splice(1, 1, pack.records[2]!))).toMatch(/does not come after/);
  expect(changed((pack) => (pack.journal.root = 'f'.repeat(64)))).toMatch(/signature does not hold/);
  expect(changed((pack) => pack.records[2]!.path.reverse())).toMatch(/does not belong/);
  expect(changed((pack) => (pack.heads[0]!.line = pack.heads[0]!.line.replace('re-head-1', 're-restart-1')))).toMatch(/not signed|signature does not hold/);
});

test('a range of time leaves nothing out', async () => {
  const { as, world } = await open();
  const { page, records } = await exportEvidence(as(operator), { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' });
  expect(records).toBe((await world.store.head()).seq);
  expect(verifyEvidence(page)).toMatchObject({ ok: true });
  const pack = structuredClone(packIn(page)) as { records: unknown[] };
  pack.records.splice(2, 1);
  expect(verifyEvidence(renderPack(pack as never)).problems.join(' ')).toMatch(/left out/);
});

test('of an erased lead the pack says that there was one, and what was done, not who', async () => {
  const { as, jo, world } = await open();
  await eraseLead(as(operator), { leadId: jo.id, reason: 'asked', confirm: true });
  const { page } = await exportEvidence(as(operator), { leadId: jo.id });
  expect(verifyEvidence(page)).toMatchObject({ ok: true });
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
