import { expect, onTestFinished, test, vi } from 'vitest';
import { listChannels } from '#lib/channels/list-channels.ts';
import { scriptedSmtp } from '#lib/channels/email/testing/scripted-smtp.ts';
import { openBench } from './testing/running-worker.ts';

/** Trouble with the channel itself: told in the console by its setting, and not met again by every message in line. */

test('a wrong SMTP password: one message meets it, the others wait, and the console names code and setting', async () => {
  const smtp = await scriptedSmtp({ AUTH: '535 5.7.8 no' });
  const bench = await openBench({ RE_EMAIL_SMTP_URL: `smtp://ana:wrong@127.0.0.1:${smtp.port}`, RE_EMAIL_FROM: 'Ana <ana@example.com>', RE_LIMITS: 'email=1000/10000/0' });
  onTestFinished(async () => {
    await bench.close();
    await smtp.close();
  });
  const ids: string[] = [];
  for (const name of ['kim', 'lee', 'mo']) ids.push((await bench.approved({ channel: 'email', to: ['email', `${name}@example.org`], body: 'A house.' })).id);
  bench.startWorker();
  await vi.waitFor(async () => {
    const { items } = await listChannels(bench.call());
    expect(items[0]?.status).toMatchObject({ state: 'failing', error: { code: 'channel_credentials', setting: 'RE_EMAIL_SMTP_URL' } });
  }, { timeout: 20_000, interval: 50 });
  const now = await Promise.all(ids.map((id) => bench.now(id)));
  expect(now.map(({ status }) => status)).toEqual(['approved', 'approved', 'approved']);
  expect(now.map(({ attemptCount }) => attemptCount).toSorted()).toEqual([0, 0, 1]);
  expect(smtp.messages).toEqual([]);
});
