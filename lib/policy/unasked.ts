import { dayMs } from './policy.ts';

/** How long an inquiry makes a business relationship (ms): three months, 47 CFR 64.1200(f)(5). */
const relationshipMs = 90 * dayMs;

/**
 * Whether nobody asked for a message: the lead never wrote to us on any channel, or not for three months. What answers a message that is no lead's of ours
 * counts as unasked as well: rather one way out too many. Pure.
 */
export function isUnasked(lastInboundAnywhereAt: number | null, nowMs: number): boolean {
  return lastInboundAnywhereAt === null || nowMs - lastInboundAnywhereAt > relationshipMs;
}
