import type { LastLook } from '#lib/channels/port.ts';

/** What a worker notes before the first byte of a message may leave: after its death, what it did not note it had not begun to hand over. */
export interface BegunNotes {
  /** Throws when it cannot be noted; then nothing may leave. */
  note(idempotencyKey: string): void;
}

/** The same look; once it lets the message go, that is noted first. */
export function noted(lastLook: LastLook, notes: BegunNotes, idempotencyKey: string): LastLook {
  let isNoted = false;
  return async () => {
    const why = await lastLook();
    if (why === null && !isNoted) notes.note(idempotencyKey);
    isNoted ||= why === null;
    return why;
  };
}
