import type { ActorRef } from '#lib/accounts/actor.ts';
import type { Temperature } from '#lib/approvals/approval.ts';
import type { Channel } from '#lib/channels/channel.ts';
import { never, refusal, type Refusal } from '#lib/errors.ts';
import type { Recorded } from '#lib/store/recorded.ts';
import { addressKey, type Address } from './address.ts';

/** A person or household we talk to. Pure. */

export const stages = ['new', 'contacted', 'replied', 'viewing', 'offer', 'closed', 'replied_no', 'bad_data'] as const;
export type Stage = (typeof stages)[number];

/** Stages that nothing is drafted or sent to. */
export const restingStages: readonly Stage[] = ['closed', 'replied_no', 'bad_data'];

/** A name stands in lists, subjects and tables: no control character (a line break among them), and no half of a character. */
export function canBeShown(name: string): boolean {
  return name.isWellFormed() && !/\p{Cc}/u.test(name);
}

export interface LeadFields {
  readonly name: string;
  readonly addresses: readonly Address[];
  readonly stage: Stage;
  /** IANA name, or null when nobody knows. */
  readonly timeZone: string | null;
  /** Two-letter state and postal code where known; they narrow the zone and the rules. */
  readonly region: string | null;
  readonly postalCode: string | null;
  /** User id of the teammate who looks after them. */
  readonly ownerId: string | null;
  readonly tags: readonly string[];
  readonly language: string;
  /** Facts to draft from and to check drafts against: property, price, … */
  readonly facts: Readonly<Record<string, string>>;
  readonly note: string;
  /** Whoever has the same word here counts as one household for what they are sent; null when nobody knows. */
  readonly household?: string | null;
  /** What the person agreed to, on record. */
  readonly consents?: readonly Consent[];
}

export interface Consent {
  readonly channel: Channel | 'all';
  /** How it was given: `web form`, `signed at the open house`, … */
  readonly source: string;
  /** ms since the epoch. */
  readonly at: number;
}

export interface Lead extends LeadFields {
  readonly id: string;
  readonly version: number;
  readonly household: string | null;
  readonly consents: readonly Consent[];
  /** Addresses that were theirs and were taken off; what they said under one still counts. */
  readonly formerAddresses: readonly Address[];
  /** Messages that teammates wrote to somebody else outside the console, and to them as well; absent while there are none. */
  readonly alsoReachedBy?: readonly { readonly messageId: string; readonly externalId: string }[];
  readonly temperature: Temperature;
  readonly source: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly createdBy: ActorRef;
}

export type LeadEvent =
  | { readonly type: 'LeadAdded'; readonly fields: LeadFields; readonly source: string }
  | { readonly type: 'LeadEdited'; readonly changes: Partial<LeadFields> }
  | { readonly type: 'LeadTemperatureChanged'; readonly temperature: Temperature; readonly messageId: string }
  | LeadAlsoReached
  | LeadErased;

/**
 * What a teammate wrote outside the console, kept with another lead, went to this one as well. An event of this lead and not a field of the message:
 * when either of them is erased, the other's record does not name them, and neither loses what is theirs.
 */
export interface LeadAlsoReached {
  readonly type: 'LeadAlsoReached';
  readonly messageId: string;
  /** By which the mail is known again when the lead it is kept with was erased. */
  readonly externalId: string;
  readonly channel: Channel;
  /** Our side. */
  readonly sender: string;
  /** As the message's (ms since the epoch). */
  readonly sentAt: number;
}

/** The rows of these subjects are gone from here on, and the data of their earlier records is taken out of the journal. */
export interface LeadErased {
  readonly type: 'LeadErased';
  readonly reason: string;
  /** `kind:id`, the lead among them. */
  readonly subjects: readonly string[];
  readonly artifacts: readonly string[];
  /** What was sent lately, without whom to: quotas still count it. */
  readonly sends: readonly { readonly key: string; readonly channel: Channel; readonly sender: string; readonly startedAt: number }[];
}

export type LeadCommand =
  | { readonly type: 'AddLead'; readonly fields: LeadFields; readonly source: string }
  | { readonly type: 'EditLead'; readonly seenVersion: number; readonly changes: Partial<LeadFields> }
  | { readonly type: 'SetTemperature'; readonly temperature: Temperature; readonly messageId: string };

export function decideLead(state: Lead | null, command: LeadCommand): LeadEvent[] | Refusal {
  switch (command.type) {
    case 'AddLead':
      if (state) return refusal('already_exists', 'A lead with this id exists.');
      return check(command.fields) ?? [{ type: 'LeadAdded', fields: command.fields, source: command.source }];
    case 'EditLead': {
      if (!state) return refusal('not_found', 'There is no such lead.');
      if (state.version !== command.seenVersion)
        return refusal('content_changed', 'The lead changed since it was shown.', { lift: 'Look at the lead as it is now and edit again.', details: { version: state.version } });
      const changes = Object.fromEntries(
        Object.entries(command.changes).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(state[key as keyof LeadFields])),
      ) as Partial<LeadFields>;
      if (Object.keys(changes).length === 0) return [];
      return check({ ...state, ...changes }) ?? [{ type: 'LeadEdited', changes }];
    }
    case 'SetTemperature':
      if (!state) return refusal('not_found', 'There is no such lead.');
      if (state.temperature === command.temperature) return [];
      return [{ type: 'LeadTemperatureChanged', temperature: command.temperature, messageId: command.messageId }];
    default:
      return never(command);
  }
}

function check(fields: LeadFields): Refusal | null {
  if (fields.name.trim() === '') return refusal('invalid_input', 'A lead needs a name.', { details: { field: 'name' } });
  const keys = fields.addresses.map(addressKey);
  const twice = keys.find((key, i) => keys.indexOf(key) !== i);
  if (twice) return refusal('invalid_input', `The address ${twice} is there twice.`, { details: { field: 'addresses' } });
  return null;
}

function formerBeside({ addresses, formerAddresses }: Lead, now: readonly Address[]): Address[] {
  const kept = new Set(now.map(addressKey));
  const all = new Map([...formerAddresses, ...addresses].map((address) => [addressKey(address), address]));
  return [...all.values()].filter((address) => !kept.has(addressKey(address)));
}

export function evolveLead(state: Lead | null, event: Recorded<Exclude<LeadEvent, LeadErased>>): Lead {
  if (event.type === 'LeadAdded') {
    return {
      ...event.fields, household: event.fields.household ?? null, consents: event.fields.consents ?? [], formerAddresses: [], id: event.subject.id, version: 1, temperature: 'unknown', source: event.source,
      createdAt: event.at, updatedAt: event.at, createdBy: event.actor,
    };
  }
  if (!state) throw new Error(`${event.type} does not fit lead ${event.subject.id}, which is absent`);
  // Nothing that anybody edits: no version is used up, and nobody's open form is out of date by it.
  if (event.type === 'LeadAlsoReached') return { ...state, alsoReachedBy: [...(state.alsoReachedBy ?? []), { messageId: event.messageId, externalId: event.externalId }] };
  const next = { ...state, version: state.version + 1, updatedAt: event.at };
  switch (event.type) {
    case 'LeadEdited':
      return { ...next, ...event.changes, ...(event.changes.addresses && { formerAddresses: formerBeside(state, event.changes.addresses) }) };
    case 'LeadTemperatureChanged':
      return { ...next, temperature: event.temperature };
    default:
      return never(event);
  }
}
