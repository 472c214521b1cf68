import { hash } from 'node:crypto';
import type { Channel } from '#lib/channels/channel.ts';
import type { Inbound, InboundMessage } from '#lib/channels/port.ts';
import { senderOf } from '#lib/channels/sender.ts';
import { erasedAmong } from '#lib/erasure/erased.ts';
import { mayDo } from '#lib/accounts/permissions.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Reads } from '#lib/store/port.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { sameMessage } from './inbound-facts.ts';
import { messageEvents } from './inbound-events.ts';
import type { Disposition, Drawn, Taken } from './taken.ts';

export type { Disposition } from './taken.ts';

export interface RecordInboundInput {
  readonly inbound: readonly Inbound[];
  readonly watermark?: { readonly channel: Channel; readonly source: string; readonly cursor: string; readonly note: string };
}

/**
 * Takes in what a channel or a file handed over, one commit per item in order; the watermark moves in the commit of the last
 * one. Dying in between, the items come again and are found to be duplicates: nothing is missed or recorded twice.
 * Its input is typed, not parsed: it comes from our own adapters and mail reader. Answers one disposition per item.
 */
export async function recordInbound(call: Call, input: RecordInboundInput): Promise<Disposition[]> {
  refuseUnlessWorkerOrOperator(call);
  const dispositions: Disposition[] = [];
  for (const [i, item] of input.inbound.entries()) {
    const moved = i === input.inbound.length - 1 ? watermarkEvents(input) : [];
    dispositions.push(await recordOne(call, item, moved));
  }
  if (input.inbound.length === 0 && input.watermark) await moveWatermark(call, input);
  return dispositions;
}

/** What `recordInbound` would answer for one item, with nothing kept and nothing recorded. */
export async function foreseeInbound(call: Call, item: Inbound): Promise<Disposition> {
  refuseUnlessWorkerOrOperator(call);
  return (await taken(call.world.store, item, drawnFor(call, item, null))).disposition;
}

function refuseUnlessWorkerOrOperator({ actor }: Call): void {
  const refused = actor.kind === 'worker' ? null : actor.kind === 'operator' ? mayDo(actor, 'import') : refusal('forbidden', 'Messages come in over channels, or at the shell with `re ingest`.');
  if (refused) throw new Refused(refused);
}

async function recordOne(call: Call, item: Inbound, moved: readonly NewEvent[]): Promise<Disposition> {
  const { store } = call.world;
  const known = item.kind === 'message' ? await sameMessage(store, item.message) : null;
  if (known && moved.length === 0) return { kind: 'duplicate', messageId: known.id };
  const drawn = drawnFor(call, item, known === null && (await isToBeKept(call, item)) ? await keptBytes(call, item) : null);
  const committed = await store.commit(withoutKey(call), async (reads) => {
    const { events, disposition } = await taken(reads, item, drawn);
    return { events: [...events, ...moved], result: disposition };
  });
  if (committed.kind === 'replayed') throw new Error('a commit without a key cannot be replayed');
  return committed.result;
}

/** One key cannot stand for many commits; what makes this repeatable is each message's own id. */
function withoutKey(call: Call) {
  const { idempotencyKey: _key, ...rest } = metaOf(call, 'record-inbound');
  return rest;
}

async function taken(reads: Reads, item: Inbound, drawn: Drawn): Promise<Taken> {
  if (item.kind === 'message') return messageEvents(reads, item.message, drawn);
  const { channel, externalId, why } = item;
  const row = await reads.messages.byExternalId(channel, externalId);
  const same = row ?? (await reads.messages.byExternalId(channel, drawn.otherExternalId));
  if (same?.kind === 'unreadable') return { events: [], disposition: { kind: 'duplicate', messageId: same.id } };
  const unreadable = { type: 'MessageUnreadable', channel, externalId: row ? drawn.otherExternalId : externalId, why, artifact: drawn.artifact } as const;
  return { events: on('message', drawn.messageId, [unreadable]), disposition: { kind: 'unreadable', messageId: drawn.messageId, why } };
}

function drawnFor({ world }: Call, item: Inbound, artifact: string | null): Drawn {
  const { ids, settings } = world;
  const { channel, externalId } = item.kind === 'message' ? item.message : item;
  return {
    messageId: ids.next('msg'), conversationId: ids.next('con'), contactId: ids.next('crd'), dncId: ids.next('dnc'), otherDncId: ids.next('dnc'), artifact,
    otherExternalId: `${externalId}~${contentMark(item)}`, ownAddress: senderOf(settings, channel), now: world.clock.now(), policy: settings,
  };
}

/** Tells messages apart that came under one id. */
function contentMark(item: Inbound): string {
  const told = (message: InboundMessage) => JSON.stringify([message.direction, message.address, message.sentAt, message.text]);
  return hash('sha256', item.kind === 'message' ? told(item.message) : (item.raw ?? item.why)).slice(0, 16);
}

/** What is none of the console's business leaves no bytes behind, nor does what a teammate wrote to somebody who was erased, whoever else had it. */
async function isToBeKept(call: Call, item: Inbound): Promise<boolean> {
  const { store } = call.world;
  const { events } = await taken(store, item, drawnFor(call, item, null));
  if (events.length === 0 || item.kind !== 'message' || item.message.direction === 'in') return events.length > 0;
  return (await erasedAmong(store, [item.message.address, ...(item.message.alsoTo ?? [])])) === null;
}

/** Kept before the commit that names them: a record never points at bytes that are not there. */
async function keptBytes({ world }: Call, item: Inbound): Promise<string | null> {
  const raw = item.kind === 'message' ? item.message.raw : item.raw;
  if (raw === null) return null;
  const channel = item.kind === 'message' ? item.message.channel : item.channel;
  return world.artifacts.put('mail', channel === 'email' ? 'eml' : 'json', raw);
}

function watermarkEvents({ watermark }: RecordInboundInput): NewEvent[] {
  if (!watermark) return [];
  return on('channel', watermark.channel, [{ type: 'WatermarkMoved', source: watermark.source, cursor: watermark.cursor, why: watermark.note }]);
}

async function moveWatermark(call: Call, input: RecordInboundInput): Promise<void> {
  const { watermark } = input;
  const state = watermark ? await call.world.store.channelStates.get(watermark.channel) : null;
  if (!watermark || state?.watermarks[watermark.source] === watermark.cursor) return;
  await call.world.store.commit(withoutKey(call), async () => ({ events: watermarkEvents(input), result: null }));
}
