import type { Dispatch } from '#lib/channels/port.ts';
import type { EventType } from '#lib/store/event.ts';
import { says, type JournalTail, type TailLine } from '#lib/store/journal/tail.ts';

/**
 * In these nobody says stop: other messages go out. What a lead writes is a `MessageRecorded` as well; what that stops is said in the same append by an event of its own (`DraftWentStale`,
 * an entry of the list). Everything else may say stop, and is asked about.
 */
const saysNothing: ReadonlySet<string> = new Set(['DispatchStarted', 'DispatchAccepted', 'MessageRecorded', 'ConversationStarted'] satisfies EventType[]);

/** How long after its claim a message goes by what the journal holds alone (ms); later it is asked about in any case, so that nothing rests on a clock that only seems to stand still. */
const trustMsMax = 1000;

/** The last look from a thread that has no store: whether anything was recorded, or is about to be, since a message was claimed that could stop it. */
export interface LookApart {
  /** True when nothing was; false when the thread of the store has to be asked. */
  isClear(dispatch: Dispatch, claimedAgoMs: number): boolean;
  /** Names the newest that may say stop, up to now: another one later means that something was added. */
  newest(): number;
}

interface Claim {
  readonly started: TailLine;
  /** Counted from the first line that was seen. */
  readonly line: number;
}

/** Of what `worker` claims: what others do is none of this. */
export function lookApart(tail: JournalTail, worker: string): LookApart {
  let lines = 0;
  /** The newest line that may say stop. */
  let newest = 0;
  /** What is on its way, by the approval; of one that anything else was recorded of, nothing is known here. */
  const claims = new Map<string, Claim>();
  const note = (line: TailLine) => {
    lines += 1;
    if (!saysNothing.has(line.type)) newest = lines;
    if (line.type !== 'DispatchStarted') claims.delete(line.subject);
    // Of ours the first counts. A claim that lost its race may stand behind a stop: of another worker wherever it stands.
    else if (!claims.has(line.subject) && says(line, 'worker', worker)) claims.set(line.subject, { started: line, line: lines });
  };
  /** What was passed by counts as one line that may say stop. */
  const noteUnknown = () => {
    lines += 1;
    newest = lines;
  };
  const readOn = () => {
    if (!tail.read(note)) noteUnknown();
  };
  return {
    newest() {
      readOn();
      return newest;
    },
    isClear({ approvalId, idempotencyKey }, claimedAgoMs) {
      readOn();
      const claim = claims.get(`approval:${approvalId}`);
      return claim !== undefined && says(claim.started, 'idempotencyKey', idempotencyKey) && newest < claim.line && claimedAgoMs >= 0 && claimedAgoMs < trustMsMax;
    },
  };
}
