import { nameInText } from '#lib/channels/channel.ts';
import type { ApprovalView, BulkResult, PreparedBulk } from '#lib/approvals/schema.ts';

/** One thing done with several messages, and what came of it. Pure. */

export interface BulkAction {
  readonly decision: 'approve' | 'undo' | 'retry' | 'revive' | 'cancel' | 'was_sent' | 'send_again' | 'drop';
  readonly label: string;
  readonly tone: 'plain' | 'danger';
  /** Kept with each; null when nothing is asked. */
  readonly asks: string | null;
  readonly consequence: string;
  /** On the button that does it: `Try 129 again`. The label when left out. */
  readonly counted?: (count: string) => string;
  /** `3 messages are tried again`. */
  readonly done: string;
  /** On the button that takes it back, as long as nothing was handed to the channel. Left out when it cannot be. */
  readonly undo?: string;
}

/** Takes back what was approved or tried again, as long as the channel does not have it. */
export const takingBack: BulkAction = { decision: 'undo', label: 'Take back', tone: 'plain', asks: null, consequence: '', done: 'taken back: to be read in review' };

/** One that something is done with, as it was shown or counted. */
export type BulkItem = Pick<ApprovalView, 'id' | 'contentHash' | 'version' | 'leadName'>;

export const messagesWords = (count: number) => `${count.toLocaleString('en')} message${count === 1 ? '' : 's'}`;

/** In portions of as many as the server takes at once. */
export function portions<T>(all: readonly T[], size = 50): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, i) => all.slice(i * size, (i + 1) * size));
}

/** `120 by e-mail, 12 by WhatsApp`. */
export function channelsWords(channels: PreparedBulk['channels']): string {
  return channels.map(({ channel, count }) => `${count.toLocaleString('en')} by ${nameInText(channel)}`).join(', ');
}

/** Who they are, as far as anybody reads on. */
export function namesWords(names: readonly string[], count: number): string {
  const shown = names.slice(0, 5);
  return count > shown.length ? `${shown.join(', ')} and ${(count - shown.length).toLocaleString('en')} more` : shown.join(', ');
}

interface Left {
  readonly message: string;
  readonly count: number;
  readonly leadNames: readonly string[];
}

/** What was left beforehand and what was refused on the way, for one reason each. */
export function leftOf(all: readonly Left[]): Left[] {
  const groups = new Map<string, Left>();
  for (const { message, count, leadNames } of all) {
    const known = groups.get(message);
    groups.set(message, { message, count: count + (known?.count ?? 0), leadNames: [...(known?.leadNames ?? []), ...leadNames] });
  }
  return [...groups.values()];
}

export interface Outcome {
  readonly doneIds: readonly string[];
  /** Why the others were not, with how many. */
  readonly refused: readonly { readonly message: string; readonly ids: readonly string[] }[];
}

/** How many were gone through: done, and left with a reason. */
export const countOf = (results: readonly BulkResult[]) => results.reduce((sum, { items }) => sum + items.length, 0);

export function outcomeOf(results: readonly BulkResult[]): Outcome {
  const items = results.flatMap((result) => result.items);
  const refused = new Map<string, string[]>();
  for (const { id, ok, message } of items) if (!ok) refused.set(message ?? 'It was refused.', [...(refused.get(message ?? 'It was refused.') ?? []), id]);
  return { doneIds: items.filter(({ ok }) => ok).map(({ id }) => id), refused: [...refused].map(([message, ids]) => ({ message, ids })) };
}
