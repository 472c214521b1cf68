import type { Outcome } from '#lib/approvals/approval.ts';
import { channelNames, type Channel } from './channel.ts';

/**
 * What a platform's answer to one send means. One table per channel, in the platform's own codes, each with where it is documented. Pure.
 *
 * `permanent`: this message, as it is, will not be taken. `unreachable`: nobody can be reached at this address for good, or whoever is there wants nothing more from us.
 * `transient`: this message may be taken later. Of the channel, so that the next message would meet the same: `limited` (it wants no more for now), `service` (it is down),
 * `credentials`, `account` (restricted, unpaid, not registered: a person has to see to it). `unknown`: it may have been taken.
 */
export const meanings = ['permanent', 'unreachable', 'transient', 'limited', 'service', 'credentials', 'account', 'unknown'] as const;
export type Meaning = (typeof meanings)[number];

export interface OutcomeRow {
  /** As the platform names it: its code, with the subcode after a slash. */
  readonly name: string;
  /** The last code of a range that begins with `name`. */
  readonly through?: number;
  readonly means: Meaning;
  /** What the platform says of it, in short. */
  readonly says: string;
}

export interface OutcomeTable {
  readonly channel: Channel;
  /** Where the platform documents its answers. */
  readonly source: string;
  readonly rows: readonly OutcomeRow[];
}

/** An answer that is not an acceptance, as the adapter read it. */
export interface Answer {
  /** The platform's own name of it; null when what answered was not the platform (a gateway before it, a page of somebody else's). */
  readonly name: string | null;
  /** Of HTTP; 0 when nothing was answered at all. */
  readonly status: number;
  readonly text: string;
  /** For how long it wants to be left alone (ms); null when it does not say. */
  readonly retryAfterMs: number | null;
}

export function outcomeOf(table: OutcomeTable, answer: Answer): Outcome {
  const row = answer.name === null ? undefined : rowOf(table, answer.name);
  const { channel } = table;
    const evidence = clean(`${channelNames[channel]} answered ${answer.name ?? `HTTP ${answer.status}`}: ${answer.text || (row?.says ?? 'nothing more')}`);
  const wait = answer.retryAfterMs !== null && Number.isFinite(answer.retryAfterMs) && answer.retryAfterMs >= 0 ? { retryAfterMs: Math.ceil(answer.retryAfterMs) } : {};
  const means = row?.means ?? meaningOf(answer);
  switch (means) {
    case 'unknown':
      return { kind: 'unknown', evidence };
    case 'permanent':
      return { kind: 'refused', transient: false, code: codeOf(channel, row?.name ?? answer.name), evidence };
    case 'unreachable':
      return { kind: 'refused', transient: false, code: codeOf(channel, row?.name ?? answer.name), evidence, nobodyThere: true };
    case 'transient':
      return { kind: 'refused', transient: true, code: codeOf(channel, row?.name ?? answer.name), evidence, ...wait };
    case 'limited':
    case 'service':
    case 'credentials':
    case 'account':
      return { kind: 'refused', transient: true, code: means, evidence, ...wait };
  }
}

/** The row of a code with its subcode, otherwise that of the code alone. */
function rowOf({ rows }: OutcomeTable, name: string): OutcomeRow | undefined {
  const code = name.split('/')[0];
  const isWithin = ({ name: first, through }: OutcomeRow) => through !== undefined && Number(code) >= Number(first) && Number(code) <= through;
  return rows.find((row) => row.name === name) ?? rows.find((row) => row.name === code) ?? rows.find(isWithin);
}

/**
 * Of an answer that the table does not know. The platform's own refusal (4xx) says that it did not take the message, and a person reads why. Whatever else may hide a message that was taken: a failure
 * inside the platform, a gateway that gave up waiting for it (408, 5xx), a success without the id of what was sent.
 */
function meaningOf({ name, status }: Answer): Meaning {
  if (status === 429) return 'limited';
  if (status < 400 || status >= 500 || status === 408) return 'unknown';
  return name === null ? 'service' : 'permanent';
}

function codeOf(channel: Channel, name: string | null): string {
  return `${channel}_${(name ?? 'refused').toLowerCase().replace(/[^a-z0-9]+/g, '_')}`.slice(0, 64);
}

/** One line, printable, of bounded length: platforms write what they like, and it goes into the journal. */
function clean(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim().slice(0, 400);
}
