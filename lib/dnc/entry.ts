import type { Actor, ActorRef } from '#lib/accounts/actor.ts';
import { isPerson } from '#lib/accounts/actor.ts';
import type { Channel } from '#lib/channels/channel.ts';
import { never, refusal, type Refusal } from '#lib/errors.ts';
import type { Recorded } from '#lib/store/recorded.ts';

/** A Do-Not-Contact rule. Add-only for machines; a manager removes with a reason and a confirmation. Pure. */

export const dncKinds = ['email', 'domain', 'phone', 'handle', 'lead'] as const;
export type DncKind = (typeof dncKinds)[number];
/** …and what only an erasure leaves: a fingerprint in the place of an address. */
export const storedDncKinds = [...dncKinds, 'erased'] as const;
export type StoredDncKind = (typeof storedDncKinds)[number];

export interface DncFields {
  readonly kind: StoredDncKind;
  /** Canonical: e-mail, domain, E.164 number, `telegram:123` / `linkedin:ana` / `messenger:…`, a lead's id, or a fingerprint. */
  readonly value: string;
  readonly channel: Channel | 'all';
  readonly reason: string;
  /** `console`, `import:<file>`, `message:<id>`, `unsubscribe_link`, `bounce:<id>`, `unwanted:<id>` (their channel says that they want nothing more), `former_address:<entry>`, `file_edit`, … */
  readonly source: string;
}

export interface DncEntry extends DncFields {
  readonly id: string;
  readonly version: number;
  readonly status: 'active' | 'removed';
  readonly addedAt: number;
  readonly addedBy: ActorRef;
  readonly removedAt: number | null;
  readonly removedBy: ActorRef | null;
  readonly removalReason: string | null;
}

/** What an entry matches on: `email:a@b.c`, `domain:b.c`, `phone:+1…`, `handle:telegram:1`, `lead:lea_…`. */
export type DncKey = `${StoredDncKind}:${string}`;

export function dncKey(fields: Pick<DncFields, 'kind' | 'value'>): DncKey {
  return `${fields.kind}:${fields.value}`;
}

/** Of an entry that follows a lead from an address that was taken off them: the id of the one on the address; null of any other. */
export function carriedFrom(source: string): string | null {
  return source.startsWith(carriedMark) ? source.slice(carriedMark.length) : null;
}

export const carriedMark = 'former_address:';

/** It says that mail to the address came back, not that somebody asked for something. */
export function isOfTheAddressAlone({ source }: Pick<DncFields, 'source'>): boolean {
  return source.startsWith('bounce:');
}

/** Why something is not sent, as people read it everywhere. */
export function whyOnDnc({ reason }: Pick<DncFields, 'reason'>): string {
  return reason === '' ? 'On the Do-Not-Contact list.' : `On the Do-Not-Contact list: ${reason}`;
}

export type DncEvent =
  | { readonly type: 'DncEntryAdded'; readonly fields: DncFields }
  | { readonly type: 'DncEntryRemoved'; readonly reason: string };

export type DncCommand =
  | { readonly type: 'Add'; readonly fields: DncFields }
  | { readonly type: 'Remove'; readonly actor: Actor; readonly reason: string; readonly confirmed: boolean };

export function decideDncEntry(state: DncEntry | null, command: DncCommand): DncEvent[] | Refusal {
  switch (command.type) {
    case 'Add':
      if (state) return refusal('already_exists', 'A DNC entry with this id exists.');
      if (command.fields.value === '') return refusal('invalid_input', 'A DNC entry needs an address, a domain or a lead.', { details: { field: 'value' } });
      return [{ type: 'DncEntryAdded', fields: command.fields }];
    case 'Remove':
      if (!state || state.status === 'removed') return refusal('not_found', 'There is no such DNC entry.');
      if (!isPerson(command.actor) || (command.actor.role !== 'manager' && command.actor.role !== 'admin'))
        return refusal('suppression_is_add_only', 'Only a manager in the console removes a DNC entry.', { lift: 'Ask a manager.' });
      if (command.reason.trim() === '') return refusal('invalid_input', 'Removing a DNC entry needs a reason.', { details: { field: 'reason' } });
      if (!command.confirmed) return refusal('confirmation_missing', 'Removing a DNC entry needs a confirmation.', { lift: 'Confirm the removal.' });
      return [{ type: 'DncEntryRemoved', reason: command.reason }];
    default:
      return never(command);
  }
}

export function evolveDncEntry(state: DncEntry | null, event: Recorded<DncEvent>): DncEntry {
  switch (event.type) {
    case 'DncEntryAdded':
      return {
        ...event.fields, id: event.subject.id, version: 1, status: 'active', addedAt: event.at, addedBy: event.actor,
        removedAt: null, removedBy: null, removalReason: null,
      };
    case 'DncEntryRemoved':
      if (!state) throw new Error(`DncEntryRemoved does not fit entry ${event.subject.id}, which is absent`);
      return { ...state, version: state.version + 1, status: 'removed', removedAt: event.at, removedBy: event.actor, removalReason: event.reason };
    default:
      return never(event);
  }
}
