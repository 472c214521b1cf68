import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'vitest';
import { systemClock } from '#lib/clock.ts';
import { addressKindOf } from '#lib/leads/address.ts';
import { mailText } from '#lib/messages/mail/testing/mails.ts';
import { channelContract, type ChannelBench } from './contract.ts';
import { channels, type Channel } from './channel.ts';
import { createEmailAdapter } from './email/adapter.ts';
import { dovecotMissing, startDovecot } from './email/testing/dovecot.ts';
import { scriptedSmtp } from './email/testing/scripted-smtp.ts';
import { createSandboxAdapter } from './sandbox/adapter.ts';
import { namesIn } from './sandbox/names-in.ts';
import { inboxOf, outboxOf } from './sandbox/folders.ts';

/** Every adapter there is, held to the one contract, against real files and real servers. */

for (const channel of channels) channelContract(`the sandbox of ${channel}`, () => sandbox(channel));

async function sandbox(channel: Channel): Promise<ChannelBench> {
  const dataDir = mkdtempSync(join(tmpdir(), 're-channel-'));
  const inbox = inboxOf(dataDir, channel);
  await mkdir(inbox, { recursive: true });
  return {
    open: () => createSandboxAdapter({ channel, sender: 'us@example.com', dataDir, clock: systemClock }),
    async delivered() {
      const folder = outboxOf(dataDir, channel);
      return Promise.all((await namesIn(folder)).map((name) => readFile(join(folder, name), 'utf8')));
    },
    async writeToUs(n) {
      const externalId = `m${String(n).padStart(3, '0')}@sandbox-lead`;
      const message = { externalId, address: { kind: addressKindOf[channel], value: 'lee' }, displayName: 'Lee', subject: null, text: `message ${n}`, inReplyTo: null, references: [], sentAt: 1_777_000_000_000 };
      await writeFile(join(inbox, `m${String(n).padStart(3, '0')}.json`), JSON.stringify(message));
      return externalId;
    },
    close: () => Promise.resolve(rmSync(dataDir, { recursive: true })),
  };
}

if (dovecotMissing === null) channelContract('e-mail over SMTP and IMAP', email);
else describe('e-mail', () => test.skip(dovecotMissing ?? '', () => undefined));

async function email(): Promise<ChannelBench> {
  const [dovecot, smtp] = await Promise.all([startDovecot(), scriptedSmtp({})]);
  return {
    open: () => createEmailAdapter({ settings: { imapUrl: dovecot.url, smtpUrl: `smtp://127.0.0.1:${smtp.port}`, from: 'Ana Ruiz <ana@example.com>' }, clock: systemClock }),
    delivered: () => Promise.resolve(smtp.messages),
    async writeToUs(n) {
      await dovecot.deliver(mailText({ 'Message-ID': `<m${n}@example.net>` }, `message ${n}`));
      return `m${n}@example.net`;
    },
    async close() {
      await smtp.close();
      await dovecot.remove();
    },
  };
}
