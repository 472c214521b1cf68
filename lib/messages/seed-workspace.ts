import { z } from 'zod';
import { modeOf } from '#lib/channels/mode.ts';
import { mayDo } from '#lib/accounts/permissions.ts';
import { channels } from '#lib/channels/channel.ts';
import type { InboundMessage } from '#lib/channels/port.ts';
import { importDnc } from '#lib/dnc/import-dnc.ts';
import { draftReply } from '#lib/drafting/draft-reply.ts';
import { orThrow, Refused } from '#lib/errors.ts';
import { makeIds } from '#lib/ids.ts';
import { addressKindOf, parseAddress } from '#lib/leads/address.ts';
import { importLeads } from '#lib/leads/import-leads.ts';
import { parse } from '#lib/parse.ts';
import { changePolicy } from '#lib/policy/change-policy.ts';
import { messageTemplateSchema } from '#lib/policy/schema.ts';
import type { Call } from '#lib/world.ts';
import { recordInbound } from './record-inbound.ts';

/**
 * The sample workspace: leads, a Do-Not-Contact list, message templates and the conversations of the last ten days, taken in through the same verbs
 * as real ones and dated back from now. Nothing in it is decided: deciding is for people.
 */

const ago = z.string().regex(/^(?:\d+d)?(?: ?\d+h)?(?: ?\d+m)?$/, 'must be like 2d 3h or 45m');
const threadSchema = z.object({
  channel: z.enum(channels),
  address: z.string(),
  name: z.string(),
  subject: z.string().nullable(),
  messages: z.array(z.object({ ago, from: z.enum(['lead', 'us']), text: z.string(), nature: z.enum(['auto_reply', 'bounce']).optional(), why: z.string().optional() })).min(1),
});
const schema = z.object({ leads: z.instanceof(Uint8Array), dnc: z.instanceof(Uint8Array), conversations: z.array(threadSchema), templates: z.array(messageTemplateSchema) });
type Thread = z.output<typeof threadSchema>;

export interface Seeded {
  readonly leads: number;
  readonly messages: number;
  /** True when there was nothing left to do, or the workspace is not for samples. */
  readonly already: boolean;
}

const dayMs = 86_400_000;
/** Who looks after the sample leads; in a console that has other users they have no owner. */
const sampleOwner = 'agent@re-engine.test';
const nothing: Seeded = { leads: 0, messages: 0, already: true };

/** Only on an empty workspace in the sandbox without mail credentials; interrupted half-way, it goes on where it stopped. */
export async function seedWorkspace(call: Call, input: unknown, options: { onProgress?: (done: number, total: number) => void } = {}): Promise<Seeded> {
  const forbidden = mayDo(call.actor, 'import');
  if (forbidden) throw new Refused(forbidden);
  const { leads, dnc, conversations, templates } = parse(schema, input);
  const now = call.world.clock.now();
  const steps = stepsOf(conversations, now);
  if (!(await mayBeSeeded(call, steps))) return nothing;
  const start = backdated(call, now - 10 * dayMs - 3_600_000);
  const mapping = (await call.world.store.accounts.userByEmail(sampleOwner)) ? {} : { owner: null };
  const added = (await importLeads(start, { bytes: leads, fileName: 'sample-leads.csv', mapping })).added;
  await importDnc(start, { bytes: dnc, fileName: 'sample-dnc.csv' });
  if (((await call.world.store.policy.get())?.version ?? 0) === 0) await changePolicy(start, { version: 0, changes: { templates }, reason: 'Samples, for the sandbox alone: no platform has approved them.' });
  let messages = 0;
  const waiting = new Map<Thread, string>();
  for (const [i, step] of steps.entries()) {
    messages += await take(call, step, waiting);
    options.onProgress?.(i + 1, steps.length);
  }
  return { leads: added, messages, already: false };
}

export function firstInstant(nowMs: number): number {
  return nowMs - 10 * dayMs - 2 * 3_600_000;
}

interface Step {
  readonly thread: Thread;
  readonly index: number;
  readonly at: number;
  readonly inbound: InboundMessage;
}

function stepsOf(threads: readonly Thread[], now: number): Step[] {
  return threads
    .flatMap((thread, t) =>
      thread.messages.map((message, index) => {
        const at = now - agoMs(message.ago) + index;
        return { thread, index, at, inbound: inboundOf(thread, t, index, at) };
      }),
    )
    .sort((a, b) => a.at - b.at);
}

function agoMs(text: string): number {
  const part = (unit: string) => Number(new RegExp(`(\\d+)${unit}`).exec(text)?.[1] ?? 0);
  return part('d') * dayMs + part('h') * 3_600_000 + part('m') * 60_000;
}

function inboundOf(thread: Thread, t: number, index: number, at: number): InboundMessage {
  const { channel, address, name, subject } = thread;
  const message = thread.messages[index];
  if (!message) throw new Error(`thread ${t} has no message ${index}`);
  const idOf = (n: number) => (channel === 'email' ? `sample-${t + 1}-${n + 1}@re-engine.test` : `sample-${t + 1}-${n + 1}`);
  const before = Array.from({ length: index }, (_, n) => idOf(n));
  const why = message.why ?? '';
  return {
    channel, direction: message.from === 'lead' ? 'in' : 'out', externalId: idOf(index), address: orThrow(parseAddress(addressKindOf[channel], address)), displayName: name,
    subject: subject === null || index === 0 ? subject : `Re: ${subject.replace(/^Re: /, '')}`, text: message.text, truncated: false,
    inReplyTo: before.at(-1) ?? null, references: before, threadKey: channel === 'email' ? null : `${channel}:${address}`, attachments: [], sentAt: at, raw: null,
    nature: message.nature === 'auto_reply' ? { kind: 'auto_reply', why } : message.nature === 'bounce' ? { kind: 'bounce', permanent: true, aboutIdempotencyKey: null, why } : { kind: 'ordinary' },
  };
}

async function mayBeSeeded({ world }: Call, steps: readonly Step[]): Promise<boolean> {
  if (modeOf(world.settings, 'email') !== 'sandbox') return false;
  const last = steps.at(-1)?.inbound;
  if (!last || (await world.store.messages.byExternalId(last.channel, last.externalId))) return false;
  const { items } = await world.store.leads.page({}, { cursor: null, limit: 1 }, 'newest');
  return items.every((lead) => lead.source === 'import:sample-leads.csv');
}

/** The same call at an instant in the past; ids made there sort there. */
export function backdated(call: Call, at: number): Call {
  const { idempotencyKey: _, ...rest } = call;
  return { ...rest, world: { ...call.world, clock: { now: () => at, monotonicMs: call.world.clock.monotonicMs }, ids: makeIds(() => at) } };
}

/** Records one message; what it answers, or it itself, is then classified and drafted for as the worker would. */
async function take(call: Call, step: Step, waiting: Map<Thread, string>): Promise<number> {
  const ingest = { ...backdated(call, step.at), actor: { kind: 'worker', id: 'ingest', name: 'ingest' } as const };
  const [disposition] = await recordInbound(ingest, { inbound: [{ kind: 'message', message: step.inbound }] });
  const drafting = { ...backdated(call, step.at + 20_000), actor: { kind: 'worker', id: 'draft', name: 'draft' } as const };
  const answered = waiting.get(step.thread);
  if (step.inbound.direction === 'out') {
    if (answered) await draftReply(drafting, { messageId: answered });
    waiting.delete(step.thread);
  } else if (disposition?.messageId) {
    const row = await call.world.store.messages.get(disposition.messageId);
    const known = row?.kind === 'message' && row.leadId !== null;
    if (known && step.thread.messages[step.index + 1]?.from === 'us') waiting.set(step.thread, disposition.messageId);
    else if (known) await draftReply(drafting, { messageId: disposition.messageId });
  }
  return disposition && disposition.kind !== 'duplicate' ? 1 : 0;
}
