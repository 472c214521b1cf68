import type { Actor } from '#lib/accounts/actor.ts';
import { decideApproval } from '#lib/approvals/decide.ts';
import type { Channel } from '#lib/channels/channel.ts';
import type { Inbound, InboundMessage } from '#lib/channels/port.ts';
import { readConfig } from '#lib/config.ts';
import { orThrow } from '#lib/errors.ts';
import { makeIds } from '#lib/ids.ts';
import type { LeadFields } from '#lib/leads/lead.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import { createMemoryFiles } from '#lib/store/memory/memory-files.ts';
import { createMemoryStore } from '#lib/store/memory/memory-store.ts';
import type { Call, World } from '#lib/world.ts';

/** A world in memory with a lead Lee (lea_1), for tests of what comes in. */

export const start = Date.UTC(2026, 4, 2, 9);
export const worker: Actor = { kind: 'worker', id: 'ingest', name: 'ingest' };
export const ana = { kind: 'person', id: 'usr_ana', name: 'Ana Ruiz', role: 'agent' } as const satisfies Actor;

export function openWorld(): World {
  const config = readConfig({ RE_EMAIL_FROM: 'Ana <ana@example.com>', RE_EMAIL_SMTP_URL: 'smtp://127.0.0.1' });
  if (!config.ok) throw new Error('the settings do not hold');
  return {
    store: createMemoryStore(), ...createMemoryFiles(), clock: { now: () => start, monotonicMs: () => 0 },
    ids: makeIds(() => start), random: () => 0.5, settings: config.settings,
  };
}

export const as = (world: World, actor: Actor = worker): Call => ({ world, actor, correlationId: 'cor_test' });

export async function given(world: World, events: readonly NewEvent[]): Promise<void> {
  await world.store.commit({ actor: ana, cause: 'test', correlationId: 'cor_test', now: start }, async () => ({ events, result: null }));
}

export function lead(id = 'lea_1', email = 'lee@example.net'): NewEvent[] {
  const fields: LeadFields = {
    name: 'Lee Wong', addresses: [{ kind: 'email', value: email }], stage: 'new', timeZone: null, region: null, postalCode: null, ownerId: null, tags: [], language: 'en', facts: {}, note: '',
  };
  return on('lead', id, [{ type: 'LeadAdded', fields, source: 'test' }]);
}

/** A draft to Lee, pending. */
export async function draft(world: World, id: string, over: { channel?: Channel; recipient?: string; conversationId?: string | null } = {}): Promise<void> {
  const { channel = 'email', recipient = 'lee@example.net', conversationId = null } = over;
  const content = { channel, sender: 'ana@example.com', recipient, subject: channel === 'email' ? 'Visit' : null, body: 'See you at 5.', attachments: [] };
  const events = decideApproval(null, {
    type: 'SubmitDraft', content, leadId: 'lea_1', conversationId, inReplyTo: null, origin: { kind: 'person', by: 'person:usr_ana' }, temperature: 'warm', dueAt: start,
  });
  await given(world, on('approval', id, orThrow(events)));
}

/** The draft approved and handed to the channel; with an outcome, also answered. */
export async function dispatched(world: World, id: string, outcome: 'accepted' | 'unknown' | null): Promise<string> {
  const step = async (command: (state: NonNullable<Awaited<ReturnType<World['store']['approvals']['get']>>>) => Parameters<typeof decideApproval>[1]) => {
    const state = await world.store.approvals.get(id);
    if (!state) throw new Error(`there is no ${id}`);
    await given(world, on('approval', id, orThrow(decideApproval(state, command(state)))));
  };
  await step((state) => ({ type: 'ApproveDraft', actor: ana, contentHash: state.contentHash, now: start, undoMs: 0 }));
  await step(({ channel, sender, recipient, subject, body, attachments }) => ({ type: 'Claim', content: { channel, sender, recipient, subject, body, attachments }, worker: 'w', now: start + 1, leaseMs: 1000 }));
  const key = `${id}.1`;
  if (outcome === 'accepted') await step(() => ({ type: 'RecordOutcome', attempt: 1, outcome: { kind: 'accepted', providerId: `${key}@example.com`, evidence: '250' }, nextAttemptAt: null }));
  if (outcome === 'unknown') await step(() => ({ type: 'RecordOutcome', attempt: 1, outcome: { kind: 'unknown', evidence: 'cut' }, nextAttemptAt: null }));
  return key;
}

export function inbound(over: Partial<InboundMessage> = {}): Inbound {
  return {
    kind: 'message',
    message: {
      channel: 'email', direction: 'in', externalId: 'm1@example.net', address: { kind: 'email', value: 'lee@example.net' }, displayName: 'Lee', subject: 'Visit', text: 'Can I see it?',
      truncated: false, inReplyTo: null, references: [], threadKey: null, attachments: [], sentAt: start, nature: { kind: 'ordinary' }, raw: null, ...over,
    },
  };
}
