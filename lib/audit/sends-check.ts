import { contentHash, type Content } from '#lib/approvals/content.ts';
import type { Channel } from '#lib/channels/channel.ts';
import type { DncFields, DncKey } from '#lib/dnc/entry.ts';
import { entryKey, personKeys } from '#lib/dnc/match.ts';
import { addressKindOf } from '#lib/leads/address.ts';
import type { EventType, RecordedEvent } from '#lib/store/event.ts';

/**
 * The history against the promise: every attempt was begun under a person's approval of exactly that content, after the time to take it back, behind no opt-out, and
 * never again when one before it went out or may have. It reads what was recorded and nothing that is derived from it, so that it does not share the mistakes of what sends. Pure.
 */

export interface SendProblem {
  /** The record that should not be there. */
  readonly seq: number;
  readonly approvalId: string;
  readonly leadId: string | null;
  /** One sentence. */
  readonly problem: string;
}

export interface SendsFound {
  /** Sends that were begun, each try counted. */
  readonly attempts: number;
  /** What each came to; `open` are on their way. */
  readonly accepted: number;
  readonly refused: number;
  readonly uncertain: number;
  readonly open: number;
  /** The first `problemsMax` of them, in the order of the journal. */
  readonly problems: readonly SendProblem[];
  readonly problemCount: number;
}

/** More than this help nobody. */
export const problemsMax = 100;

/** The events that decide it; all others may be left out. */
export const sendEventTypes = [
  'DraftSubmitted', 'DraftEdited', 'DraftApproved', 'DraftRejected', 'DecisionUndone', 'DraftWentStale', 'DraftExpired', 'ApprovalBlocked', 'ApprovalCancelled', 'DispatchStarted', 'DispatchAccepted',
  'DispatchRefused', 'DispatchUncertain', 'UncertainProven', 'AttemptProven', 'UncertainResolved', 'DeadLetterRevived', 'DncEntryAdded', 'DncEntryRemoved',
] as const satisfies readonly EventType[];

interface Standing {
  readonly by: string;
  readonly contentHash: string;
  /** Not to be begun before (ms since the epoch). */
  readonly notBeforeMs: number;
}

/** Whom a text is for. */
type Whither = Pick<Content, 'channel' | 'recipient'>;

interface Life {
  readonly leadId: string;
  to: Whither;
  /** Of the text as it stands in the record, whatever hash was recorded beside it. */
  textHash: string;
  /** The approval that stands; null when there is none, or none any more. */
  approval: Standing | null;
  /** What became of the attempt before; null before the first, and when a person said to send it again. */
  last: 'open' | 'accepted' | 'refused' | 'uncertain' | null;
  /** Attempts of which nobody knows, also those that a person had sent again. */
  readonly unknown: Set<number>;
}

export interface SendsCheck {
  /** Takes one event, in the order of the journal. */
  note(event: RecordedEvent): void;
  found(): SendsFound;
}

export function openSendsCheck(): SendsCheck {
  const lives = new Map<string, Life>();
  const listed = new Listed();
  const counts = { attempts: 0, accepted: 0, refused: 0, uncertain: 0, open: 0 };
  const problems: SendProblem[] = [];
  let problemCount = 0;
  const come = (life: Life, to: 'accepted' | 'refused' | 'uncertain') => {
    if (life.last === 'open' || life.last === 'uncertain') counts[life.last] -= 1;
    counts[to] += 1;
    life.last = to;
  };
  const found = ({ seq, subject }: RecordedEvent, life: Life | undefined, problem: string) => {
    problemCount += 1;
    if (problems.length < problemsMax) problems.push({ seq, approvalId: subject.id, leadId: life?.leadId ?? null, problem });
  };
  const note = (event: RecordedEvent) => {
    const { id } = event.subject;
    if (event.type === 'DncEntryAdded') return listed.add(id, event.fields);
    if (event.type === 'DncEntryRemoved') return listed.remove(id);
    if (event.type === 'DraftSubmitted') return void lives.set(id, { leadId: event.leadId, to: whither(event.content), textHash: contentHash(event.content), approval: null, last: null, unknown: new Set() });
    const life = lives.get(id);
    switch (event.type) {
      case 'DispatchStarted': {
        counts.attempts += 1;
        counts.open += 1;
        const wrong = life ? wrongWith(event, life, listed) : ['It was begun, and no draft was ever recorded.'];
        for (const each of wrong) found(event, life, each);
        if (life) life.last = 'open';
        return;
      }
      case 'DispatchAccepted':
      case 'UncertainProven':
        if (!life) return;
        if (life.last === 'accepted') found(event, life, 'It was recorded as sent twice.');
        life.approval = null;
        life.unknown.delete(event.attempt);
        return come(life, 'accepted');
      case 'AttemptProven':
        if (!life) return;
        if (!life.unknown.delete(event.attempt)) return found(event, life, 'It was proven to be sent, and nobody had been in doubt about it.');
        life.approval = null;
        counts.uncertain -= 1;
        counts.accepted += 1;
        return;
      case 'DispatchRefused':
        // A dead letter, or back in review: it goes nowhere again before a person decides anew.
        if (life && (event.nextAttemptAt === null || event.backToReview === true)) life.approval = null;
        return life && come(life, 'refused');
      case 'DispatchUncertain':
        life?.unknown.add(event.attempt);
        return life && come(life, 'uncertain');
      default:
        if (life) decided(event, life);
    }
  };
  return { note, found: () => ({ ...counts, problems, problemCount }) };
}

/** A long history has many texts: they are not kept. */
function whither({ channel, recipient }: Content): Whither {
  return { channel, recipient };
}

/** What people decided, and what takes a decision away. */
function decided(event: RecordedEvent, life: Life): void {
  switch (event.type) {
    case 'DraftEdited':
      life.to = whither(event.content);
      life.textHash = contentHash(event.content);
      life.approval = null;
      return;
    case 'DraftApproved':
      life.approval = { by: event.actor, contentHash: event.contentHash, notBeforeMs: Math.max(event.undoUntilMs, event.sendAt ?? 0) };
      return;
    case 'UncertainResolved':
      if (event.as !== 'send_again') return void (life.approval = null);
      life.last = null;
      // The same words once more, when nothing has changed since somebody approved them.
      if (life.approval) life.approval = { ...life.approval, by: event.actor, notBeforeMs: event.undoUntilMs };
      return;
    case 'DeadLetterRevived':
    case 'DraftWentStale':
    case 'DecisionUndone':
    case 'DraftRejected':
    case 'DraftExpired':
    case 'ApprovalBlocked':
    case 'ApprovalCancelled':
      life.approval = null;
  }
}

function wrongWith(event: Extract<RecordedEvent, { type: 'DispatchStarted' }>, { leadId, to, textHash, approval, last }: Life, listed: Listed): string[] {
  const wrong: string[] = [];
  if (!approval) wrong.push('It was begun, and no approval stood.');
  else if (!approval.by.startsWith('person:')) wrong.push(`It was begun, and no person had approved it (${approval.by}).`);
  else if (approval.contentHash !== event.contentHash || textHash !== event.contentHash) wrong.push('What was begun is not what was approved.');
  else if (event.at < approval.notBeforeMs) wrong.push('It was begun before the time to take it back was over, or before the time it was approved for.');
  if (last === 'open') wrong.push('It was begun while another try was on its way.');
  if (last === 'accepted') wrong.push('It was begun again after it had been sent.');
  if (last === 'uncertain') wrong.push('It was begun again, and nobody knew whether the try before had been sent.');
  if (listed.forbids(to, leadId)) wrong.push('It was begun after its recipient had been put on the Do-Not-Contact list.');
  return wrong;
}

/** The Do-Not-Contact list as it grows and shrinks along the journal. */
class Listed {
  private readonly byKey = new Map<DncKey, Map<string, Channel | 'all'>>();
  private readonly keyOf = new Map<string, DncKey>();

  add(id: string, fields: DncFields): void {
    const key = entryKey(fields);
    this.keyOf.set(id, key);
    const there = this.byKey.get(key) ?? new Map<string, Channel | 'all'>();
    this.byKey.set(key, there.set(id, fields.channel));
  }

  remove(id: string): void {
    const key = this.keyOf.get(id);
    if (key) this.byKey.get(key)?.delete(id);
  }

  /** By the lead and the recipient as written; what else is theirs the rules knew at the time. */
  forbids({ channel, recipient }: Whither, leadId: string): boolean {
    const keys = personKeys({ leadId, addresses: [{ kind: addressKindOf[channel], value: recipient }] });
    return keys.some((key) => [...(this.byKey.get(key)?.values() ?? [])].some((each) => each === 'all' || each === channel));
  }
}
