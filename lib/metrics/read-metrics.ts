import { listChannels, type ChannelView } from '#lib/channels/list-channels.ts';
import { channels, type Channel } from '#lib/channels/channel.ts';
import { dayMs, hourMs } from '#lib/policy/policy.ts';
import type { Call } from '#lib/world.ts';

/** One figure for a monitor, as Prometheus names them: `re_<what>_<unit>`, with one value per combination of labels. */
export interface Metric {
  readonly name: `re_${string}`;
  readonly help: string;
  /** `counter` only grows while the journal lives. */
  readonly kind: 'gauge' | 'counter';
  /** None: it is not known, and not told. */
  readonly samples: readonly Sample[];
}

export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** What a monitor should watch: what waits, what is stuck, what went out, and whether channels and worker live. Says nothing about anybody. Needs the permission `read`. */
export async function readMetrics(call: Call): Promise<Metric[]> {
  const { store, clock } = call.world;
  const list = await listChannels(call);
  const [counts, sends, returned, oldest, dnc, head] = await Promise.all([store.approvals.counts(), sendsOf(call), returnedOf(call), longestDue(call), store.dnc.page({ status: 'active' }, { cursor: null, limit: 1 }), store.head()]);
  const byChannel = Object.entries(counts).flatMap(([status, each]) => channels.map((channel) => ({ labels: { status, channel }, value: each[channel] })));
  const ofChannels = (valueOf: (view: ChannelView) => number | null) => list.items.flatMap((view) => sample({ channel: view.channel }, valueOf(view)));
  return [
    gauge('re_approvals', 'Approvals by status and channel; uncertain and dead_letter wait for a person.', byChannel),
    gauge('re_sends', 'Attempts begun within the rolling window that were or may have been accepted.', sends),
    gauge('re_returned', 'Messages of the last 24 h that came back, were refused for good or brought a complaint; the channel pauses at a share of what was sent (Settings, Policy).', returned),
    gauge('re_oldest_due_timestamp_seconds', `Since when the longest waiting of the next ${lineLength} in line is due; absent while nothing is.`, oldest),
    gauge('re_channel_paused', '1 while somebody, or the returned mail, has paused the channel or all of them.', ofChannels(({ paused }) => Number(paused !== null || list.allPaused !== null))),
    gauge('re_channel_breaker_open', '1 while sending rests after trouble with the channel, or is being tried again while something waits.', ofChannels(({ breaker, waiting }) => Number(breaker !== null && (breaker.state === 'open' || waiting > 0)))),
    gauge('re_channel_failing', '1 while the worker reports trouble with fetching or sending.', ofChannels(({ status }) => status && Number(status.error !== null))),
    gauge('re_channel_last_fetch_timestamp_seconds', 'When the channel was last asked for messages; absent while it never was.', ofChannels(({ status }) => secondsAt(status?.lastFetchAt))),
    gauge('re_worker_last_seen_timestamp_seconds', 'The last sign of life of the worker; absent while there was none.', sample({}, secondsAt(list.worker?.seenAt))),
    gauge('re_clock_behind_seconds', 'How far the clock of this machine stands behind the newest record; sending waits while it does.', sample({}, (clock.behindMs?.() ?? 0) / 1000)),
    gauge('re_journal_failed', '1 when this process can no longer write to the journal.', sample({}, Number(store.trouble() !== null))),
    gauge('re_dnc_entries', 'Active Do-Not-Contact entries.', sample({}, dnc.total)),
    { ...gauge('re_journal_records_total', 'Records of the journal.', sample({}, head.seq)), kind: 'counter' },
  ];
}

function gauge(name: Metric['name'], help: string, samples: readonly Sample[]): Metric {
  return { name, help, kind: 'gauge', samples };
}

function sample(labels: Sample['labels'], value: number | null): Sample[] {
  return value === null ? [] : [{ labels, value }];
}

function secondsAt(instant: string | null | undefined): number | null {
  return instant ? Date.parse(instant) / 1000 : null;
}

async function sendsOf({ world: { store, clock } }: Call): Promise<Sample[]> {
  const asked = channels.flatMap((channel) => Object.entries({ hour: hourMs, day: dayMs }).map(([window, ms]) => ({ channel, window, sinceMs: clock.now() - ms + 1 })));
  return Promise.all(asked.map(async ({ channel, window, sinceMs }) => ({ labels: { channel, window }, value: (await store.sends.since({ channel, sinceMs })).count })));
}

async function returnedOf({ world: { store, clock } }: Call): Promise<Sample[]> {
  const since = clock.now() - dayMs;
  return Promise.all(channels.map(async (channel) => ({ labels: { channel }, value: (await store.channelStates.get(channel))?.returned.filter(({ at }) => at > since).length ?? 0 })));
}

/** Hot replies go first, so who waits longest need not stand first. */
const lineLength = 500;

async function longestDue({ world: { store, clock } }: Call): Promise<Sample[]> {
  const first = async (channel: Channel): Promise<Sample[]> => {
    const due = (await store.approvals.due({ now: clock.now(), channels: [channel], limit: lineLength })).flatMap((row) => (row.status === 'approved' ? [row.notBefore] : []));
    return sample({ channel }, due.length === 0 ? null : Math.min(...due) / 1000);
  };
  return (await Promise.all(channels.map(first))).flat();
}
