import { z } from 'zod';
import { mayDo } from '#lib/accounts/permissions.ts';
import type { Approval } from '#lib/approvals/approval.ts';
import { decideApproval } from '#lib/approvals/decide.ts';
import { orThrow, refusal, Refused } from '#lib/errors.ts';
import { findLead } from '#lib/leads/find.ts';
import { parse } from '#lib/parse.ts';
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
    const theirs = await whatIsTheirs(reads, await findLead(reads, leadId));
    refuseWhileSending(theirs.approvals);
    const kept = await keptAway(reads, store, theirs, () => ids.next('dnc'));
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

function sendsOf({ approvals, sentElsewhere }: Theirs, sinceMs: number) {
  const attempted = approvals.flatMap(({ attempts }) =>
    attempts.filter(({ outcome }) => outcome?.kind !== 'refused').map(({ idempotencyKey, channel, sender, startedAt }) => ({ key: idempotencyKey, channel, sender, startedAt })),
  );
  const elsewhere = sentElsewhere.map(({ id, channel, sentFrom = '', sentAt, recordedAt }) => ({ key: id, channel, sender: sentFrom, startedAt: Math.min(sentAt, recordedAt) }));
  return [...attempted, ...elsewhere].filter(({ startedAt }) => startedAt >= sinceMs);
}
