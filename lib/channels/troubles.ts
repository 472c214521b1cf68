import type { ChannelTrouble, ChannelView } from './list-channels.ts';

/** What is wrong with a channel, sending first: approved messages wait for it. Pure. */
export function troublesOf(status: ChannelView['status']): ChannelTrouble[] {
  return [status?.sendingError ?? null, status?.error?.concerns === 'fetching' ? status.error : null].filter((each) => each !== null);
}
