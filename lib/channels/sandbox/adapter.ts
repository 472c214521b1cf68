import { link, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Outcome } from '#lib/approvals/approval.ts';
import { stoppedNow, stoppedOutcome } from '#lib/channels/stopped.ts';
import { contentLimits } from '#lib/approvals/limits.ts';
import { templateUseSchema } from '#lib/approvals/schema.ts';
import type { Clock } from '#lib/clock.ts';
import { addressKinds } from '#lib/leads/address.ts';
import { channels, type Channel } from '../channel.ts';
import type { Batch, ChannelAdapter, Dispatch, Inbound, Reconciliation } from '../port.ts';
import { inboxOf, outboxOf } from './folders.ts';
import { namesIn } from './names-in.ts';
import { takeNextAnswer } from './next-answer.ts';
import { waitForFile } from './wait-for-file.ts';

export interface SandboxOptions {
  readonly channel: Channel;
  readonly sender: string;
  readonly dataDir: string;
  readonly clock: Clock;
}

const batchSize = 50;

/** What `playLead` writes and the adapter reads. */
export const sandboxInbound = z.object({
  externalId: z.string(),
  address: z.object({ kind: z.enum(addressKinds), value: z.string() }),
  displayName: z.string(),
  subject: z.string().nullable(),
  text: z.string(),
  inReplyTo: z.string().nullable(),
  references: z.array(z.string()),
  sentAt: z.number(),
});

/** A delivered message, as the sandbox page shows it. */
export const sandboxOutbound = z.object({
  idempotencyKey: z.string(),
  approvalId: z.string(),
  channel: z.enum(channels),
  sender: z.string(),
  recipient: z.string(),
  subject: z.string().nullable(),
  body: z.string(),
  /** As a platform with templates is told which one to send. */
  template: templateUseSchema.optional(),
  references: z.array(z.string()),
  deliveredAt: z.number(),
});
export type SandboxOutbound = z.infer<typeof sandboxOutbound>;

/** A channel that delivers into files, or answers what a person told it to: the same port, the same rules, and nothing leaves the machine. */
export function createSandboxAdapter({ channel, sender, dataDir, clock }: SandboxOptions): ChannelAdapter {
  const outbox = outboxOf(dataDir, channel);
  const inbox = inboxOf(dataDir, channel);
  const idOf = (dispatch: Dispatch) => `${dispatch.idempotencyKey}@sandbox`;
  return {
    channel, sandbox: true, sender,
    capabilities: { send: true, receive: true, reconcile: true, subject: contentLimits[channel].subject, attachments: true, textLengthMax: contentLimits[channel].bodyLengthMax },
    async send(dispatch, { lastLook }): Promise<Outcome> {
      const { idempotencyKey, approvalId, references, content } = dispatch;
      const { recipient, subject, body, template } = content;
      if (content.sender !== sender) return { kind: 'refused', transient: false, ours: true, code: 'sender_changed', evidence: `It was approved to go out from ${content.sender}, and this channel is in the sandbox now. Nothing was sent.` };
      const message: SandboxOutbound = { idempotencyKey, approvalId, channel, sender: content.sender, recipient, subject, body, ...(template && { template: { ...template, parameters: [...template.parameters] } }), references: [...references], deliveredAt: clock.now() };
      try {
        await mkdir(outbox, { recursive: true });
        const stopped = await stoppedNow(lastLook);
        if (stopped !== null) return stoppedOutcome(stopped);
        const told = await takeNextAnswer(dataDir, channel);
        if (told !== null) return told;
        await writeNew(join(outbox, `${idempotencyKey}.json`), JSON.stringify(message, null, 2));
        return { kind: 'accepted', providerId: idOf(dispatch), evidence: 'Delivered into the sandbox.' };
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? 'failed';
        if (code === 'EEXIST') return { kind: 'unknown', evidence: 'The sandbox has a message under this key already.' };
        return { kind: 'refused', transient: true, code, evidence: `The sandbox could not be written: ${code}` };
      }
    },
    async receive(cursor, { signal, waitMs }): Promise<Batch> {
      await mkdir(inbox, { recursive: true });
      let names = await newer(inbox, cursor);
      if (names.length === 0) {
        await waitForFile(inbox, { signal, waitMs });
        names = await newer(inbox, cursor);
      }
      const taken = names.slice(0, batchSize);
      const items = await Promise.all(taken.map((name) => readInbound(channel, join(inbox, name), name)));
      return { items, source: 'sandbox', cursor: taken.at(-1) ?? cursor ?? '', note: '', more: names.length > taken.length };
    },
    async reconcile(dispatch): Promise<Reconciliation> {
      // It went to a mail server, say, whose settings are missing since: that no file is here proves nothing.
      if (dispatch.content.sender !== sender) return { kind: 'cannot_tell', evidence: `It was to go out from ${dispatch.content.sender}; the sandbox, in which this channel is now, cannot know what became of it.` };
      const name = `${dispatch.idempotencyKey}.json`;
      if (!(await namesIn(outbox)).includes(name)) return { kind: 'not_sent', evidence: 'The sandbox outbox has no such message.' };
      if ((await deliveredIn(join(outbox, name))) === null) return { kind: 'cannot_tell', evidence: 'The sandbox outbox has a file of that name, which cannot be read.' };
      return { kind: 'sent', providerId: idOf(dispatch), evidence: 'The message lies in the sandbox outbox.' };
    },
    probe: () => Promise.resolve({ kind: 'ok', account: `${sender} (sandbox)` }),
    close: () => Promise.resolve(),
  };
}

/**
 * Delivers a file whole, with its bytes on disk, or fails when there is one of that name: a second delivery under one key cannot pass unseen, and whoever dies in the
 * middle has delivered nothing.
 */
async function writeNew(path: string, text: string): Promise<void> {
  const beside = `${path}.${process.pid}.part`;
  const file = await open(beside, 'w', 0o600);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  try {
    await link(beside, path);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  // It is delivered: that the other name stays behind changes nothing of that.
  await rm(beside, { force: true }).catch(() => null);
}

/** What was delivered in a file; null when it is not one of ours. */
export async function deliveredIn(path: string): Promise<SandboxOutbound | null> {
  try {
    return sandboxOutbound.safeParse(JSON.parse(await readFile(path, 'utf8'))).data ?? null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/**
 * In order of appearance. A listing may show a file that appeared while it was made and miss one that appeared before that: what is
 * behind its last name waits, and what is not is listed again.
 */
async function newer(folder: string, cursor: string | null): Promise<string[]> {
  const list = async () => (await readdir(folder)).filter((name) => name.endsWith('.json') && (cursor === null || cursor === '' || name > cursor)).sort();
  const last = (await list()).at(-1);
  return last === undefined ? [] : (await list()).filter((name) => name <= last);
}

async function readInbound(channel: Channel, path: string, name: string): Promise<Inbound> {
  const raw = await readFile(path);
  const parsed = sandboxInbound.safeParse(parseJson(raw.toString('utf8')));
  if (!parsed.success) return { kind: 'unreadable', channel, externalId: name, why: 'This is not a message the sandbox wrote.', raw };
  const { address, ...fields } = parsed.data;
  return {
    kind: 'message',
    message: { ...fields, channel, direction: 'in', address, truncated: false, threadKey: null, attachments: [], nature: { kind: 'ordinary' }, raw: null },
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
