import type { ChannelTrouble, ChannelView } from '#lib/channels/list-channels.ts';
import { troublesOf } from '#lib/channels/troubles.ts';
import type { BadgeTone } from '#components/ui/badge.tsx';

/** How a channel fares, in a word with its tone. Pure. */
export function channelLook({ mode, paused, status, breaker }: ChannelView, allPaused: boolean): { label: string; tone: BadgeTone } {
  if (mode === 'off') return { label: 'Off', tone: 'plain' };
  if (paused || allPaused) return { label: 'Paused', tone: 'held' };
  if (status?.error) return { label: 'Not working', tone: 'failed' };
  if (breaker) return { label: breaker.state === 'open' ? 'Resting' : 'Trying again', tone: 'held' };
  if (!status) return { label: 'Not heard of yet', tone: 'unknown' };
  return { label: 'Working', tone: 'good' };
}

export const modeWords = {
  real: 'Connected: messages reach people',
  sandbox: 'Sandbox: nothing leaves this machine',
  off: 'Off: neither sends nor receives',
} as const;

const states: Readonly<Record<string, string>> = { ok: 'All is well', starting: 'Starting', failing: 'Failing' };

/** What the worker says of a channel. */
export function stateWords(state: string): string {
  return states[state] ?? state.replaceAll('_', ' ');
}

/** As the end of a sentence, whatever a server's own words end with. */
export function sentence(words: string): string {
  return /[.?!…]$/.test(words.trim()) ? words.trim() : `${words.trim()}.`;
}

/** What is wrong with a channel and not told otherwise: why it rests is told with the rest, until one message tries it again. */
export function untoldTroubles({ status, breaker }: ChannelView): ChannelTrouble[] {
  return troublesOf(status).filter(({ concerns }) => concerns === 'fetching' || breaker?.state !== 'open');
}

/** What is wrong, and which setting to look at unless that is named already. */
export function troubleWords({ message, setting }: ChannelTrouble): string {
  return setting && !message.includes(setting) ? `${sentence(message)} Check ${setting}.` : sentence(message);
}

/** What is approved and has to wait, as a sentence; empty when nothing does. */
export function waitingWords(waiting: number): string {
  return waiting === 0 ? '' : `${waiting.toLocaleString('en')} approved message${waiting === 1 ? ' waits' : 's wait'}.`;
}
