import { createHmac } from 'node:crypto';

/** How often a sign-in may fail. Durations in ms. Pure. */
export const accountLimit = { failures: 5, windowMs: 15 * 60_000 };
export const addressLimit = { failures: 20, windowMs: 15 * 60_000 };
/** Where clients cannot be told apart, one of them must not be able to lock out all the others. */
export const sharedLimit = { failures: 300, windowMs: 15 * 60_000 };

export interface Limit {
  readonly failures: number;
  readonly windowMs: number;
}

/** When the next try is allowed (ms since the epoch), or null when it is allowed now. A clock that went back opens nothing. */
export function throttledUntil(failures: readonly number[], limit: Limit, now: number): number | null {
  const recent = failures.filter((at) => at > now - limit.windowMs);
  const deciding = recent.at(-limit.failures);
  return deciding === undefined ? null : deciding + limit.windowMs;
}

/** Under what failures are counted: a keyed hash, so that the journal holds neither account names nor network addresses. */
export function triesId(secret: string, kind: 'account' | 'address', value: string): string {
  return createHmac('sha256', secret).update(`${kind}:${value}`).digest('hex').slice(0, 32);
}
