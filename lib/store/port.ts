import type { SignInTries, Token, User } from '#lib/accounts/account.ts';
import type { Actor } from '#lib/accounts/actor.ts';
import type { Approval, Status } from '#lib/approvals/approval.ts';
import type { Channel } from '#lib/channels/channel.ts';
import type { ChannelState } from '#lib/channels/state.ts';
import type { DncEntry, DncKey } from '#lib/dnc/entry.ts';
import type { AddressKey } from '#lib/leads/address.ts';
import type { Contact } from '#lib/leads/contact.ts';
import type { Lead, Stage } from '#lib/leads/lead.ts';
import type { Conversation, MessageRow } from '#lib/messages/message.ts';
import type { PolicyState } from '#lib/policy/policy.ts';
import type { Workspace } from '#lib/workspace/workspace.ts';
import type { EventType, NewEvent, RecordedEvent } from './event.ts';
import type { Subject } from './recorded.ts';

/**
 * The store as the rest of the product sees it: questions shaped like queries, and one way to change anything.
 * Implemented in memory and on CSV files; a SQL database can answer every question here with an index.
 */
export interface Store extends Reads {
  /**
   * Decides and records in one atomic, durable step. `decide` is called with reads that show one state and is called again
   * on a fresh state when another writer came first: it must be free of side effects and touch nothing but its reads.
   * Resolves only when the events are durable (or there were none). What `decide` throws is thrown and nothing is recorded.
   * Faults: `store_unwritable` (not retryable: this writer has stopped), `store_contended` (retryable), `store_closed`.
   */
  commit<T>(meta: CommitMeta, decide: (reads: Reads) => Promise<Decided<T>>): Promise<Committed<T>>;
  /**
   * Reads that all show the one durable state there is now, for questions that belong together: the disk is looked at once, not once for
   * each. They stay at that state, so they are asked at once and not kept.
   */
  asOfNow(): Promise<Reads>;
  /** Recorded events, newest first unless asked otherwise. The cursor is opaque; pages after the first tell the `total` of the first. */
  events(filter: EventFilter, page: PageRequest): Promise<Page<RecordedEvent>>;
  /** Batches of events after `afterSeq` in order, as they become durable in any process, until the signal aborts. */
  watch(afterSeq: number, options: { signal: AbortSignal }): AsyncIterable<readonly RecordedEvent[]>;
  /** The last durable record of the chain; seq 0 and 64 zeros when there is none. */
  head(): Promise<Head>;
  /** When the newest record that this process has read was made (ms since the epoch); 0 when there is none. */
  lastAt(): number;
  /** The hashes of records of the chain, by their places; null where there is none. */
  hashesAt(seqs: readonly number[]): Promise<(string | null)[]>;
  /** Liveness of processes, beside the journal: not history, kept for minutes. */
  readonly presence: Presence;
  /** Why this process can no longer write, or null while it can. */
  trouble(): string | null;
  /** What stands in the DNC list for an address that was erased: the same for the same key, and nothing else tells them apart. */
  fingerprint(key: DncKey): string;
  /**
   * Takes the data of everybody who was erased out of what is stored, as far as that is not done yet; until it resolves it may be
   * there. Another process may be at it: then it waits for its turn. Faults: `store_unwritable`.
   */
  blankErased(): Promise<Blanked>;
  /** Runs something while no file of the journal is written anew (they may grow): for copying them. Faults: `store_unwritable`. */
  whileStill<T>(work: () => Promise<T>): Promise<T>;
  /** Compresses files of the journal that are closed, but for the newest `keep` of them. A store without files does nothing. */
  archive(options: { keep: number }): Promise<{ readonly files: readonly string[] }>;
  close(): Promise<void>;
}

export interface Blanked {
  /** Records whose data was taken out. */
  readonly records: number;
  /** Files that were written anew. */
  readonly files: readonly string[];
}

export interface CommitMeta {
  readonly actor: Actor;
  /** What led to this: the verb's name, or an id. */
  readonly cause: string;
  readonly correlationId: string;
  /** When the events happened; the store moves it forward if the chain is already later. */
  readonly now: number;
  /** Client-chosen key (already scoped to its actor): a second commit under it records nothing and answers `replayed`. */
  readonly idempotencyKey?: string;
}

export interface Decided<T> {
  readonly events: readonly NewEvent[];
  readonly result: T;
}

export type Committed<T> =
  | { readonly kind: 'committed'; readonly result: T; readonly head: Head }
  /** The key was used before, for these subjects, in the order of their events. */
  | { readonly kind: 'replayed'; readonly subjects: readonly Subject[] };

export interface Head {
  readonly seq: number;
  readonly hash: string;
}

export interface PageRequest {
  /** As the page before gave it; null for the first. */
  readonly cursor: string | null;
  /** 1 to 500. */
  readonly limit: number;
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
  /** Rows that fit the filter, over all pages. */
  readonly total: number;
}

/** Questions; every answer is of one durable state at least as new as when it was asked. */
export interface Reads {
  readonly approvals: {
    get(id: string): Promise<Approval | null>;
    /** `queue`: hot first, then what is due first; `newest`: by creation, newest first; `recent`: by last change, newest first. */
    page(filter: ApprovalFilter, page: PageRequest, order: 'queue' | 'newest' | 'recent'): Promise<Page<Approval>>;
    /** How many there are of each status and channel. */
    counts(): Promise<Readonly<Record<Status, Readonly<Record<Channel, number>>>>>;
    /** For which codes the dead letters that fit were refused for good, and how many; the most frequent first. */
    codes(filter: ApprovalFilter): Promise<readonly { readonly code: string; readonly count: number }[]>;
    /** Every approval of a lead in one of these statuses. */
    ofLead(leadId: string, statuses: readonly Status[]): Promise<readonly Approval[]>;
    /** Approved, `notBefore` reached, on one of these channels: hot first, then longest due. */
    due(query: { now: number; channels: readonly Channel[]; limit: number }): Promise<readonly Approval[]>;
    /** The earliest `notBefore` still ahead, or null. */
    nextDueAt(query: { now: number; channels: readonly Channel[] }): Promise<number | null>;
    /** In status `sending`, oldest attempt first. */
    underWay(): Promise<readonly Approval[]>;
  };
  readonly sends: {
    /**
     * Attempts started on a channel (by one sender, when given) since an instant, that were or may have been accepted:
     * how many, the oldest (when a place in a rolling window frees) and the newest.
     */
    since(query: { channel: Channel; sender?: string; sinceMs: number }): Promise<{ count: number; oldest: number | null; newest: number | null }>;
    /** When the first such attempt of a sender on a channel started; null when there is none. */
    first(query: { channel: Channel; sender: string }): Promise<number | null>;
    /** The same, to any of these leads over all channels; what went to several of them is one. */
    toLeads(query: { leadIds: readonly string[]; sinceMs: number }): Promise<{ count: number; oldest: number | null; newest: number | null }>;
  };
  readonly leads: {
    get(id: string): Promise<Lead | null>;
    byAddress(key: AddressKey): Promise<Lead | null>;
    /** Everybody with the same household word. */
    ofHousehold(household: string): Promise<readonly Lead[]>;
    /** The ids of everybody who has, or once had, an address under one of these keys (`email:…`, `phone:…`, `handle:…`), in any spelling. */
    everUnder(keys: readonly DncKey[]): Promise<readonly string[]>;
    page(filter: LeadFilter, page: PageRequest, order: 'newest' | 'name' | 'recent'): Promise<Page<Lead>>;
  };
  readonly contacts: {
    get(id: string): Promise<Contact | null>;
    byAddress(key: AddressKey): Promise<Contact | null>;
    page(filter: { status?: Contact['status'] }, page: PageRequest): Promise<Page<Contact>>;
  };
  readonly messages: {
    get(id: string): Promise<MessageRow | null>;
    byExternalId(channel: Channel, externalId: string): Promise<MessageRow | null>;
    /** Oldest first. */
    page(filter: MessageFilter, page: PageRequest): Promise<Page<MessageRow>>;
    /** When a lead last wrote (before an instant), on one channel or any (the earlier of sent and recorded, ms since the epoch); null when never. */
    lastInboundAt(query: { leadId: string; channel?: Channel; beforeMs?: number }): Promise<number | null>;
    /** Reports since an instant that a mail to the lead could not be delivered for now, oldest first: when each was recorded, and about which attempt. */
    delayedSince(query: { leadId: string; sinceMs: number }): Promise<readonly { readonly at: number; readonly aboutIdempotencyKey: string }[]>;
    /** Inbound, from a lead, not yet classified; oldest first. */
    unclassified(limit: number): Promise<readonly MessageRow[]>;
  };
  readonly conversations: {
    get(id: string): Promise<Conversation | null>;
    /** Newest activity first. */
    ofLead(leadId: string): Promise<readonly Conversation[]>;
    /** The conversation of a lead (or contact) on a channel with the newest message, or null. */
    latest(query: { leadId: string | null; contactId: string | null; channel: Channel }): Promise<Conversation | null>;
  };
  readonly dnc: {
    get(id: string): Promise<DncEntry | null>;
    /** Active entries under any of these keys, and those that keep an erased person's address as a fingerprint. */
    matching(keys: readonly DncKey[]): Promise<readonly DncEntry[]>;
    /** Every entry that names a lead itself, removed ones too. */
    naming(leadId: string): Promise<readonly DncEntry[]>;
    page(filter: DncFilter, page: PageRequest): Promise<Page<DncEntry>>;
  };
  readonly accounts: {
    user(id: string): Promise<User | null>;
    userByEmail(email: string): Promise<User | null>;
    users(): Promise<readonly User[]>;
    token(id: string): Promise<Token | null>;
    tokens(): Promise<readonly Token[]>;
    signInTries(id: string): Promise<SignInTries | null>;
  };
  readonly channelStates: {
    get(id: string): Promise<ChannelState | null>;
  };
  readonly workspace: {
    get(): Promise<Workspace>;
  };
  readonly policy: {
    /** What managers changed, and what the settings gave at the last start; null while neither is recorded. */
    get(): Promise<PolicyState | null>;
  };
  readonly idempotencyKeys: {
    /** A key in use that begins like this, or null: how a door notices that a client's key was sent with something else. */
    beginningWith(start: string): Promise<string | null>;
  };
}

export interface ApprovalFilter {
  readonly statuses?: readonly Status[];
  readonly channel?: Channel;
  readonly leadId?: string;
  readonly conversationId?: string;
  /** Case-insensitive part of the recipient, subject, body or lead's name. */
  readonly q?: string;
  /** The code of the refusal that made it a dead letter; nothing else has one. */
  readonly code?: string;
  /** The last try began at this instant or later, and before that one (ms since the epoch); what was never tried does not fit. */
  readonly triedFromMs?: number;
  readonly triedToMs?: number;
}

export interface LeadFilter {
  readonly q?: string;
  readonly stage?: Stage;
  readonly ownerId?: string;
  readonly tag?: string;
}

export interface MessageFilter {
  readonly conversationId?: string;
  readonly leadId?: string;
  readonly channel?: Channel;
  readonly kind?: MessageRow['kind'];
}

export interface DncFilter {
  readonly q?: string;
  readonly channel?: Channel | 'all';
  readonly kind?: DncEntry['kind'];
  readonly status?: DncEntry['status'];
}

export interface EventFilter {
  readonly subject?: Subject;
  /** Events on the lead and on every approval, message and conversation of theirs. */
  readonly leadId?: string;
  readonly actor?: string;
  readonly types?: readonly EventType[];
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly oldestFirst?: boolean;
}

export interface Presence {
  /** Says that a process lives; `facts` are for the console (what it does, what fails), small and without secrets. */
  beat(role: 'worker' | 'web', instance: string, nowMs: number, facts: Readonly<Record<string, unknown>>): Promise<void>;
  /** The newest beat of a role. */
  seen(role: 'worker' | 'web'): Promise<{ instance: string; atMs: number; facts: Readonly<Record<string, unknown>> } | null>;
}
