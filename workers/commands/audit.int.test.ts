import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { begin, forged, pageOf } from '#lib/audit/evidence/testing/forged-pack.ts';

/** The audit commands as an operator and an auditor meet them. */

const cli = join(import.meta.dirname, '..', 'cli.ts');
let top: string;

beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 're-audit-'));
  return () => rmSync(top, { recursive: true, force: true });
});

function re(args: readonly string[], env: Record<string, string> = {}): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [cli, ...args], { cwd: top, env: { ...process.env, RE_DATA_DIR: join(top, 'data'), ...env } });
  onTestFinished(() => void child.kill('SIGKILL'));
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
  child.stdin.end();
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}

test('a kept head, a pack and a public key are enough to tell a cut history, on a machine that has nothing else', { timeout: 180_000 }, async () => {
  await re(['setup', '--json']);
  expect(await re(['audit', 'sends'])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+ sends begun: \d+ went out.*none after its recipient had said stop/s) });
  expect(JSON.parse((await re(['audit', 'sends', '--json'])).out)).toMatchObject({ ok: true, problems: [] });
  expect((await re(['audit', 'verify'])).out).toMatch(/heads\.log is not there\), so a cut end cannot be told/);
  const plain = (await re(['audit', 'head'])).out.trim();
  const line = (await re(['audit', 'head', '--sign'])).out.trim();
  expect(line).toMatch(new RegExp(`^re-head-1 ${plain} [0-9a-f]{64} .* [\\w-]{86}$`));
  expect(await re(['audit', 'verify'])).toMatchObject({ code: 0, out: expect.stringMatching(/every one of 1 head signed earlier is in it/) });
  writeFileSync(join(top, 'team.pub'), (await re(['audit', 'key'])).out.split('SHA-256')[0] ?? '');

  const made = JSON.parse((await re(['audit', 'export', '--from', '2000-01-01T00:00:00Z', '--head', line, '--out', 'pack.html', '--json'])).out) as { records: number };
  expect(made.records).toBe(Number(plain.split(' ')[0]));
  const elsewhere = { RE_DATA_DIR: join(top, 'nothing-here') };
  const checked = await re(['audit', 'verify', 'pack.html', '--head', line, '--key', 'team.pub'], elsewhere);
  expect(checked).toMatchObject({ code: 0, out: expect.stringMatching(/stands in the journal exactly so.*is the one you gave or took its place/s) });
  expect(existsSync(elsewhere.RE_DATA_DIR)).toBe(false);
  const pack = readFileSync(join(top, 'pack.html'), 'utf8');
  expect(await re(['audit', 'verify', 'pack.html', '--out', 'ours.html'], elsewhere)).toMatchObject({ code: 0, out: expect.stringMatching(/the page shows what they say.*stands in ours\.html/s) });
  expect(readFileSync(join(top, 'ours.html'), 'utf8')).toBe(pack);
  expect(await re(['audit', 'verify', 'pack.html', '--out', './pack.html'], elsewhere)).toMatchObject({ code: 2 });
  symlinkSync('pack.html', join(top, 'link.html'));
  expect(await re(['audit', 'verify', 'pack.html', '--out', 'link.html'], elsewhere)).toMatchObject({ code: 2 });
  expect(await re(['audit', 'verify', 'pack.html', '--key', 'team.pub', '--out', 'team.pub'], elsewhere)).toMatchObject({ code: 2 });
  expect(await re(['audit', 'verify', 'pack.html', '--out', 'nowhere/ours.html'], elsewhere)).toMatchObject({ code: 1, err: expect.stringContaining('nowhere/ours.html cannot be written (ENOENT)') });
  expect(await re(['audit', 'verify', '--out', 'ours.html'])).toMatchObject({ code: 2 });
  writeFileSync(join(top, 'bad.html'), pack.replace('added the lead', 'erased the lead'));
  expect(await re(['audit', 'verify', 'bad.html'], elsewhere)).toMatchObject({ code: 1, out: expect.stringMatching(/page is neither what the records in it say nor as it was signed.*records are proven.*verify bad\.html --out PAGE/s) });
  const repaired = await re(['audit', 'verify', 'bad.html', '--out', 'repaired.html', '--json'], elsewhere);
  expect(JSON.parse(repaired.out)).toMatchObject({ ok: false, recordsHold: true, file: 'repaired.html' });
  expect(readFileSync(join(top, 'repaired.html'), 'utf8')).toBe(pack);

  const journal = join(top, 'data', 'journal', '000001.csv');
  const lines = readFileSync(journal, 'utf8').split('\n');
  writeFileSync(journal, [...lines.slice(0, -21), ''].join('\n'));
  expect(await re(['audit', 'verify'])).toMatchObject({ code: 1, out: expect.stringMatching(/Its end was cut off.*audit accept/s) });
  rmSync(join(top, 'data-keys'), { recursive: true });
  expect(await re(['audit', 'verify'])).toMatchObject({ code: 0 });
  expect(await re(['audit', 'verify', '--head', line, '--key', 'team.pub'])).toMatchObject({ code: 1, out: expect.stringMatching(/Its end was cut off/) });
  expect((await re(['audit', 'verify', '--head', line])).code).not.toBe(0);
});

test('a restored history is accepted with a reason, and the key is replaced', { timeout: 90_000 }, async () => {
  await re(['setup', '--json']);
  const line = (await re(['audit', 'head', '--sign'])).out.trim();
  const journal = join(top, 'data', 'journal', '000001.csv');
  const lines = readFileSync(journal, 'utf8').split('\n');
  writeFileSync(journal, [...lines.slice(0, -21), ''].join('\n'));
  expect(await re(['audit', 'accept', '--yes'])).toMatchObject({ code: 2 });
  expect((await re(['audit', 'export', '--from', '2000-01-01T00:00:00Z'])).code).toBe(1);
  expect(await re(['audit', 'accept', '--reason', 'the disk died', '--yes'])).toMatchObject({ code: 0, out: expect.stringMatching(/^The history goes on from record/) });
  expect(await re(['audit', 'verify'])).toMatchObject({ code: 0 });
  expect(await re(['audit', 'verify', '--head', line])).toMatchObject({ code: 1, out: expect.stringMatching(/a person said that this is meant to be so/) });
  expect((await re(['audit', 'rotate'])).code).toBe(2);
  expect((await re(['audit', 'rotate', '--yes'])).out).toMatch(/re-key-1/);
  expect(await re(['audit', 'verify'])).toMatchObject({ code: 0 });
  rmSync(join(top, 'data-keys', 'head.pem'));
  const keyless = await re(['audit', 'head', '--sign']);
  expect(keyless.code).not.toBe(0);
  expect(keyless.err).toMatch(/is gone/);
  expect((await re(['audit', 'rotate', '--lost', '--yes'])).out).toMatch(/Put aside/);
  expect(await re(['audit', 'verify'])).toMatchObject({ code: 0 });
});

test('a pack that a later version wrote is proven, and no page is made with holes in it', { timeout: 60_000 }, async () => {
  const later = forged([{ type: 'DraftWentStale', subject: { kind: 'approval', id: 'apr_1' }, because: { kind: 'of_a_later_version' } }]);
  writeFileSync(join(top, 'later.html'), pageOf(later, (json) => `${begin}<p>Later words</p><script type="application/json" id="evidence">${json}</script>`));
  expect(await re(['audit', 'verify', 'later.html'])).toMatchObject({ code: 0, out: expect.stringContaining('only its signer vouches for') });
  writeFileSync(join(top, 'ours.html'), 'what was there');
  expect(await re(['audit', 'verify', 'later.html', '--out', 'ours.html'])).toMatchObject({ code: 1, out: expect.stringContaining('and wrote no page') });
  expect(readFileSync(join(top, 'ours.html'), 'utf8')).toBe('what was there');
});
