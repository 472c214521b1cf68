import { never, refusal, type Refusal } from '#lib/errors.ts';
import type { Recorded } from '#lib/store/recorded.ts';
import type { Address } from './address.ts';

/** A contact card: somebody unknown wrote to us. A person looks at it and makes a lead of it, or dismisses it. Pure. */

export interface Contact {
  readonly id: string;
  readonly version: number;
  readonly status: 'open' | 'became_lead' | 'dismissed';
  readonly address: Address;
  readonly name: string;
  /** Newest first; the inbound messages that came from it. */
  readonly messageIds: readonly string[];
  readonly leadId: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
}

export type ContactEvent =
  | { readonly type: 'ContactCardOpened'; readonly address: Address; readonly name: string; readonly messageId: string }
  | { readonly type: 'ContactWroteAgain'; readonly messageId: string }
  | { readonly type: 'ContactBecameLead'; readonly leadId: string }
  | { readonly type: 'ContactDismissed'; readonly reason: string };

export type ContactCommand =
  | { readonly type: 'NoteMessage'; readonly address: Address; readonly name: string; readonly messageId: string }
  | { readonly type: 'MakeLead'; readonly leadId: string }
  | { readonly type: 'Dismiss'; readonly reason: string };

export function decideContact(state: Contact | null, command: ContactCommand): ContactEvent[] | Refusal {
  switch (command.type) {
    case 'NoteMessage':
      if (state) return [{ type: 'ContactWroteAgain', messageId: command.messageId }];
      return [{ type: 'ContactCardOpened', address: command.address, name: command.name, messageId: command.messageId }];
    case 'MakeLead':
    case 'Dismiss':
      if (!state) return refusal('not_found', 'There is no such contact card.');
      if (state.status === 'became_lead') return refusal('wrong_status', 'This contact is a lead already.', { details: { leadId: state.leadId } });
      if (command.type === 'MakeLead') return [{ type: 'ContactBecameLead', leadId: command.leadId }];
      return state.status === 'dismissed' ? [] : [{ type: 'ContactDismissed', reason: command.reason }];
    default:
      return never(command);
  }
}

export function evolveContact(state: Contact | null, event: Recorded<ContactEvent>): Contact {
  if (event.type === 'ContactCardOpened') {
    return {
      id: event.subject.id, version: 1, status: 'open', address: event.address, name: event.name, messageIds: [event.messageId],
      leadId: null, createdAt: event.at, updatedAt: event.at,
    };
  }
  if (!state) throw new Error(`${event.type} does not fit contact ${event.subject.id}, which is absent`);
  const next = { ...state, version: state.version + 1, updatedAt: event.at };
  switch (event.type) {
    case 'ContactWroteAgain':
      return { ...next, messageIds: [event.messageId, ...state.messageIds], status: state.status === 'dismissed' ? 'open' : state.status };
    case 'ContactBecameLead':
      return { ...next, status: 'became_lead', leadId: event.leadId };
    case 'ContactDismissed':
      return { ...next, status: 'dismissed' };
    default:
      return never(event);
  }
}
