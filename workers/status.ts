import type { Channel } from '#lib/channels/channel.ts';
import type { ChannelAdapter } from '#lib/channels/port.ts';
import { iso, type Clock } from '#lib/clock.ts';
import { Fault } from '#lib/errors.ts';

/** What the worker says of a channel in its beat; the console shows it. */
export interface ChannelStatus {
  state: 'starting' | 'ok' | 'failing';
  lastFetchAt: string | null;
  error: { code: string; setting: string | null; message: string; nextTryAt: string | null } | null;
}

/** Collects how every channel fares between two beats. */
export function statusBoard(adapters: ReadonlyMap<Channel, ChannelAdapter>, clock: Clock) {
  const board = new Map<Channel, ChannelStatus>([...adapters.keys()].map((channel) => [channel, { state: 'starting', lastFetchAt: null, error: null }]));
  const of = (channel: Channel): ChannelStatus => {
    const status = board.get(channel);
    if (!status) throw new Error(`no adapter for ${channel}`);
    return status;
  };
  return {
    fetched(channel: Channel): void {
      Object.assign(of(channel), { state: 'ok', lastFetchAt: iso(clock.now()), error: null });
    },
    health(channel: Channel, trouble: { error: unknown; nextTryMs: number } | null): void {
      if (!trouble) return void Object.assign(of(channel), { state: 'ok', error: null });
      const { error, nextTryMs } = trouble;
      const message = error instanceof Error ? error.message : String(error);
      Object.assign(of(channel), {
        state: 'failing',
        error: { code: error instanceof Fault ? error.code : 'bug', setting: /RE_[A-Z_]+/.exec(message)?.[0] ?? null, message, nextTryAt: iso(clock.now() + nextTryMs) },
      });
    },
    facts: (): Record<string, unknown> => ({ channels: Object.fromEntries(board) }),
  };
}
