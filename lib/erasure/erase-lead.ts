import { z } from 'zod';
import { mayDo } from '#lib/accounts/permissions.ts';
import type { Approval } from '#lib/approvals/approval.ts';
import { decideApproval } from '#lib/approvals/decide.ts';
import { orThrow, refusal, Refused } from '#lib/errors.ts';
import { addressKey } from '#lib/leads/address.ts';
import { findLead } from '#lib/leads/find.ts';
import type { Lead } from '#lib/leads/lead.ts';
import { parse } from '#lib/parse.ts';
import { entriesAgainst } from '#lib/dnc/against.ts';
import { decideDncEntry, isOfTheAddressAlone, type DncFields } from '#lib/dnc/entry.ts';
import { mailboxOf, onAddress } from '#lib/dnc/match.ts';
import { waitingFor } from '#lib/dnc/waiting.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Reads, Store } from '#lib/store/port.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { finishErasures } from './finish-erasures.ts';
import { whatIsTheirs, type Theirs } from './what-is-theirs.ts';

export const eraseLeadInput = z.object({
  leadId: z.string().min(1).max(64),
  /** Kept in the journal for good: it must not name the person. */
  reason: z.string().trim().min(1, 'needs a reason').max(500),
  confirm: z.boolean().default(false),
});

export interface Erased {
  readonly leadId: string;
  readonly records: number;
  readonly files: readonly string[];
  /** Backups made before, which still hold the person. */
  readonly backups: readonly string[];
}

/** How far back sends still count for a quota (31 days, ms). */
const countsForMs = 31 * 86_400_000;

/**
 * Takes a person out of everything that is stored and keeps them from coming back: rows at once, the journal's data, artifacts and
 * tables before this resolves. What is left says that there was somebody, and a fingerprint of each address in the DNC list.
 */
export async function eraseLead(call: Call, input: unknown): Promise<Erased> {
  const forbidden = mayDo(call.actor, 'lead.erase');
  if (forbidden) throw new Refused(forbidden);
  const { leadId, reason, confirm } = parse(eraseLeadInput, input);
  const { store, clock, ids } = call.world;
  if (!confirm) throw new Refused(refusal('confirmation_missing', 'Nobody can bring back what is erased.', { lift: 'Confirm the erasure.' }));
  const lead = await findLead(store, leadId);
  const texts = (await whatIsTheirs(store, lead)).texts;
  await store.commit(metaOf(call, 'erase-lead'), async (reads) => {
    const erased = await findLead(reads, leadId);
    const theirs = await whatIsTheirs(reads, erased);
    refuseWhileSending(theirs.approvals);
    const kept = [...(await keptAway(reads, store, theirs, () => ids.next('dnc'))), ...(await leftToOthers(reads, erased, () => ids.next('dnc')))];
    const { subjects, artifacts } = theirs;
    const sends = sendsOf(theirs, clock.now() - countsForMs);
    return { events: [...kept, ...on('lead', leadId, [{ type: 'LeadErased', reason, subjects, artifacts, sends }])], result: null };
  });
  const [done] = await finishErasures(call.world, call, new Map([[leadId, texts]]));
  const { backups } = await store.workspace.get();
  return { leadId, records: done?.records ?? 0, files: done?.files ?? [], backups: backups.map((backup) => backup.place) };
}

function refuseWhileSending(approvals: readonly Approval[]): void {
  if (approvals.some((row) => row.status === 'sending'))
    throw new Refused(refusal('wrong_status', 'A message to this lead is being sent at this moment.', { lift: 'Try again in a minute.' }));
}

/** A fingerprint of each address on the DNC list, and the end of what waits for the same address under another lead. */
async function keptAway(reads: Reads, store: Store, { addresses, subjects }: Theirs, nextId: () => string): Promise<NewEvent[]> {
  const own = new Set(subjects);
  const waiting = new Map<string, Approval>();
  const listed = new Set<string>();
  const events: NewEvent[] = [];
  for (const address of addresses) {
    const value = store.fingerprint(mailboxOf(address));
    if (listed.has(value) || (await reads.dnc.matching([`erased:${value}`])).length > 0) continue;
    listed.add(value);
    events.push(...on('dnc', nextId(), [{ type: 'DncEntryAdded', fields: { kind: 'erased', value, channel: 'all', reason: 'Erased at their request', source: 'erasure' } }]));
    for (const approval of await waitingFor(reads, { ...onAddress(address), source: 'erasure' })) if (!own.has(`approval:${approval.id}`)) waiting.set(approval.id, approval);
  }
  const why = 'On the Do-Not-Contact list: erased at their request';
  return [...events, ...[...waiting.values()].flatMap((approval) => on('approval', approval.id, orThrow(decideApproval(approval, { type: 'Block', rule: 'dnc', why }))))];
}

/**
 * What they asked for stood against whoever has a former address of theirs now, for it may be the same person: it goes on there, as entries that a manager can lift. Whatever
 * waits for them has ended already.
 */
async function leftToOthers(reads: Reads, lead: Lead, nextId: () => string): Promise<NewEvent[]> {
  const now = await Promise.all(lead.formerAddresses.map((address) => reads.leads.byAddress(addressKey(address))));
  const others = new Set(now.flatMap((other) => (other && other.id !== lead.id ? [other.id] : [])));
  if (others.size === 0) return [];
  const asked = (await entriesAgainst(reads, { leadId: lead.id, addresses: lead.addresses })).filter((entry) => entry.kind !== 'domain' && !isOfTheAddressAlone(entry));
  const channels = new Set(asked.map(({ channel }) => channel));
  const events: NewEvent[] = [];
  for (const other of others) {
    const standing = new Set((await reads.dnc.matching([`lead:${other}`])).map(({ channel }) => channel));
    for (const channel of channels.has('all') ? (['all'] as const) : channels) {
      if (standing.has('all') || standing.has(channel)) continue;
      const fields: DncFields = { kind: 'lead', value: other, channel, reason: 'Asked for by somebody who had an address of theirs before, and was erased.', source: 'erasure' };
      events.push(...on('dnc', nextId(), orThrow(decideDncEntry(null, { type: 'Add', fields }))));
    }
  }
  return events;
}

function sendsOf({ approvals, sentElsewhere }: Theirs, sinceMs: number) {
  const attempted = approvals.flatMap(({ attempts }) =>
    attempts.filter(({ outcome }) => outcome?.kind !== 'refused').map(({ idempotencyKey, channel, sender, startedAt }) => ({ key: idempotencyKey, channel, sender, startedAt })),
  );
  const elsewhere = sentElsewhere.map(({ id, channel, sentFrom = '', sentAt, recordedAt }) => ({ key: id, channel, sender: sentFrom, startedAt: Math.min(sentAt, recordedAt) }));
  return [...attempted, ...elsewhere].filter(({ startedAt }) => startedAt >= sinceMs);
}
