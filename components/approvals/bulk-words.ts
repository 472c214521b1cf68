import type { BulkResult } from '#lib/approvals/schema.ts';

/** One thing done with several messages, and what came of it. Pure. */

export interface BulkAction {
  readonly decision: 'approve' | 'retry' | 'revive' | 'cancel' | 'was_sent' | 'send_again' | 'drop';
  readonly label: string;
  readonly tone: 'plain' | 'danger';
  /** Kept with each; null when nothing is asked. */
  readonly asks: string | null;
  readonly consequence: string;
  /** `3 messages are tried again`. */
  readonly done: string;
}

export const messagesWords = (count: number) => `${count.toLocaleString('en')} message${count === 1 ? '' : 's'}`;

/** In lots of as many as the server takes at once. */
export function lots<T>(all: readonly T[], size = 50): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}

export interface Outcome {
  readonly doneIds: readonly string[];
  /** Why the others were not, with how many. */
  readonly refused: readonly { readonly message: string; readonly ids: readonly string[] }[];
}

export function outcomeOf(results: readonly BulkResult[]): Outcome {
  const items = results.flatMap((result) => result.items);
  const refused = new Map<string, string[]>();
  for (const { id, ok, message } of items) if (!ok) refused.set(message ?? 'It was refused.', [...(refused.get(message ?? 'It was refused.') ?? []), id]);
  return { doneIds: items.filter(({ ok }) => ok).map(({ id }) => id), refused: [...refused].map(([message, ids]) => ({ message, ids })) };
}
