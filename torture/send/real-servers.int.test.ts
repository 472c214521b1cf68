import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { dovecotMissing, startDovecot } from '#lib/channels/email/testing/dovecot.ts';
import { postfixMissing, startPostfix } from '#lib/channels/email/testing/postfix.ts';
import { Processes } from '../processes.ts';
import { cuts, startCuttingProxy, type Cut } from './cutting-proxy.ts';
import { Office } from './office.ts';
import { startWorker } from './rig.ts';

/** The worker against a real postfix and a real dovecot, with a proxy between that cuts the connection at every step. */

const missing = postfixMissing ?? dovecotMissing;
const suite = missing === null ? describe : describe.skip;
/** What may have become of a message whose connection was cut there, and whether its receiver has it. */
const expected: Readonly<Record<Cut, readonly [status: string, taken: number]>> = {
  'connect': ['approved', 0], 'greeting': ['approved', 0], 'EHLO': ['approved', 0], 'MAIL': ['approved', 0], 'RCPT': ['approved', 0], 'DATA': ['approved', 0],
  'go ahead': ['uncertain', 0], 'payload': ['uncertain', 0], 'dot': ['uncertain', 1], 'answer': ['uncertain', 1], 'answered': ['sent', 1],
};

suite(missing ?? 'postfix and dovecot behind a proxy that cuts', () => {
  test('cut at every step: each receiver has it once at most, and what nobody knows is parked', { timeout: 180_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 're-real-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const [postfix, dovecot, processes] = [await startPostfix(), await startDovecot(), new Processes()];
    onTestFinished(() => postfix.remove());
    onTestFinished(() => dovecot.remove());
    const proxy = await startCuttingProxy(postfix.port);
    onTestFinished(() => proxy.close());
    const env = {
      RE_DATA_DIR: join(folder, 'data'), RE_EMAIL_SMTP_URL: `smtp://127.0.0.1:${proxy.port}?tls=none`, RE_EMAIL_IMAP_URL: dovecot.url, RE_EMAIL_FROM: 'Ana <ana@example.com>',
      RE_SANDBOX: 'off', RE_UNDO_EMAIL_SECONDS: '0', RE_LIMITS: 'email=100000/1000000/0', NODE_ENV: 'production',
    };
    const office = await Office.open(env);
    onTestFinished(() => office.close());
    const sends = [];
    for (const cut of cuts) {
      // A fresh connection each time, so that every step comes up; the one behind it keeps the channel from resting after trouble.
      const worker = startWorker(processes, env);
      proxy.cutAt(cut);
      const harmed = await office.approve();
      await vi.waitFor(async () => expect(await office.isAtRest(harmed.id), `${cut}: ${worker.output().slice(-300)}`).toBe(true), 20_000);
      expect(proxy.wasCut, cut).toBe(true);
      const fine = await office.approve();
      await vi.waitFor(async () => expect(await office.isAtRest(fine.id)).toBe(true), 20_000);
      sends.push({ cut, harmed, fine });
      worker.signal('SIGTERM');
      await worker.ended;
    }
    await vi.waitFor(async () => expect(await postfix.waiting()).toBe(0), 30_000);
    const seen = await Promise.all(sends.map(async ({ cut, harmed, fine }) => [cut, await office.statusOf(harmed.id), (await postfix.delivered(harmed.recipient)).length, await office.statusOf(fine.id), (await postfix.delivered(fine.recipient)).length]));
    expect(seen).toEqual(cuts.map((cut) => [cut, ...expected[cut], 'sent', 1]));
    await processes.close();
  });
});
