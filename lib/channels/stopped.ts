import type { Outcome } from '#lib/approvals/approval.ts';
import type { LastLook } from './port.ts';

/** What the last look came to when it lets nothing more out. */
export interface Stopped {
  /** `stopped`: somebody said so. `unchecked`: it could not be looked up, which says nothing of the message. */
  readonly code: 'stopped' | 'unchecked';
  readonly why: string;
}

/** Asks once more whether a message may go out; null when it may. Never throws: what cannot be looked up lets nothing out. */
export async function stoppedNow(lastLook: LastLook | undefined): Promise<Stopped | null> {
  try {
    const why = (await lastLook?.()) ?? null;
    return why === null ? null : { code: 'stopped', why };
  } catch (error) {
    return { code: 'unchecked', why: error instanceof Error ? error.message : String(error) };
  }
}

/** The outcome of a message that was stopped before the channel had all of it. */
export function stoppedOutcome({ code, why }: Stopped): Outcome {
  const what = code === 'stopped' ? 'It was stopped' : 'Whether it may still go out could not be looked up';
  return { kind: 'refused', transient: true, code, evidence: `${what} before the channel had all of it: ${why}` };
}
