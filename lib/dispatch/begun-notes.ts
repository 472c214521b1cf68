import type { LastLook } from '#lib/channels/port.ts';

/** What a worker notes before it looks for the last time whether a message may leave: after its death, what it did not note it had not begun to hand over. */
export interface BegunNotes {
  /** Throws when it cannot be noted; then nothing may leave. */
  note(idempotencyKey: string): void;
}

/** What the notes of a worker say of an attempt: that it surely had not begun to hand it over, that it may have, or that the channel took it. */
export type Noted = { readonly kind: 'not_begun' } | { readonly kind: 'begun' } | { readonly kind: 'accepted'; readonly providerId: string };

/** The same look, noted before it is taken: whoever takes this worker for gone after that leaves the message to a person, and who did so before is seen by the look. */
export function noted(lastLook: LastLook, notes: BegunNotes, idempotencyKey: string): LastLook {
  let isNoted = false;
  return () => {
    if (!isNoted) notes.note(idempotencyKey);
    isNoted = true;
    return lastLook();
  };
}
