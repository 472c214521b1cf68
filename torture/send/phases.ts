/** The steps of an SMTP conversation at which a server can do harm, in their order. */
export const phases = ['connect', 'greeting', 'EHLO', 'AUTH', 'MAIL', 'RCPT', 'DATA', 'payload', 'dot', 'answered'] as const;
export type Phase = (typeof phases)[number];

/**
 * What the server does at one step: answers as it should, refuses for now or for good, ends the connection, resets it, ends it in the middle of its
 * answer, or says nothing for a while and then ends it. At `dot` it has taken the message and its receipt is on disk before it does anything else but refuse.
 */
export type Harm = 'none' | 'refuse4' | 'refuse5' | 'cut' | 'reset' | 'half' | 'stall';

export interface Plan {
  readonly phase: Phase;
  readonly harm: Harm;
}

/** One message the server took, on disk before anybody was told. */
export interface Receipt {
  readonly messageId: string;
  readonly to: string;
  readonly subject: string;
  readonly body: string;
  /** When the server asked for the payload (ms since the epoch, this machine's clock). */
  readonly goAheadAt: number;
  readonly at: number;
}

/** What the recorder is started with, as JSON. */
export interface RecorderOrder {
  /** Where it leaves its ports (`recorder.json`) and its receipts (`receipts.jsonl`). */
  readonly folder: string;
  readonly seed: number;
  /** How likely a message meets harm, 0 to 1. */
  readonly harmful: number;
}

export interface RecorderPorts {
  readonly smtp: number;
  /** Takes lines: `hold PHASE`, answered by `ready`, then by `held` when a conversation reaches the step, and `go` to let it go on. */
  readonly control: number;
}
