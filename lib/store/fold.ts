import { evolveSignInTries, evolveToken, evolveUser, type SignInEvent, type TokenEvent, type UserEvent } from '#lib/accounts/account.ts';
import type { ApprovalEvent } from '#lib/approvals/approval.ts';
import { evolveApproval } from '#lib/approvals/evolve.ts';
import { evolveChannelState, type ChannelEvent } from '#lib/channels/state.ts';
import { evolveDncEntry, type DncEvent } from '#lib/dnc/entry.ts';
import { never } from '#lib/errors.ts';
import { evolveContact, type ContactEvent } from '#lib/leads/contact.ts';
import type { LeadEvent } from '#lib/leads/lead.ts';
import { evolveConversation, evolveMessage, type ConversationEvent, type MessageEvent } from '#lib/messages/message.ts';
import { evolvePolicy, type PolicyEvent } from '#lib/policy/policy.ts';
import { evolveWorkspace, type WorkspaceEvent } from '#lib/workspace/workspace.ts';
import type { EventType, RecordedEvent } from './event.ts';
import type { Blank, SubjectKind } from './recorded.ts';
import type { Tables } from './tables.ts';

/** Which events each kind of subject can have. */
interface EventsOf {
  readonly approval: ApprovalEvent;
  readonly lead: LeadEvent;
  readonly contact: ContactEvent;
  readonly message: MessageEvent;
  readonly conversation: ConversationEvent;
  readonly dnc: DncEvent;
  readonly user: UserEvent;
  readonly token: TokenEvent;
  readonly signin: SignInEvent;
  readonly channel: ChannelEvent;
  readonly workspace: WorkspaceEvent;
  readonly policy: PolicyEvent;
}

/** Every event type there is, with the kind of subject it happens to: a type that is not here is refused, never skipped. */
const kindOfType: Readonly<Record<EventType, SubjectKind>> = {
  DraftSubmitted: 'approval', DraftEdited: 'approval', DraftApproved: 'approval', DraftRejected: 'approval', DecisionUndone: 'approval',
  DraftWentStale: 'approval', DraftExpired: 'approval', ApprovalBlocked: 'approval', ApprovalHeld: 'approval', HoldLifted: 'approval', RetryHastened: 'approval', ApprovalCancelled: 'approval',
  DispatchStarted: 'approval', DispatchAccepted: 'approval', DispatchRefused: 'approval', DispatchUncertain: 'approval',
  UncertainResolved: 'approval', UncertainProven: 'approval', AttemptProven: 'approval', DeadLetterRevived: 'approval',
  LeadAdded: 'lead', LeadEdited: 'lead', LeadTemperatureChanged: 'lead', LeadAlsoReached: 'lead', LeadErased: 'lead',
  ContactCardOpened: 'contact', ContactWroteAgain: 'contact', ContactBecameLead: 'contact', ContactDismissed: 'contact',
  MessageRecorded: 'message', MessageClassified: 'message', MessageMatched: 'message', MessageUnreadable: 'message',
  ConversationStarted: 'conversation', ConversationMatched: 'conversation',
  DncEntryAdded: 'dnc', DncEntryRemoved: 'dnc',
  UserAdded: 'user', UserPasswordSet: 'user', UserRoleChanged: 'user', UserDisabled: 'user', UserEnabled: 'user',
  UserSignedOutEverywhere: 'user', UserSignedIn: 'user',
  TokenCreated: 'token', TokenRevoked: 'token',
  SignInFailed: 'signin', SignInTriesCleared: 'signin',
  ChannelPaused: 'channel', ChannelResumed: 'channel', WatermarkMoved: 'channel', BreakerMoved: 'channel', MessageReturned: 'channel',
  BackupMade: 'workspace', TableEditKept: 'workspace', TableEditDismissed: 'workspace', ErasureFinished: 'workspace', HistoryAccepted: 'workspace', SigningKeyReplaced: 'workspace',
  PolicyChanged: 'policy', PolicySettingsNoted: 'policy', PolicySettingsChanged: 'policy',
};

export const eventTypes = Object.keys(kindOfType) as readonly EventType[];

function isAbout<K extends SubjectKind>(kind: K, event: RecordedEvent): event is Extract<RecordedEvent, { readonly type: EventsOf[K]['type'] }> {
  return event.subject.kind === kind;
}

/** Means, as a rule, that a newer version wrote it. */
export const unknownType = 'is of a type this version does not know';

/** An event that is unknown, about the wrong kind of subject, or does not fit the state before it. */
export class Misfit extends Error {
  constructor(event: { readonly seq: number; readonly type: string }, why: string, cause?: unknown) {
    super(`Record ${event.seq} (${event.type}) ${why}`, { cause });
    this.name = 'Misfit';
  }
}

/**
 * Brings the row of the event's subject to where the event leaves it. Throws a Misfit and changes nothing when it cannot. What
 * happened to a subject some of whose records are blank leaves no row: all of it was erased.
 */
export function fold(tables: Tables, event: RecordedEvent | Blank): void {
  if (event.type === 'Blank') return tables.leaveOut(event.subject);
  if (tables.isLeftOut(event.subject) && event.type !== 'LeadErased') return;
  const kind = Object.hasOwn(kindOfType, event.type) ? kindOfType[event.type] : undefined;
  if (kind === undefined) throw new Misfit(event, unknownType);
  if (kind !== event.subject.kind) throw new Misfit(event, `is about a ${event.subject.kind}; it can only be about a ${kind}`);
  try {
    foldInto(tables, event);
  } catch (error) {
    throw new Misfit(event, `does not fit what came before it: ${error instanceof Error ? error.message : String(error)}`, error);
  }
}

function foldInto(tables: Tables, event: RecordedEvent): void {
  const { id } = event.subject;
  if (isAbout('approval', event)) return tables.setApproval(evolveApproval(tables.approvals.get(id), event));
  if (isAbout('lead', event)) return event.type === 'LeadErased' ? tables.erase(event) : tables.evolveLead(event);
  if (isAbout('contact', event)) return tables.contacts.set(evolveContact(tables.contacts.get(id), event));
  if (isAbout('message', event)) return tables.setMessage(evolveMessage(tables.messages.get(id), event));
  if (isAbout('conversation', event)) return tables.conversations.set(evolveConversation(tables.conversations.get(id), event));
  if (isAbout('dnc', event)) return tables.dnc.set(evolveDncEntry(tables.dnc.get(id), event));
  if (isAbout('user', event)) return tables.users.set(evolveUser(tables.users.get(id), event));
  if (isAbout('token', event)) return tables.tokens.set(evolveToken(tables.tokens.get(id), event));
  if (isAbout('signin', event)) return tables.signIns.set(evolveSignInTries(tables.signIns.get(id), event));
  if (isAbout('channel', event)) return tables.channelStates.set(evolveChannelState(tables.channelStates.get(id), event));
  if (isAbout('workspace', event)) return tables.workspace.set(evolveWorkspace(tables.workspace.get(id), event));
  if (isAbout('policy', event)) return tables.policy.set(evolvePolicy(tables.policy.get(id), event));
  never(event);
}
