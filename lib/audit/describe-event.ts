import type { DomainEvent } from '#lib/store/event.ts';
import { never } from '#lib/errors.ts';

export type Tone = 'plain' | 'good' | 'warning' | 'bad';

export interface Described {
  /** What happened, without the actor: “approved a draft”. */
  readonly text: string;
  readonly tone: Tone;
}

const plain = (text: string): Described => ({ text, tone: 'plain' });
const good = (text: string): Described => ({ text, tone: 'good' });
const warning = (text: string): Described => ({ text, tone: 'warning' });
const bad = (text: string): Described => ({ text, tone: 'bad' });

/** Every event as words for people. A new event type does not compile until it has its words. Pure. */
export function describeEvent(event: DomainEvent): Described {
  switch (event.type) {
    case 'DraftSubmitted':
      return plain(`proposed a draft by ${event.content.channel}`);
    case 'DraftEdited':
      return plain('edited a draft');
    case 'DraftApproved':
      return good('approved a draft');
    case 'DraftRejected':
      return warning(`rejected a draft: ${event.reason}`);
    case 'DecisionUndone':
      return warning('took a decision back');
    case 'DraftWentStale':
      return warning(`sent a draft back to review: ${event.because.kind.replaceAll('_', ' ')}`);
    case 'DraftExpired':
      return warning('let a draft expire');
    case 'ApprovalBlocked':
      return bad(`blocked a message: ${event.why}`);
    case 'ApprovalHeld':
      return warning(`held a message: ${event.hold.why}`);
    case 'ApprovalCancelled':
      return warning(`cancelled a message: ${event.reason}`);
    case 'DispatchStarted':
      return plain(`began to send (attempt ${event.attempt})`);
    case 'DispatchAccepted':
      return good('delivered to the channel, which accepted it');
    case 'DispatchRefused':
      return event.nextAttemptAt === null
        ? bad(`could not send: ${event.code}; no more attempts`)
        : warning(`was refused by the channel: ${event.code}; will try again`);
    case 'DispatchUncertain':
      return bad('does not know whether a message was sent');
    case 'UncertainResolved':
      return warning(`settled an uncertain send: ${event.as.replaceAll('_', ' ')}`);
    case 'DeadLetterRevived':
      return plain('took up a dead letter again');
    case 'LeadAdded':
      return plain(`added the lead ${event.fields.name}`);
    case 'LeadEdited':
      return plain(`changed ${Object.keys(event.changes).join(', ')} of a lead`);
    case 'LeadTemperatureChanged':
      return plain(`found a lead ${event.temperature}`);
    case 'ContactCardOpened':
      return warning('received a message from somebody unknown');
    case 'ContactWroteAgain':
      return plain('received another message from somebody unknown');
    case 'ContactBecameLead':
      return good('made a lead of a contact card');
    case 'ContactDismissed':
      return plain('dismissed a contact card');
    case 'MessageRecorded':
      return plain(event.fields.direction === 'in' ? `received a message by ${event.fields.channel}` : `recorded an outbound message by ${event.fields.channel}`);
    case 'MessageClassified':
      return plain(
        event.followUp.kind === 'drafted'
          ? `classified a message as ${event.classification.temperature} and drafted an answer`
          : `classified a message as ${event.classification.temperature}; no draft: ${event.followUp.why}`,
      );
    case 'MessageMatched':
      return plain('matched a message to a lead');
    case 'MessageUnreadable':
      return bad(`could not read a message: ${event.why}`);
    case 'ConversationStarted':
      return plain(`opened a conversation by ${event.channel}`);
    case 'ConversationMatched':
      return plain('matched a conversation to a lead');
    case 'DncEntryAdded':
      return bad(`added ${event.fields.value} to Do Not Contact: ${event.fields.reason}`);
    case 'DncEntryRemoved':
      return warning(`removed a Do-Not-Contact entry: ${event.reason}`);
    case 'UserAdded':
      return plain(`added the user ${event.email} as ${event.role}`);
    case 'UserPasswordSet':
      return warning('set a new password');
    case 'UserRoleChanged':
      return warning(`gave a user the role ${event.role}`);
    case 'UserDisabled':
      return warning('disabled a user');
    case 'UserEnabled':
      return plain('enabled a user');
    case 'UserSignedOutEverywhere':
      return plain('signed a user out everywhere');
    case 'UserSignedIn':
      return plain('signed in');
    case 'TokenCreated':
      return warning(`created the token ${event.name} as ${event.role}`);
    case 'TokenRevoked':
      return warning('revoked a token');
    case 'SignInFailed':
      return warning('refused a sign-in');
    case 'SignInTriesCleared':
      return plain('cleared failed sign-ins');
    case 'ChannelPaused':
      return bad(`paused sending: ${event.reason}`);
    case 'ChannelResumed':
      return good('resumed sending');
    case 'WatermarkMoved':
      return plain(event.why === '' ? 'read on in a mailbox' : `read on in a mailbox: ${event.why}`);
    default:
      return never(event);
  }
}
