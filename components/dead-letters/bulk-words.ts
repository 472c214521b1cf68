import type { BulkResult } from '#lib/approvals/schema.ts';

/** What may be done with several stuck messages at once, and what came of it. Pure. */

export interface BulkAction {
  readonly decision: 'retry' | 'revive' | 'cancel' | 'was_sent' | 'send_again' | 'drop';
  readonly label: string;
  readonly tone: 'plain' | 'danger';
  /** Kept with each; null when nothing is asked. */
  readonly asks: string | null;
  readonly consequence: string;
  /** `3 messages are tried again`. */
  readonly done: string;
}

export const deadLetterActions: readonly BulkAction[] = [
  { decision: 'retry', label: 'Try again', tone: 'plain', asks: null, consequence: 'Each goes out exactly as it is, after the undo window and under today’s rules.', done: 'tried again' },
  { decision: 'revive', label: 'Back to review', tone: 'plain', asks: null, consequence: 'Each can be edited, and needs a new approval.', done: 'back in review' },
  { decision: 'cancel', label: 'Discard', tone: 'danger', asks: 'Reason', consequence: 'None of them is ever sent.', done: 'discarded' },
];

export const uncertainActions: readonly BulkAction[] = [
  { decision: 'was_sent', label: 'They were sent', tone: 'plain', asks: 'What you found out', consequence: 'Each is recorded as sent and never sent again.', done: 'recorded as sent' },
  { decision: 'send_again', label: 'Send again', tone: 'danger', asks: 'What you found out', consequence: 'Whoever did get the first one receives it twice.', done: 'sent again after the undo window' },
  { decision: 'drop', label: 'Drop', tone: 'danger', asks: 'What you found out', consequence: 'Nothing more is sent. Whoever did not get it hears nothing from you.', done: 'dropped' },
];

export const messagesWords = (count: number) => `${count.toLocaleString('en')} message${count === 1 ? '' : 's'}`;

/** In lots of as many as the server takes at once. */
export function lots<T>(all: readonly T[], size = 50): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}

export interface Outcome {
  readonly done: number;
  /** Why the others were not, with how many. */
  readonly refused: readonly { readonly message: string; readonly ids: readonly string[] }[];
}

export function outcomeOf(results: readonly BulkResult[]): Outcome {
  const refused = new Map<string, string[]>();
  for (const { id, ok, message } of results.flatMap(({ items }) => items)) if (!ok) refused.set(message ?? 'It was refused.', [...(refused.get(message ?? 'It was refused.') ?? []), id]);
  return { done: results.reduce((sum, { done }) => sum + done, 0), refused: [...refused].map(([message, ids]) => ({ message, ids })) };
}
