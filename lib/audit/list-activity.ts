import { nameOfActor } from '#lib/accounts/name-of-actor.ts';
import { mayDo } from '#lib/accounts/permissions.ts';
import { iso } from '#lib/clock.ts';
import { Refused } from '#lib/errors.ts';
import { pageOf } from '#lib/paging.ts';
import { parse } from '#lib/parse.ts';
import type { EventType, RecordedEvent } from '#lib/store/event.ts';
import type { Subject, SubjectKind } from '#lib/store/recorded.ts';
import type { EventFilter, Reads } from '#lib/store/port.ts';
import type { Call } from '#lib/world.ts';
import { describeEvent } from './describe-event.ts';
import { listActivityInput, type ActivityList, type ActivityView } from './schema.ts';

/** What people want to see without asking for everything. */
const mainTypes: readonly EventType[] = [
  'DraftSubmitted', 'DraftEdited', 'DraftApproved', 'DraftRejected', 'DecisionUndone', 'DraftWentStale', 'DraftExpired', 'ApprovalBlocked',
  'ApprovalHeld', 'ApprovalCancelled', 'DispatchStarted', 'DispatchAccepted', 'DispatchRefused', 'DispatchUncertain', 'UncertainResolved', 'UncertainProven', 'AttemptProven',
  'DeadLetterRevived', 'LeadAdded', 'LeadEdited', 'LeadAlsoReached', 'ContactCardOpened', 'ContactBecameLead', 'ContactDismissed', 'MessageRecorded',
  'MessageUnreadable', 'DncEntryAdded', 'DncEntryRemoved', 'UserAdded', 'UserPasswordSet', 'UserRoleChanged', 'UserDisabled', 'UserEnabled',
  'TokenCreated', 'TokenRevoked', 'SignInFailed', 'ChannelPaused', 'ChannelResumed', 'TableEditKept', 'TableEditDismissed', 'HistoryAccepted', 'SigningKeyReplaced',
  'PolicyChanged', 'PolicySettingsChanged', 'BackupMade', 'LeadErased', 'BreakerMoved',
];

/** The journal, newest first, in words. */
export async function listActivity(call: Call, input: unknown): Promise<ActivityList> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const { leadId, subject, actor, detail, from, to, ...rest } = parse(listActivityInput, input);
  const filter: EventFilter = {
    ...(leadId && { leadId }), ...(subject && { subject: subjectOf(subject) }), ...(actor && { actor }),
    ...(detail === 'main' && { types: mainTypes }), ...(from && { fromMs: Date.parse(from) }), ...(to && { toMs: Date.parse(to) }),
  };
  const { store } = call.world;
  const page = await store.events(filter, pageOf(rest));
  return { ...page, items: await Promise.all(page.items.map((event) => activityView(store, event))) };
}

function subjectOf(text: string): Subject {
  const at = text.indexOf(':');
  return { kind: text.slice(0, at) as SubjectKind, id: text.slice(at + 1) };
}

async function activityView(reads: Reads, event: RecordedEvent): Promise<ActivityView> {
  const leadId = await leadOf(reads, event);
  const lead = leadId === null ? null : await reads.leads.get(leadId);
  const names = { actor: await nameOfActor(reads, event.actor), subject: lead?.name ?? (await subjectName(reads, event.subject)) };
  const { text, tone, target } = describeEvent(event, names);
  return {
    seq: event.seq, at: iso(event.at), type: event.type, actor: event.actor, actorName: names.actor,
    subject: { kind: event.subject.kind, id: event.subject.id }, target: target && { kind: target.kind, id: target.id },
    leadId, leadName: lead?.name ?? null, text, tone, cause: event.cause, correlationId: event.correlationId,
  };
}

/** What people call a subject that is no lead's. */
async function subjectName(reads: Reads, { kind, id }: Subject): Promise<string> {
  switch (kind) {
    case 'contact':
      return (await reads.contacts.get(id))?.address.value ?? id;
    case 'dnc':
      return (await reads.dnc.get(id))?.value ?? id;
    case 'user':
      return (await reads.accounts.user(id))?.name ?? id;
    case 'token':
      return (await reads.accounts.token(id))?.name ?? id;
    case 'message': {
      const row = await reads.messages.get(id);
      return row?.kind === 'message' ? row.displayName || row.address.value : 'an unreadable message';
    }
    case 'channel':
      return id;
    default:
      return 'somebody unknown';
  }
}

async function leadOf(reads: Reads, event: RecordedEvent): Promise<string | null> {
  const { kind, id } = event.subject;
  switch (kind) {
    case 'lead':
      return id;
    case 'approval':
      return (await reads.approvals.get(id))?.leadId ?? null;
    case 'conversation':
      return (await reads.conversations.get(id))?.leadId ?? null;
    case 'message': {
      const row = await reads.messages.get(id);
      return row?.kind === 'message' ? row.leadId : null;
    }
    case 'contact':
      return (await reads.contacts.get(id))?.leadId ?? null;
    case 'dnc': {
      const entry = await reads.dnc.get(id);
      return entry?.kind === 'lead' ? entry.value : null;
    }
    default:
      return null;
  }
}
