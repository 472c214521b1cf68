import type { Outcome } from '#lib/approvals/approval.ts';
import { never } from '#lib/errors.ts';
import { channelNames, type Channel } from './channel.ts';
import { oneLine } from './one-line.ts';

/**
 * What a platform's answer to one send means. One table per channel, in the platform's own codes, each with where it is documented. Pure.
 *
 * Of this message, which will not be taken as it is: `ours` (we asked wrongly, which says nothing of whom it is for), `permanent`; `nobody_there` (nobody can be reached at this address, for good);
 * `unwanted` (whoever is there wants nothing more from us). `transient`: it may be taken later.
 * Of the channel, so that the next message would meet the same: `limited` (it wants no more for now), `service` (it says that it does not work now, and took nothing), `credentials`, `account`
 * (restricted, unpaid, not registered: a person has to see to it). `unknown`: it may have been taken; so is every failure inside the platform of which it does not say that nothing was.
 */
export type Meaning = 'ours' | 'permanent' | 'nobody_there' | 'unwanted' | 'transient' | 'limited' | 'service' | 'credentials' | 'account' | 'unknown';

export interface OutcomeRow {
  /** As the platform names it: its code, with the subcode after a slash. */
  readonly name: string;
  /** The last code of a range that begins with `name`. */
  readonly through?: number;
  /** Only without a subcode: with one that is not in the table it may speak of something else. */
  readonly alone?: true;
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

/** What came back of a send, when it is no acceptance, as the adapter read it. `status`: of HTTP. `retryAfterMs`: for how long we are asked to wait; null when nothing is said. */
export type Answer =
  /** By the platform, under its own name for it; `status` is null where there is no HTTP. */
  | { readonly kind: 'answered'; readonly name: string; readonly status: number | null; readonly text: string; readonly retryAfterMs: number | null }
  /** By something else: a gateway before it, a page of somebody else's. */
  | { readonly kind: 'gateway'; readonly status: number; readonly text: string; readonly retryAfterMs: number | null }
  | { readonly kind: 'silent'; readonly handedOver: boolean; readonly why: string };

export function outcomeOf(table: OutcomeTable, answer: Answer): Outcome {
  const platform = channelNames[table.channel];
  switch (answer.kind) {
    case 'answered': {
      const row = rowOf(table, answer.name);
      const evidence = oneLine(`${platform} answered ${answer.name}: ${answer.text || (row?.says ?? 'nothing more')}`);
      return meant(row?.means ?? byStatus(answer.status, 'permanent'), { code: codeOf(table.channel, row?.name ?? answer.name), evidence, retryAfterMs: answer.retryAfterMs });
    }
    case 'gateway':
      return meant(byStatus(answer.status, 'service'), { code: 'service', evidence: oneLine(`On the way to ${platform} HTTP ${answer.status} was answered: ${answer.text || 'nothing more'}`), retryAfterMs: answer.retryAfterMs });
    case 'silent':
      return answer.handedOver
        ? { kind: 'unknown', evidence: oneLine(`The message was handed to ${platform} and no answer came: ${answer.why}`) }
        : { kind: 'refused', transient: true, code: 'connection', evidence: oneLine(`Nothing was handed to ${platform}: ${answer.why}`) };
    default:
      return never(answer);
  }
}

/** The row of a code with its subcode, otherwise that of the code alone. */
function rowOf({ rows }: OutcomeTable, name: string): OutcomeRow | undefined {
  // Platforms that answer in words change their case and their last dot without a word.
  const given = name.toLowerCase().replace(/\.$/, '');
  const [code = '', subcode] = given.split('/');
  const fits = ({ alone }: OutcomeRow) => subcode === undefined || alone !== true;
  const isWithin = ({ name: first, through }: OutcomeRow) => through !== undefined && /^\d+$/.test(code) && Number(code) >= Number(first) && Number(code) <= through;
  return rows.find((row) => row.name === given) ?? rows.find((row) => row.name === code && fits(row)) ?? rows.find((row) => isWithin(row) && fits(row));
}

/**
 * Of an answer that the table does not know: a refusal (4xx) says that the message was not taken. Whatever else may hide one that was: a failure inside the platform, a gateway that gave up waiting
 * for it (408, 5xx), a success without the id of what was sent.
 */
function byStatus(status: number | null, refusal: 'permanent' | 'service'): Meaning {
  if (status === 429) return 'limited';
  return status === null || status < 400 || status >= 500 || status === 408 ? 'unknown' : refusal;
}

interface Told {
  readonly code: string;
  readonly evidence: string;
  readonly retryAfterMs: number | null;
}

function meant(means: Meaning, { code, evidence, retryAfterMs }: Told): Outcome {
  const wait = retryAfterMs === null ? {} : { retryAfterMs };
  switch (means) {
    case 'unknown':
      return { kind: 'unknown', evidence };
    case 'ours':
      return { kind: 'refused', transient: false, code, evidence, ours: true };
    case 'permanent':
      return { kind: 'refused', transient: false, code, evidence };
    case 'nobody_there':
      return { kind: 'refused', transient: false, code, evidence, nobodyThere: true };
    case 'unwanted':
      return { kind: 'refused', transient: false, code, evidence, unwanted: true };
    case 'transient':
      return { kind: 'refused', transient: true, code, evidence, ...wait };
    case 'limited':
    case 'service':
    case 'credentials':
    case 'account':
      return { kind: 'refused', transient: true, code: means, evidence, ...wait };
    default:
      return never(means);
  }
}

function codeOf(channel: Channel, name: string): string {
  return `${channel}_${name.toLowerCase().replace(/[^a-z0-9]+/g, '_')}`.slice(0, 64);
}
