import type { JournalRecord } from '../checker/record.ts';

/**
 * Whether what people said was heeded: who said stop, who wrote since, who may still undo; and whether channels that asked for time got it. Read from the
 * journal's records in their order, with nothing of the code that decides.
 */

/** A channel said "not now", and for how long it wants to be left alone. */
export interface AskedForTime {
  readonly key: string;
  readonly retryAfterMs: number;
}

/** What others saw of a day, beside the journal. Attempts by their keys. */
export interface Seen {
  readonly askedForTime: readonly AskedForTime[];
  readonly taken: ReadonlySet<string>;
  /** Somebody had said stop, and was told that it is done, when the channel was about to look for the last time. */
  readonly stoppedOnTheWay: readonly string[];
  /** Begun while the wall clock stood behind the record of the attempt. */
  readonly begunBehindClock: readonly string[];
}

interface Life {
  leadId: string;
  recipient: string;
  channel: string;
  /** Where the record stands by which a person last said that it may go out. */
  decidedSeq: number;
  undoUntilMs: number;
  nextAttemptAt: number;
  refusedAt: number;
  uncertain: boolean;
}

interface Listed {
  readonly kind: string;
  readonly value: string;
  readonly channel: string;
}

type Fields = Readonly<Record<string, unknown>>;

const idOf = ({ subject }: JournalRecord) => subject.slice(subject.indexOf(':') + 1);
const text = (value: unknown) => (typeof value === 'string' ? value : '');
const fieldsOf = ({ event }: JournalRecord) => (event?.['fields'] ?? {}) as Fields;

/** Everything wrong, in words. */
export function judgePeople(records: readonly JournalRecord[], { askedForTime, taken, stoppedOnTheWay, begunBehindClock }: Seen): string[] {
  const day = new People(new Map(askedForTime.map(({ key, retryAfterMs }) => [key, retryAfterMs])));
  return [
    ...records.flatMap((record) => day.take(record)), ...stoppedOnTheWay.filter((key) => taken.has(key)).map((key) => `${key} was handed over after its recipient had said stop`),
    ...begunBehindClock.map((key) => `${key} was begun while the clock stood behind what is recorded`),
  ];
}

/** After so many failures of a channel in a row it is left alone for at least this long (ms). */
const failuresMax = 5;
const restMs = 60_000;

class People {
  private readonly asked: ReadonlyMap<string, number>;
  private readonly lives = new Map<string, Life>();
  private readonly listed = new Map<string, Listed>();
  private readonly addresses = new Map<string, readonly string[]>();
  /** Those that were taken off as well. */
  private readonly everHad = new Map<string, ReadonlySet<string>>();
  private readonly wroteSeq = new Map<string, number>();
  private readonly rests = new Map<string, { untilMs: number; oneAtATime: boolean }>();
  private readonly underWay = new Map<string, string>();
  /** Until when a channel wants nothing more, as it said itself. */
  private readonly limitedUntil = new Map<string, number>();
  private readonly failing = new Map<string, { inARow: number; at: number }>();

  constructor(asked: ReadonlyMap<string, number>) {
    this.asked = asked;
  }

  take(record: JournalRecord): string[] {
    const { type, event } = record;
    if (record.subject.startsWith('approval:')) return this.approval(record, event ?? {});
    const fields = fieldsOf(record);
    if (type === 'LeadAdded' || type === 'LeadEdited') this.reachedAt(idOf(record), type === 'LeadAdded' ? fields : ((event?.['changes'] ?? {}) as Fields));
    if (type === 'DncEntryAdded') this.listed.set(idOf(record), { kind: text(fields['kind']), value: text(fields['value']), channel: text(fields['channel']) });
    if (type === 'DncEntryRemoved') this.listed.delete(idOf(record));
    if (type === 'MessageRecorded' && (fields['nature'] as Fields | undefined)?.['complaint'] === true) this.listed.set(idOf(record), { kind: 'lead', value: text(fields['leadId']), channel: 'all' });
    if (type === 'MessageRecorded' && fields['direction'] === 'in' && (fields['nature'] as Fields | undefined)?.['kind'] !== 'bounce') this.wroteSeq.set(text(fields['leadId']), record.seq);
    if (type === 'BreakerMoved') this.breaker(idOf(record), (event?.['breaker'] ?? {}) as Fields, record.cause === 'try-channel');
    return [];
  }

  private reachedAt(id: string, { addresses }: Fields): void {
    if (!Array.isArray(addresses)) return;
    const now = (addresses as readonly { kind: string; value: string }[]).map(({ kind, value }) => `${kind}:${value}`);
    this.addresses.set(id, now);
    this.everHad.set(id, new Set([...(this.everHad.get(id) ?? []), ...now]));
  }

  /** A person who has seen to what was wrong may end a rest. */
  private breaker(channel: string, { kind, untilMs }: Fields, isByHand: boolean): void {
    if (isByHand) {
      this.limitedUntil.delete(channel);
      this.failing.delete(channel);
    }
    this.rests.set(channel, { untilMs: kind === 'open' ? Number(untilMs) : 0, oneAtATime: kind === 'half_open' });
  }

  private approval(record: JournalRecord, event: Fields): string[] {
    const id = idOf(record);
    const life = this.lives.get(id) ?? { leadId: '', recipient: '', channel: '', decidedSeq: 0, undoUntilMs: 0, nextAttemptAt: 0, refusedAt: 0, uncertain: false };
    this.lives.set(id, life);
    const content = event['content'] as Fields | undefined;
    switch (record.type) {
      case 'DraftSubmitted':
      case 'DraftEdited':
        life.leadId = text(event['leadId']) || life.leadId;
        Object.assign(life, { recipient: text(content?.['recipient']), channel: text(content?.['channel']) });
        return [];
      case 'DraftApproved':
        Object.assign(life, { decidedSeq: record.seq, undoUntilMs: Number(event['undoUntilMs']), nextAttemptAt: 0 });
        return [];
      case 'UncertainResolved':
        if (event['as'] === 'send_again') Object.assign(life, { decidedSeq: record.seq, undoUntilMs: Number(event['undoUntilMs']), nextAttemptAt: 0, uncertain: false });
        return [];
      case 'RetryHastened':
        life.nextAttemptAt = Number(event['nextAttemptAt']);
        return [];
      case 'DispatchStarted':
        return this.begun(id, life, record, text(event['idempotencyKey']));
      default:
        return this.ended(id, life, record, event);
    }
  }

  private begun(id: string, life: Life, { ts, seq }: JournalRecord, key: string): string[] {
    const at = Date.parse(ts);
    const entry = [...this.listed.values()].find((each) => (each.channel === 'all' || each.channel === life.channel) && this.names(each, life));
    const rest = this.rests.get(life.channel);
    const failing = this.failing.get(life.channel);
    const limitedUntil = this.limitedUntil.get(life.channel) ?? 0;
    const others = [...this.underWay].filter(([other, channel]) => other !== id && channel === life.channel).length;
    const beside = [...this.underWay.keys()].filter((other) => other !== id && this.lives.get(other)?.leadId === life.leadId);
    this.underWay.set(id, life.channel);
    return [
      ...(entry ? [`${key} was begun while ${entry.kind} ${entry.value} was on the list`] : []),
      ...((this.wroteSeq.get(life.leadId) ?? 0) > life.decidedSeq ? [`${key} was begun although they had written since it was approved (record ${seq})`] : []),
      ...(at < life.undoUntilMs ? [`${key} was begun ${life.undoUntilMs - at} ms before its approval was final`] : []),
      ...(at < life.nextAttemptAt ? [`${key} was begun ${life.nextAttemptAt - at} ms too soon after it was refused`] : []),
      ...(life.uncertain ? [`${key} was begun, and nobody knows what became of the one before`] : []),
      ...(rest && at < rest.untilMs ? [`${key} was begun ${rest.untilMs - at} ms before the rest of its channel was over`] : []),
      ...(at < limitedUntil ? [`${key} was begun ${limitedUntil - at} ms before its channel wanted more`] : []),
      ...(failing && failing.inARow >= failuresMax && at < failing.at + restMs ? [`${key} was begun ${at - failing.at} ms after failure ${failing.inARow} of its channel in a row`] : []),
      ...beside.map((other) => `${key} was begun while ${other} was on its way to the same lead`),
      ...(rest?.oneAtATime && others > 0 ? [`${key} was begun while another one was trying whether the channel works`] : []),
    ];
  }

  /** What a refusal says of one message alone says nothing of its channel. */
  private tell(channel: string, type: string, code: string, at: number): void {
    // A late answer that proves a send shows as well that the channel works.
    if (type === 'DispatchAccepted' || type === 'UncertainProven' || type === 'AttemptProven') this.failing.delete(channel);
    if (type === 'DispatchUncertain' || (type === 'DispatchRefused' && code === 'connection')) this.failing.set(channel, { inARow: (this.failing.get(channel)?.inARow ?? 0) + 1, at });
  }

  private names({ kind, value }: Listed, { leadId, recipient, channel }: Life): boolean {
    const own = [...(this.addresses.get(leadId) ?? []), `${channel === 'email' ? 'email' : 'phone'}:${recipient}`];
    if (kind === 'lead') return value === leadId || own.some((each) => this.everHad.get(value)?.has(each));
    if (kind === 'domain') return own.some((each) => each.startsWith('email:') && (each.endsWith(`@${value}`) || each.endsWith(`.${value}`)));
    return own.includes(`${kind}:${value}`);
  }

  private ended(id: string, life: Life, { type, ts, cause }: JournalRecord, event: Fields): string[] {
    if (['DispatchAccepted', 'DispatchRefused', 'DispatchUncertain'].includes(type)) this.underWay.delete(id);
    if (type === 'DispatchUncertain') life.uncertain = true;
    // That a worker died says nothing of its channel.
    if (cause !== 'recover-attempts') this.tell(life.channel, type, text(event['code']), Date.parse(ts));
    if (type !== 'DispatchRefused') return [];
    const key = `${id}.${String(event['attempt'])}`;
    const wanted = this.asked.get(key);
    if (wanted !== undefined && event['code'] === 'limited') this.limitedUntil.set(life.channel, Math.max(this.limitedUntil.get(life.channel) ?? 0, Date.parse(ts) + wanted));
    if (event['nextAttemptAt'] === null) return [];
    life.nextAttemptAt = Number(event['nextAttemptAt']);
    return wanted !== undefined && life.nextAttemptAt < Date.parse(ts) + wanted ? [`${key} is tried again after ${life.nextAttemptAt - Date.parse(ts)} ms, and the channel asked for ${wanted}`] : [];
  }
}
