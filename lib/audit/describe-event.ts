import { never } from '#lib/errors.ts';
import { ourRefusals, type ApprovedOver, type StaleReason } from '#lib/approvals/approval.ts';
import { isChannel, nameInText, type Channel } from '#lib/channels/channel.ts';
import { templateChanges } from '#lib/policy/message-template.ts';
import { partNames } from '#lib/policy/part-names.ts';
import type { Policy } from '#lib/policy/policy.ts';
import type { DomainEvent } from '#lib/store/event.ts';
import type { SubjectKind } from '#lib/store/recorded.ts';

/** Every event of the journal as one sentence for a person. Pure. */

export type Tone = 'neutral' | 'good' | 'warning' | 'bad';

/** Names a reader knows people and things by; the edge looks them up. */
export interface Names {
  /** Who did it, as a sentence begins: `Ana Ruiz`, `The worker`. */
  readonly actor: string;
  /** What it was done to: the lead of a draft, the address of a DNC entry, … */
  readonly subject: string;
}

export interface Target {
  readonly kind: SubjectKind;
  readonly id: string;
}

export interface Description {
  readonly text: string;
  readonly tone: Tone;
  /** Where a reader goes to see more; null when there is no such place. */
  readonly target: Target | null;
}

export function describeEvent(event: DomainEvent & { readonly subject: Target }, names: Names): Description {
  const [text, tone = 'neutral'] = sentence(event, names);
  return { text, tone, target: targetOf(event) };
}

type Sentence = readonly [text: string, tone?: Tone];

function sentence(event: DomainEvent, { actor, subject }: Names): Sentence {
  switch (event.type) {
    case 'DraftSubmitted':
      return [`${actor} drafted a message to ${subject} by ${nameInText(event.content.channel)}.`];
    case 'DraftEdited':
      return [`${actor} edited the draft to ${subject}.`];
    case 'DraftApproved':
      return [`${actor} approved the draft to ${subject}${event.sendAt === undefined ? '' : `, to go out at ${new Date(event.sendAt).toISOString()}`}.${overWords(event.warnings)}`, 'good'];
    case 'DraftRejected':
      return [`${actor} rejected the draft to ${subject}: ${event.reason}`, 'warning'];
    case 'DecisionUndone':
      return [`${actor} took back the decision on the draft to ${subject}.`];
    case 'DraftWentStale':
      return [`The draft to ${subject} must be read again: ${staleWords(event.because)}.`, 'warning'];
    case 'DraftExpired':
      return [`The draft to ${subject} expired: nobody decided in time.`, 'warning'];
    case 'ApprovalBlocked':
      return [`The draft to ${subject} was blocked: ${event.why}`, 'bad'];
    case 'ApprovalHeld':
      return [`The message to ${subject} is held: ${event.hold.why}`, 'warning'];
    case 'HoldLifted':
      return [`What held the message to ${subject} may be over; the rules look again.`];
    case 'RetryHastened':
      return [`The message to ${subject} is due again.`];
    case 'ApprovalCancelled':
      return [`${actor} cancelled the message to ${subject}: ${event.reason}`, 'warning'];
    case 'DispatchStarted':
      return [`Sending to ${subject} by ${nameInText(event.channel)} started (attempt ${event.attempt}).`];
    case 'DispatchAccepted':
      return [`The message to ${subject} was sent (attempt ${event.attempt}).`, 'good'];
    case 'DispatchRefused':
      if (event.backToReview) return [`Sending to ${subject} was refused for now (${event.code}); it is read again before another try.`, 'warning'];
      if (event.nextAttemptAt !== null && ourRefusals.has(event.code)) return [`The message to ${subject} did not leave: ${event.evidence}`, 'neutral'];
      return event.nextAttemptAt === null
        ? [`Sending to ${subject} failed for good (${event.code}): ${event.evidence}`, 'bad']
        : [`Sending to ${subject} was refused for now (${event.code}); it will be tried again.`, 'warning'];
    case 'DispatchUncertain':
      return [`Nobody knows whether the message to ${subject} was sent: ${event.evidence}`, 'bad'];
    case 'UncertainProven':
      return [`The uncertain message to ${subject} was sent: ${event.evidence}`, 'good'];
    case 'AttemptProven':
      return [`Attempt ${event.attempt} of the message to ${subject} went out after all: ${event.evidence}`, 'warning'];
    case 'UncertainResolved':
      return [`${actor} said of the uncertain message to ${subject}: ${resolutionWords[event.as]}.`];
    case 'DeadLetterRevived':
      return [`${actor} took up the dead letter to ${subject} again.`];
    case 'LeadAdded':
      return [`${actor} added the lead ${event.fields.name}.`];
    case 'LeadEdited':
      return [`${actor} changed ${list(Object.keys(event.changes).map(fieldWords))} of ${subject}.`];
    case 'LeadTemperatureChanged':
      return [`${subject} is now ${event.temperature}.`];
    case 'LeadAlsoReached':
      return [`What a teammate wrote to somebody else outside the console reached ${subject} too.`];
    case 'LeadErased':
      return [`${actor} erased a lead and everything known of them: ${event.reason}`, 'warning'];
    case 'ErasureFinished':
      return [`The data of an erased lead is gone from the journal (${event.records} records) and from the tables.`];
    case 'PolicyChanged':
      return [`${actor} changed the policy (${partWords(Object.keys(event.after))}): ${event.reason}${templateWords(event)}`, 'warning'];
    case 'PolicySettingsNoted':
      return [`What the settings give of the policy was noted (${partWords(Object.keys(event.values))}).`];
    case 'PolicySettingsChanged':
      return [`The program was started with other settings, which give another policy (${partWords(Object.keys(event.after))}).${overruledWords(event)}`, 'warning'];
    case 'BackupMade':
      return [`${actor} made a backup of ${event.headSeq} records: ${event.place}`];
    case 'TableEditKept':
      return event.left === 0
        ? [`${event.table}.csv was changed by hand: ${counted(event.taken, 'row')} taken in.`]
        : [`${event.table}.csv was changed by hand: ${counted(event.taken, 'row')} taken in, ${counted(event.left, 'difference')} not applied and kept in ${event.keptAs}: ${event.differences.join('; ')}`, 'warning'];
    case 'TableEditDismissed':
      return [`${actor} has seen what was left out of ${event.table}.csv.`];
    case 'HistoryAccepted':
      return [`${actor} accepted the history that ends with record ${event.endsAt}, without what was signed on ${event.signedAt} (record ${event.signedSeq}): ${event.reason}`, 'warning'];
    case 'SigningKeyReplaced':
      return event.isLinked
        ? [`${actor} replaced the key that heads are signed with: ${event.before} gave way to ${event.keyId}.`]
        : [`${actor} began with a new key to sign heads, ${event.keyId}; no older key vouches for it.`, 'warning'];
    case 'ContactCardOpened':
      return [`${event.name || event.address.value} wrote, whom nobody knows yet.`];
    case 'ContactWroteAgain':
      return [`${subject}, whom nobody knows yet, wrote again.`];
    case 'ContactBecameLead':
      return [`${actor} made the contact ${subject} a lead.`, 'good'];
    case 'ContactDismissed':
      return [event.reason === '' ? `${actor} dismissed the contact ${subject}.` : `${actor} dismissed the contact ${subject}: ${event.reason}`];
    case 'MessageRecorded':
      return messageSentence(event.fields);
    case 'MessageClassified':
      return event.followUp.kind === 'drafted'
        ? [`A message from ${subject} was classified ${event.classification.temperature} and answered with a draft.`]
        : [`A message from ${subject} was classified ${event.classification.temperature}; no draft: ${event.followUp.why}`];
    case 'MessageMatched':
      return [`A message from ${subject} now belongs to a lead.`];
    case 'MessageUnreadable':
      return [`Something that arrived by ${nameInText(event.channel)} could not be read: ${event.why}`, 'bad'];
    case 'ConversationStarted':
      return [`A conversation by ${nameInText(event.channel)} began with ${subject}.`];
    case 'ConversationMatched':
      return [`A conversation now belongs to the lead ${subject}.`];
    case 'DncEntryAdded':
      return [`${actor} put ${subject} on the Do-Not-Contact list${onChannel(event.fields.channel)}: ${event.fields.reason}`, 'warning'];
    case 'DncEntryRemoved':
      return [`${actor} took ${subject} off the Do-Not-Contact list: ${event.reason}`, 'warning'];
    case 'UserAdded':
      return [`${actor} added the user ${event.name} as ${event.role}.`];
    case 'UserPasswordSet':
      return [`${actor} set the password of ${subject}.`];
    case 'UserRoleChanged':
      return [`${actor} gave ${subject} the role ${event.role}.`];
    case 'UserDisabled':
      return [`${actor} disabled the user ${subject}.`, 'warning'];
    case 'UserEnabled':
      return [`${actor} enabled the user ${subject}.`];
    case 'UserSignedOutEverywhere':
      return [`${actor} ended every session of ${subject}.`];
    case 'UserSignedIn':
      return [`${subject} signed in.`];
    case 'TokenCreated':
      return [`${actor} created the token ${event.name} as ${event.role}.`];
    case 'TokenRevoked':
      return [`${actor} revoked the token ${subject}.`, 'warning'];
    case 'SignInFailed':
      return ['A sign-in failed.', 'warning'];
    case 'SignInTriesCleared':
      return ['A sign-in succeeded after failed tries.'];
    case 'ChannelPaused':
      return [`${actor} paused ${channelWords(subject)}: ${event.reason}`, 'warning'];
    case 'ChannelResumed':
      return [`${actor} resumed ${channelWords(subject)}.`, 'good'];
    case 'BreakerMoved':
      return breakerSentence(channelWords(subject), event, actor);
    case 'MessageReturned':
      return [`A message from ${event.sender} came back.`, 'warning'];
    case 'WatermarkMoved':
      return [event.why === '' ? `${subject} was read on.` : `${subject} was read from a new place: ${event.why}`, event.why === '' ? 'neutral' : 'warning'];
    default:
      return never(event);
  }
}

function overruledWords({ after, overruled }: Extract<DomainEvent, { type: 'PolicySettingsChanged' }>): string {
  if (overruled.length === 0) return '';
  return overruled.length === Object.keys(after).length ? ' Nothing in force changed by it: managers decided otherwise.' : ` Of ${partWords(overruled)} what managers decided stays in force.`;
}

function breakerSentence(channel: string, { sender, breaker }: Extract<DomainEvent, { type: 'BreakerMoved' }>, actor: string): Sentence {
  switch (breaker.kind) {
    case 'open':
      return [`Sending by ${channel} from ${sender} rests after trouble (${breaker.code}): ${breaker.why}`, 'bad'];
    case 'half_open':
      return [breaker.successes === 0 ? `${actor} tries sending by ${channel} from ${sender} again, with one message.` : `Sending by ${channel} from ${sender} worked ${breaker.successes === 1 ? 'once' : `${breaker.successes} times`} since it rested.`];
    case 'closed':
      return breaker.failures === 0 ? [`Sending by ${channel} from ${sender} works.`, 'good'] : [`Sending by ${channel} from ${sender} failed ${breaker.failures === 1 ? 'once' : `${breaker.failures} times in a row`}.`, 'warning'];
    default:
      return never(breaker);
  }
}

const resolutionWords = { was_sent: 'it was sent', send_again: 'send it again', drop: 'drop it' } as const;

function messageSentence(fields: Extract<DomainEvent, { type: 'MessageRecorded' }>['fields']): Sentence {
  const who = fields.displayName || fields.address.value;
  if (fields.direction === 'out') return [`A message went out to ${who} by ${nameInText(fields.channel)}.`];
  switch (fields.nature.kind) {
    case 'ordinary':
      return [`${who} wrote by ${nameInText(fields.channel)}.`];
    case 'auto_reply':
      return [`An automatic answer of ${who} arrived by ${nameInText(fields.channel)}.`];
    case 'bounce':
      return [`A delivery report of ${who} arrived by ${nameInText(fields.channel)}: ${fields.nature.why}`, 'warning'];
    default:
      return never(fields.nature);
  }
}

function staleWords(because: StaleReason): string {
  switch (because.kind) {
    case 'new_inbound':
      return 'the lead wrote again';
    case 'lead_stage_changed':
      return 'the lead’s stage changed';
    case 'lead_address_changed':
      return 'the lead’s addresses changed';
    case 'dnc_changed':
      return 'a Do-Not-Contact entry changed';
    case 'teammate_sent':
      return 'a teammate sent the lead something else';
    case 'maybe_sent':
      return 'another message to the lead may have been sent';
    case 'arrived_before':
      return `attempt ${because.attempt} went out after all`;
    case 'too_old':
      return `it is older than ${because.limitHours} h`;
    case 'schedule_missed':
      return 'it could not go out when it was scheduled';
    case 'policy':
      return because.why;
    default:
      return never(because);
  }
}

function targetOf(event: DomainEvent & { readonly subject: Target }): Target | null {
  const { subject } = event;
  if (event.type === 'MessageRecorded' && event.fields.leadId !== null) return { kind: 'lead', id: event.fields.leadId };
  if (event.type === 'MessageRecorded' && event.fields.contactId !== null) return { kind: 'contact', id: event.fields.contactId };
  if (event.type === 'ContactBecameLead' || event.type === 'MessageMatched' || event.type === 'ConversationMatched') return { kind: 'lead', id: event.leadId };
  return subject.kind === 'signin' ? null : { kind: subject.kind, id: subject.id };
}

function templateWords({ before, after }: Extract<DomainEvent, { type: 'PolicyChanged' }>): string {
  return after.templates ? ` (${list(templateChanges(before.templates ?? [], after.templates))})` : '';
}

function overWords(warnings: readonly ApprovedOver[] = []): string {
  return warnings.length === 0 ? '' : ` Worth a look in it: ${list(warnings.map(({ words }) => `“${words}”`))}.`;
}

/** Under the names they have in the settings; one that is no longer a part of the policy under its own. */
const partWords = (parts: readonly string[]) => list(parts.map((part) => `“${partNames[part as keyof Policy] ?? part}”`));
const onChannel = (channel: Channel | 'all') => (channel === 'all' ? '' : ` for ${nameInText(channel)}`);
const channelWords = (subject: string) => (isChannel(subject) ? nameInText(subject) : subject === 'all' ? 'all channels' : subject);
const counted = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;
const fieldWords = (field: string) => field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replace(/ id$/, '');

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
