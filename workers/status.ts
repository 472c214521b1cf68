import type { Channel } from '#lib/channels/channel.ts';
import type { ChannelTrouble, ChannelView } from '#lib/channels/list-channels.ts';
import type { ChannelAdapter } from '#lib/channels/port.ts';
import { iso, type Clock } from '#lib/clock.ts';
import { Fault } from '#lib/errors.ts';
import type { SendTrouble } from './steps/recording.ts';

interface Standing {
  readonly state: 'starting' | 'ok';
  readonly lastFetchAt: string | null;
  readonly fetching: ChannelTrouble | null;
  /** Of the channel, as the last message met it; it stays until one went through, whatever fetching does meanwhile. */
  readonly sending: ChannelTrouble | null;
  /** Of our own: the step that sends fails, and nothing goes out on this channel. */
  readonly standstill: ChannelTrouble | null;
}

/** A step that failed, and when it is called again (ms from now). */
interface Failure {
  readonly error: unknown;
  readonly nextTryMs: number;
}

/** Collects how every channel fares between two beats; the console shows it. */
export function statusBoard(adapters: ReadonlyMap<Channel, ChannelAdapter>, clock: Clock) {
  const board = new Map<Channel, Standing>([...adapters.keys()].map((channel) => [channel, { state: 'starting', lastFetchAt: null, fetching: null, sending: null, standstill: null }]));
  const note = (channel: Channel, more: Partial<Standing>): void => {
    const standing = board.get(channel);
    if (!standing) throw new Error(`no adapter for ${channel}`);
    board.set(channel, { ...standing, ...more });
  };
  const troubleOf = (concerns: ChannelTrouble['concerns'], { error, nextTryMs }: Failure): ChannelTrouble => {
    const message = error instanceof Error ? error.message : String(error);
    return { concerns, code: error instanceof Fault ? error.code : 'bug', setting: settingIn(message), message, nextTryAt: iso(clock.now() + nextTryMs) };
  };
  return {
    fetched(channel: Channel): void {
      note(channel, { state: 'ok', lastFetchAt: iso(clock.now()), fetching: null });
    },
    fetching(channel: Channel, failure: Failure | null): void {
      note(channel, failure ? { fetching: troubleOf('fetching', failure) } : { state: 'ok', fetching: null });
    },
    sending(channel: Channel, trouble: SendTrouble | null): void {
      if (!trouble) return note(channel, { state: 'ok', sending: null });
      const { code, message, nextTryAt } = trouble;
      note(channel, { sending: { concerns: 'sending', code, setting: settingIn(message), message, nextTryAt: nextTryAt === null ? null : iso(nextTryAt) } });
    },
    standstill(channel: Channel, failure: Failure | null): void {
      note(channel, { standstill: failure && troubleOf('sending', failure) });
    },
    facts: (): Record<string, unknown> => ({ channels: Object.fromEntries([...board].map(([channel, standing]) => [channel, statusOf(standing)])) }),
  };
}

function statusOf({ state, lastFetchAt, fetching, sending, standstill }: Standing): NonNullable<ChannelView['status']> {
  const sendingError = standstill ?? sending;
  const error = fetching ?? sendingError;
  return { state: error ? 'failing' : state, lastFetchAt, error, sendingError };
}

const settingIn = (message: string) => /RE_[A-Z_]+/.exec(message)?.[0] ?? null;
