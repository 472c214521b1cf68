import type { Dispatch } from '#lib/channels/port.ts';
import type { EventType } from '#lib/store/event.ts';
import type { JournalTail, TailLine } from '#lib/store/journal/tail.ts';

/** In these nobody says stop: other messages go out. Everything else may say it, and is asked about. */
const saysNothing: ReadonlySet<string> = new Set(['DispatchStarted', 'DispatchAccepted', 'MessageRecorded', 'ConversationStarted'] satisfies EventType[]);

/** How long after its claim a message goes by what the journal holds alone (ms); later it is asked about in any case. */
const trustMsMax = 1000;

/** The last look from a thread that has no store: whether anything was recorded, or is about to be, since a message was claimed that could stop it. */
export interface LookApart {
  /** True when nothing was; false when the thread of the store has to be asked. */
  isClear(dispatch: Dispatch, claimedAgoMs: number): boolean;
}

interface Claim {
  readonly text: string;
  /** Counted from the first line that was seen. */
  readonly line: number;
}

export function lookApart(tail: JournalTail): LookApart {
  let lines = 0;
  /** The newest line that may say stop. */
  let newest = 0;
  /** What is on its way, by the approval; of one that anything else was recorded of, nothing is known here. */
  const claims = new Map<string, Claim>();
  const note = ({ type, subject, text }: TailLine) => {
    lines += 1;
    if (!saysNothing.has(type)) newest = lines;
    if (type === 'DispatchStarted') claims.set(subject, { text, line: lines });
    else claims.delete(subject);
  };
  return {
    isClear({ approvalId, idempotencyKey }, claimedAgoMs) {
      if (!tail.read(note)) newest = lines += 1;
      const claim = claims.get(`approval:${approvalId}`);
      return claim !== undefined && claim.text.includes(cellOf(idempotencyKey)) && newest < claim.line && claimedAgoMs >= 0 && claimedAgoMs < trustMsMax;
    },
  };
}

/** How a claim names its attempt, as it stands in a cell. */
const cellOf = (idempotencyKey: string) => `""idempotencyKey"":""${idempotencyKey}""`;
