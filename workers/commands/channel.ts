import { channels } from '#lib/channels/channel.ts';
import { listChannels, type ChannelView } from '#lib/channels/list-channels.ts';
import { pauseChannel } from '#lib/channels/pause-channel.ts';
import { resumeChannel } from '#lib/channels/resume-channel.ts';
import { tryChannel } from '#lib/policy/try-channel.ts';
import { troublesOf } from '#lib/channels/troubles.ts';
import { count, inColumns } from './columns.ts';
import { UsageError, type Command } from './command.ts';

const names = ['all', ...channels].join('|');

function stateOf({ paused, status, breaker }: ChannelView): string {
  if (paused) return `paused by ${paused.by}: ${paused.reason}`;
  if (breaker?.state === 'open') return `rests until ${breaker.until}: ${breaker.why}`;
  const troubles = troublesOf(status).map(({ concerns, code, message }) => `${concerns}: ${code}: ${message}`);
  if (troubles.length > 0) return troubles.join('; ');
  return breaker ? 'tried again with one message at a time' : (status?.state ?? 'no word from the worker yet');
}

/** The kill switch, and how each channel stands. */
export const channelCommands: readonly Command[] = [
  {
    name: 'channel list',
    usage: '',
    summary: 'Show every channel: real, sandbox or off, and whether it is paused',
    async run(shell) {
      const list = await listChannels(await shell.call());
      const lines = inColumns([['CHANNEL', 'MODE', 'WAITING', 'SENDS AS', 'STATE'], ...list.items.map((item) => [item.channel, item.mode, String(item.waiting), item.sender, stateOf(item)])]);
      return { json: list, lines: list.allPaused ? [`Everything is paused by ${list.allPaused.by}: ${list.allPaused.reason}`, ...lines] : lines };
    },
  },
  {
    name: 'channel pause',
    usage: `${names} --reason TEXT`,
    summary: 'Stop sending on a channel, or on all, before the next message',
    words: [1, 1],
    options: { reason: { type: 'string' } },
    async run(shell) {
      if (!shell.option('reason')) throw new UsageError('--reason is missing.', this.usage);
      const call = await shell.call();
      const done = await pauseChannel(call, { channel: shell.words[0], reason: shell.option('reason') });
      const waiting = (await listChannels(call)).items.filter(({ channel }) => done.channel === 'all' || channel === done.channel).reduce((sum, item) => sum + item.waiting, 0);
      return { json: done, lines: [`${done.channel === 'all' ? 'Every channel' : done.channel} is paused; ${count(waiting, 'approved message')} wait${waiting === 1 ? 's' : ''}. Resume with: channel resume ${done.channel}`] };
    },
  },
  {
    name: 'channel resume',
    usage: names,
    summary: 'Let a paused channel send again',
    words: [1, 1],
    async run(shell) {
      const call = await shell.call();
      const done = await resumeChannel(call, { channel: shell.words[0] });
      const { allPaused } = await listChannels(call);
      if (done.channel !== 'all' && allPaused) return { json: done, lines: [`${done.channel} is not paused by itself any more, but all sending is, by ${allPaused.by}: ${allPaused.reason}`, 'To let everything send again: channel resume all'] };
      return { json: done, lines: [`${done.channel === 'all' ? 'What was paused for all channels' : done.channel} may send again.`] };
    },
  },
  {
    name: 'channel try',
    usage: channels.join('|'),
    summary: 'End the rest of a channel after trouble: one message tries it now',
    words: [1, 1],
    async run(shell) {
      const done = await tryChannel(await shell.call(), { channel: shell.words[0] });
      return { json: done, lines: [done.wasResting ? `${done.channel} does not rest any more: one message tries it, and the others wait for that one.` : `${done.channel} was not resting.`] };
    },
  },
];
