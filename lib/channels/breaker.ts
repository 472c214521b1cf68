/**
 * Stops sending by one sender on one channel while the channel itself is in trouble: closed (all goes), open (nothing goes until an
 * instant), half open (one message at a time, to see). Kept in the journal, so that a restart does not forget it. Pure.
 */
export type Breaker =
  | { readonly kind: 'closed'; readonly failures: number }
  /** `opens`: how often in a row it opened; the waits grow with it. */
  | { readonly kind: 'open'; readonly untilMs: number; readonly opens: number; readonly code: string; readonly why: string }
  | { readonly kind: 'half_open'; readonly successes: number; readonly opens: number };

export const closed: Breaker = { kind: 'closed', failures: 0 };

/** When sending stops by itself, and when it goes on. */
export interface BreakerLimits {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** The first rest (ms). Each one that follows on another is twice as long, up to `restMsMax`. */
  readonly restMs: number;
  /** Messages that must go through, one at a time, before all go again. */
  readonly successes: number;
}

/** Nobody waits longer (ms) for a channel that may work again, unless it says itself how long. */
export const restMsMax = 600_000;

/** Refusals that speak of the channel, or of our way to it, not of the message: the next message would meet the same. */
const channelTroubles: ReadonlySet<string> = new Set(['credentials', 'account', 'limited', 'service', 'connection', 'timeout', 'dns', 'tls', 'protocol', 'smtp_421', 'smtp_454', 'unchecked']);

/** What the next message would meet for certain: a password that does not fit, an account that a person has to see to, and a platform that wants no more for now. */
const openAtOnce: ReadonlySet<string> = new Set(['credentials', 'account', 'limited']);

export function isChannelTrouble(code: string): boolean {
  return channelTroubles.has(code);
}

export interface Trouble {
  readonly code: string;
  readonly why: string;
  /** For how long the channel itself wants to be left alone (ms); the rest is never shorter. */
  readonly retryAfterMs?: number;
}

/** After a send that went through (`trouble` null) or met trouble with the channel. What cannot mend itself soon opens it at once. */
export function afterSend(breaker: Breaker, trouble: Trouble | null, nowMs: number, limits: BreakerLimits): Breaker {
  switch (breaker.kind) {
    case 'closed':
      if (!trouble) return breaker.failures === 0 ? breaker : closed;
      return breaker.failures + 1 >= limits.failures || opensAtOnce(trouble) ? opened(trouble, 1, nowMs, limits) : { kind: 'closed', failures: breaker.failures + 1 };
    case 'half_open':
      if (trouble) return opened(trouble, breaker.opens + 1, nowMs, limits);
      return breaker.successes + 1 >= limits.successes ? closed : { ...breaker, successes: breaker.successes + 1 };
    case 'open':
      // What was under way when it opened says nothing new, unless the channel asks for longer.
      return trouble?.retryAfterMs !== undefined && nowMs + trouble.retryAfterMs > breaker.untilMs ? { ...breaker, untilMs: nowMs + trouble.retryAfterMs, code: trouble.code, why: trouble.why } : breaker;
  }
}

/** Whether a channel rests after one such trouble, whatever the policy says of failures in a row. */
export function opensAtOnce({ code, retryAfterMs }: Trouble): boolean {
  return openAtOnce.has(code) || retryAfterMs !== undefined;
}

function opened({ code, why, retryAfterMs = 0 }: Trouble, opens: number, nowMs: number, { restMs }: BreakerLimits): Breaker {
  return { kind: 'open', untilMs: nowMs + Math.max(retryAfterMs, Math.min(restMsMax, restMs * 2 ** (opens - 1))), opens, code, why };
}

/** The breaker as the next claim finds it: an open one whose time is over lets one message through. */
export function beforeSend(breaker: Breaker, nowMs: number): Breaker {
  return breaker.kind === 'open' && nowMs >= breaker.untilMs ? halfOpen(breaker) : breaker;
}

/** An open breaker that lets one message through, whatever time it is. */
export function halfOpen({ opens }: Extract<Breaker, { kind: 'open' }>): Breaker {
  return { kind: 'half_open', successes: 0, opens };
}
