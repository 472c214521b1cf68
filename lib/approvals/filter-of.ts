import type { z } from 'zod';
import { hourMs } from '#lib/policy/policy.ts';
import type { ApprovalFilter } from '#lib/store/port.ts';
import type { codesInput } from './schema.ts';

/** What somebody asked for, as the store is asked: ages become instants. Pure. */
export function filterOf({ channel, q, code, olderThanHours, youngerThanHours }: z.infer<typeof codesInput>, now: number): ApprovalFilter {
  return {
    ...(channel && { channel }), ...(q && { q }), ...(code && { code }),
    ...(olderThanHours !== undefined && { triedToMs: now - olderThanHours * hourMs + 1 }), ...(youngerThanHours !== undefined && { triedFromMs: now - youngerThanHours * hourMs + 1 }),
  };
}
