import { disableUser } from '#lib/accounts/disable-user.ts';
import { revokeToken } from '#lib/accounts/revoke-token.ts';
import type { Approval } from '#lib/approvals/approval.ts';
import { decideApproval } from '#lib/approvals/decide.ts';
import { staleEvents } from '#lib/approvals/staleness.ts';
import { additionEvents, withoutRepeats, type Candidate } from '#lib/dnc/additions.ts';
import type { DncFields } from '#lib/dnc/entry.ts';
import { eraseLead } from '#lib/erasure/erase-lead.ts';
import { orThrow, Refused } from '#lib/errors.ts';
import type { Address } from '#lib/leads/address.ts';
import { on, type NewEvent } from '#lib/store/event.ts';
import type { Page, Reads, Store } from '#lib/store/port.ts';
import { metaOf, type Call } from '#lib/world.ts';
import { workspaceId, type Backup } from '#lib/workspace/workspace.ts';
import type { KnownSince } from './since-backup.ts';

/** What a restored history is told before it takes the place of the one that knew more. */
export interface CarriedOver {
  /** Do-Not-Contact entries that were added since. */
  readonly dnc: number;
  /** Leads who were erased since, and again. */
  readonly erased: readonly string[];
  /** Drafts that are known to have gone out, or may have: nobody sends them again. */
  readonly blocked: number;
  /** Decisions to send that a person takes anew. */
  readonly sentBack: number;
  readonly shutOut: readonly string[];
  /** In words: what could not be carried over. */
  readonly left: readonly string[];
}

export interface CarryOverOptions {
  /** Null: nothing is known of the time since the backup. */
  readonly known: KnownSince | null;
  readonly madeAt: string;
  /** The backup itself, so that later erasures can name it. */
  readonly restored: Omit<Backup, 'at' | 'by'>;
}

/** `call` is on the restored history, which nobody else uses yet. May be begun again from a fresh copy. */
export async function carryOver(call: Call, { known, madeAt, restored }: CarryOverOptions): Promise<CarriedOver> {
  const left: string[] = [];
  const erased = known ? await eraseAgain(call, known) : [];
  const dnc = known ? await addEntries(call, known, left) : 0;
  const { blocked, sentBack } = await reviewWaiting(call, known, madeAt);
  const shutOut = known ? await shutOutAgain(call, known, left) : [];
  await rememberBackups(call, [...(known?.backups ?? []), restored]);
  return { dnc, erased, blocked, sentBack, shutOut, left };
}

async function eraseAgain(call: Call, { erased }: KnownSince): Promise<string[]> {
  const { store } = call.world;
  const again: string[] = [];
  for (const leadId of erased) {
    if (!(await store.leads.get(leadId))) continue;
    await loseLeases(call, await store.approvals.ofLead(leadId, ['sending']));
    await eraseLead(call, { leadId, reason: 'Erased again after a restore', confirm: true });
    again.push(leadId);
  }
  return again;
}

/** Whoever was sending when the backup was made is no more. */
async function loseLeases(call: Call, rows: readonly Approval[]): Promise<void> {
  if (rows.length === 0) return;
  const lost = rows.flatMap((row) => on('approval', row.id, orThrow(decideApproval(row, { type: 'LoseLease', attempt: row.attempts.length, evidence: 'It was being sent when the backup was made.' }))));
  await call.world.store.commit(metaOf(call, 'restore'), async () => ({ events: lost, result: null }));
}

const batchSize = 1000;

async function addEntries(call: Call, known: KnownSince, left: string[]): Promise<number> {
  const { store, ids } = call.world;
  const fields = (await Promise.all([...known.dnc.values()].map((each) => fitting(store, known, each, left)))).flat();
  const { fresh } = withoutRepeats(fields.map((each, row): Candidate => ({ row, id: ids.next('dnc'), fields: each })));
  let added = 0;
  for (let from = 0; from < fresh.length; from += batchSize) {
    const batch = fresh.slice(from, from + batchSize);
    const committed = await store.commit(metaOf(call, 'restore'), async (reads) => {
      const additions = await additionEvents(reads, batch);
      return { events: additions.events, result: additions.added.length };
    });
    if (committed.kind === 'committed') added += committed.result;
  }
  return added;
}

/** A lead who is not in the backup is kept away by every address they had; a fingerprint counts only under the key it was made with. */
async function fitting(store: Store, { addresses, erased }: KnownSince, fields: DncFields, left: string[]): Promise<DncFields[]> {
  if (fields.kind === 'erased') {
    const sameKey = fields.value.split('.')[0] === store.fingerprint('email:x').split('.')[0];
    if (!sameKey) left.push('A fingerprint of somebody who was erased was made with another key than the one in the backup: they cannot be recognised.');
    return sameKey ? [fields] : [];
  }
  if (fields.kind !== 'lead' || (await store.leads.get(fields.value))) return [fields];
  if (erased.has(fields.value)) return [];
  const theirs = addresses.get(fields.value) ?? [];
  if (theirs.length === 0) left.push(`A Do-Not-Contact entry names the lead ${fields.value}, who is not in the backup.`);
  return theirs.map((address) => ({ ...fields, ...keyOf(address) }));
}

function keyOf({ kind, value }: Address): Pick<DncFields, 'kind' | 'value'> {
  return kind === 'email' || kind === 'phone' ? { kind, value } : { kind: 'handle', value: `${kind}:${value}` };
}

type Fate = 'blocked' | 'sent_back' | 'stays';

/** Nothing that a backup calls approved goes out by itself: it may have gone out since. */
async function reviewWaiting(call: Call, known: KnownSince | null, madeAt: string): Promise<{ blocked: number; sentBack: number }> {
  const total = { blocked: 0, sentBack: 0 };
  for (const page of await waitingIds(call.world.store)) {
    const committed = await call.world.store.commit(metaOf(call, 'restore'), async (reads) => {
      const rows = (await Promise.all(page.map((id) => reads.approvals.get(id)))).filter((row) => row !== null);
      const fates = rows.map((row) => fateOf(row, known));
      const result = { blocked: fates.filter((fate) => fate === 'blocked').length, sentBack: fates.filter((fate) => fate === 'sent_back').length };
      return { events: rows.flatMap((row, i) => review(row, fates[i] ?? 'stays', known !== null, madeAt)), result };
    });
    if (committed.kind !== 'committed') continue;
    total.blocked += committed.result.blocked;
    total.sentBack += committed.result.sentBack;
  }
  return total;
}

async function waitingIds(reads: Reads): Promise<string[][]> {
  const pages: string[][] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Approval> = await reads.approvals.page({ statuses: ['pending', 'approved'] }, { cursor, limit: 500 }, 'newest');
    pages.push(page.items.map((row) => row.id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  return pages;
}

function review(row: Approval, fate: Fate, isKnown: boolean, madeAt: string): NewEvent[] {
  if (fate === 'stays') return [];
  if (fate === 'blocked') return on('approval', row.id, orThrow(decideApproval(row, { type: 'Block', rule: 'restored', why: `It went out, or may have, after the backup of ${madeAt} was made.` })));
  const why = isKnown ? `The backup of ${madeAt} was restored: decide again` : `The backup of ${madeAt} was restored: this may have gone out since`;
  return staleEvents(row, { kind: 'policy', rule: 'restored', why });
}

function fateOf(row: Approval, known: KnownSince | null): Fate {
  if (!known) return 'sent_back';
  const last = known.attempts.get(row.id);
  if (last && last.attempt > row.attempts.length && !last.refused) return 'blocked';
  return row.status === 'approved' ? 'sent_back' : 'stays';
}

async function shutOutAgain(call: Call, { disabledUsers, revokedTokens }: KnownSince, left: string[]): Promise<string[]> {
  const { accounts } = call.world.store;
  const shut: string[] = [];
  for (const id of disabledUsers) {
    const user = await accounts.user(id);
    if (user?.status !== 'active') continue;
    try {
      await disableUser(call, { id });
      shut.push(user.email);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      left.push(`${user.email} was disabled since the backup and can sign in again: ${error.message}`);
    }
  }
  for (const id of revokedTokens) {
    const token = await accounts.token(id);
    if (token?.status !== 'active') continue;
    await revokeToken(call, { id });
    shut.push(`token ${token.name}`);
  }
  return shut;
}

async function rememberBackups(call: Call, backups: readonly Omit<Backup, 'at' | 'by'>[]): Promise<void> {
  await call.world.store.commit(metaOf(call, 'restore'), async (reads) => {
    const there = new Set((await reads.workspace.get()).backups.map((backup) => backup.place));
    const fresh = new Map(backups.filter(({ place }) => !there.has(place)).map((backup) => [backup.place, backup]));
    return { events: on('workspace', workspaceId, [...fresh.values()].map((backup) => ({ type: 'BackupMade' as const, ...backup }))), result: null };
  });
}
