import type { Channel } from '#lib/channels/channel.ts';
import type { ChannelAdapter } from '#lib/channels/port.ts';
import { iso, type Clock } from '#lib/clock.ts';
import { Fault } from '#lib/errors.ts';
import type { SendTrouble } from './steps/recording.ts';

/** What the worker says of a channel in its beat; the console shows it. */
export interface ChannelStatus {
  state: 'starting' | 'ok' | 'failing';
  lastFetchAt: string | null;
  /** Of the two, sending is told first: approved messages wait for it. */
  error: { concerns: 'sending' | 'fetching'; code: string; setting: string | null; message: string; nextTryAt: string | null } | null;
}

/** Collects how every channel fares between two beats. */
export function statusBoard(adapters: ReadonlyMap<Channel, ChannelAdapter>, clock: Clock) {
  const board = new Map<Channel, ChannelStatus>([...adapters.keys()].map((channel) => [channel, { state: 'starting', lastFetchAt: null, error: null }]));
  const unsent = new Map<Channel, NonNullable<ChannelStatus['error']>>();
  const of = (channel: Channel): ChannelStatus => {
    const status = board.get(channel);
    if (!status) throw new Error(`no adapter for ${channel}`);
    return status;
  };
  return {
    fetched(channel: Channel): void {
      Object.assign(of(channel), { state: 'ok', lastFetchAt: iso(clock.now()), error: null });
    },
    /** Trouble with sending stays until a message went through, whatever fetching does meanwhile. */
    sending(channel: Channel, trouble: SendTrouble | null): void {
      if (!trouble) {
        unsent.delete(channel);
        if (of(channel).state === 'starting') of(channel).state = 'ok';
        return;
      }
      const { code, message, nextTryAt } = trouble;
      unsent.set(channel, { concerns: 'sending', code, setting: settingIn(message), message, nextTryAt: nextTryAt === null ? null : iso(nextTryAt) });
    },
    health(channel: Channel, trouble: { error: unknown; nextTryMs: number } | null): void {
      if (!trouble) return void Object.assign(of(channel), { state: 'ok', error: null });
      const { error, nextTryMs } = trouble;
      const message = error instanceof Error ? error.message : String(error);
      Object.assign(of(channel), {
        state: 'failing',
        error: { concerns: 'fetching', code: error instanceof Fault ? error.code : 'bug', setting: settingIn(message), message, nextTryAt: iso(clock.now() + nextTryMs) },
      });
    },
    facts: (): Record<string, unknown> => ({ channels: Object.fromEntries([...board].map(([channel, status]) => [channel, withSending(status, unsent.get(channel))])) }),
  };
}

function withSending(status: ChannelStatus, error: ChannelStatus['error'] | undefined): ChannelStatus {
  return error ? { ...status, state: 'failing', error } : status;
}

const settingIn = (message: string) => /RE_[A-Z_]+/.exec(message)?.[0] ?? null;
