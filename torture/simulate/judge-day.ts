import type { JournalRecord } from '../checker/record.ts';
import { judgeSend } from '../send/judge-send.ts';
import type { Taken } from './sim-network.ts';

/**
 * What went out in a simulated day, against what the team allows. Own arithmetic over the journal's records; nothing here comes from the
 * code that decides. Windows are measured by the journal's own instants, which never go back.
 */

export interface Limits {
  readonly perHour: number;
  readonly perDay: number;
  readonly gapMs: number;
}

export interface Allowed {
  /** By channel, as the machine was set up; changes of the policy are in the journal. */
  readonly limits: Readonly<Record<string, Limits>>;
  readonly perLeadPerDay: number;
  readonly perHouseholdPerDay: number;
  /** Channels with quiet hours, 8:00 to 21:00 where the lead is. */
  readonly quiet: readonly string[];
}

interface Start {
  readonly key: string;
  readonly seq: number;
  readonly at: number;
  readonly channel: string;
  readonly leadId: string;
  readonly limits: Limits;
  readonly perLead: number;
}

const hour = 3_600_000;
const day = 24 * hour;

/** Everything wrong, in words. */
export function judgeDay(records: readonly JournalRecord[], taken: readonly Taken[], allowed: Allowed): string[] {
  const { duplicates, unapproved, changed, afterOptOut, lost, unparked } = judgeSend({ records, receipts: taken, stops: [], acknowledged: [], readAt: 0 });
  const starts = startsOf(records, allowed);
  const refused = new Set(records.filter(({ type }) => type === 'DispatchRefused').map((record) => `${idOf(record)}.${String(record.event?.['attempt'])}`));
  const counting = starts.filter(({ key }) => !refused.has(key));
  return [
    ...duplicates, ...unapproved, ...changed, ...afterOptOut, ...lost, ...unparked,
    ...windows(counting), ...gaps(counting), ...caps(records, counting, allowed), ...night(records, starts, allowed), ...whilePaused(records),
  ];
}

const idOf = (record: JournalRecord) => record.subject.slice(record.subject.indexOf(':') + 1);

function startsOf(records: readonly JournalRecord[], allowed: Allowed): Start[] {
  const leadOf = new Map<string, string>();
  const limits: Record<string, Limits> = { ...allowed.limits };
  let perLead = allowed.perLeadPerDay;
  const starts: Start[] = [];
  for (const record of records) {
    const { type, event, seq, ts } = record;
    if (type === 'DraftSubmitted') leadOf.set(idOf(record), String(event?.['leadId']));
    if (type === 'PolicyChanged') {
      const after = event?.['after'] as { channels?: Record<string, Limits>; perLeadPerDay?: number };
      Object.assign(limits, after.channels);
      perLead = after.perLeadPerDay ?? perLead;
    }
    if (type !== 'DispatchStarted') continue;
    const channel = String(event?.['channel']);
    const inForce = limits[channel];
    if (!inForce) throw new Error(`no limits for ${channel}`);
    starts.push({ key: String(event?.['idempotencyKey']), seq, at: Date.parse(ts), channel, leadId: leadOf.get(idOf(record)) ?? '', limits: inForce, perLead });
  }
  return starts;
}

/** Of one channel, with this start: never more in an hour or a day than is allowed when it is made. */
function windows(starts: readonly Start[]): string[] {
  return starts.flatMap(({ key, at, channel, limits }, i) => {
    const within = (ms: number) => starts.slice(0, i + 1).filter((each) => each.channel === channel && each.at > at - ms).length;
    return [...(within(hour) > limits.perHour ? [`${key} is one of ${within(hour)} in an hour, ${limits.perHour} are allowed`] : []), ...(within(day) > limits.perDay ? [`${key} is one of ${within(day)} in a day, ${limits.perDay} are allowed`] : [])];
  });
}

function gaps(starts: readonly Start[]): string[] {
  const last = new Map<string, number>();
  return starts.flatMap(({ key, at, channel, limits }) => {
    const before = last.get(channel);
    last.set(channel, at);
    return before !== undefined && at - before < limits.gapMs ? [`${key} follows after ${at - before} ms, ${limits.gapMs} are the least`] : [];
  });
}

/** To one lead, and to one household, in a day; whoever wrote since the last one, under whichever row has an address of theirs or had one, may have more. */
function caps(records: readonly JournalRecord[], starts: readonly Start[], allowed: Allowed): string[] {
  const homes = new Map(records.filter(({ type }) => type === 'LeadAdded').map((record) => [idOf(record), (record.event?.['fields'] as { household?: string | null }).household ?? null]));
  const wrote = records.flatMap(({ type, event, ts }) => {
    const fields = event?.['fields'] as { direction?: string; leadId?: string; sentAt?: number } | undefined;
    return type === 'MessageRecorded' && fields?.direction === 'in' ? [{ leadId: fields.leadId ?? '', at: Math.min(fields.sentAt ?? Infinity, Date.parse(ts)) }] : [];
  });
  const had = addressesOf(records);
  return starts.flatMap(({ key, at, leadId, perLead }, i) => {
    const answered = (since: number) => wrote.some((each) => each.at > since && each.at <= at && share(had, each.leadId, leadId));
    const over = (name: string, before: readonly Start[], cap: number) => (before.length >= cap && !answered(before.at(-1)?.at ?? 0) ? [`${key} is one of ${before.length + 1} to a ${name} in a day, ${cap} are allowed`] : []);
    const recent = starts.slice(0, i).filter((each) => each.at > at - day);
    const home = homes.get(leadId) ?? null;
    return [...over('lead', recent.filter((each) => each.leadId === leadId), perLead), ...(home === null ? [] : over('household', recent.filter((each) => homes.get(each.leadId) === home), allowed.perHouseholdPerDay))];
  });
}

/** Of every lead, all addresses they ever had. */
function addressesOf(records: readonly JournalRecord[]): ReadonlyMap<string, ReadonlySet<string>> {
  const had = new Map<string, Set<string>>();
  for (const record of records) {
    if (record.type !== 'LeadAdded' && record.type !== 'LeadEdited') continue;
    const { addresses } = (record.event?.['fields'] ?? record.event?.['changes'] ?? {}) as { addresses?: readonly { kind: string; value: string }[] };
    for (const { kind, value } of addresses ?? []) had.set(idOf(record), (had.get(idOf(record)) ?? new Set()).add(`${kind}:${value}`));
  }
  return had;
}

function share(had: ReadonlyMap<string, ReadonlySet<string>>, one: string, other: string): boolean {
  return one === other || [...(had.get(one) ?? [])].some((address) => had.get(other)?.has(address));
}

function night(records: readonly JournalRecord[], starts: readonly Start[], { quiet }: Allowed): string[] {
  const zones = new Map(records.filter(({ type }) => type === 'LeadAdded').map((record) => [idOf(record), (record.event?.['fields'] as { timeZone?: string | null }).timeZone ?? 'UTC']));
  return starts.filter(({ channel }) => quiet.includes(channel)).flatMap(({ key, at, leadId }) => {
    const there = hourIn(zones.get(leadId) ?? 'UTC', at);
    return there < 8 || there >= 21 ? [`${key} began at ${there} h where the lead is`] : [];
  });
}

const clocks = new Map<string, Intl.DateTimeFormat>();

function hourIn(zone: string, at: number): number {
  const clock = clocks.get(zone) ?? new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: 'numeric', hourCycle: 'h23' });
  clocks.set(zone, clock);
  return Number(clock.format(at));
}

/** In the order of the chain: nothing is begun on a channel that is paused. */
function whilePaused(records: readonly JournalRecord[]): string[] {
  const paused = new Set<string>();
  return records.flatMap((record) => {
    if (record.type === 'ChannelPaused') paused.add(idOf(record));
    if (record.type === 'ChannelResumed') paused.delete(idOf(record));
    return record.type === 'DispatchStarted' && (paused.has('all') || paused.has(String(record.event?.['channel']))) ? [`${String(record.event?.['idempotencyKey'])} was begun while sending was paused`] : [];
  });
}
