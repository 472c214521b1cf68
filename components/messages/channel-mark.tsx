import { channelNames, type Channel } from '#lib/channels/channel.ts';
import { cn } from '#components/ui/cn.ts';

/** One mark per channel, drawn in one weight; the channel's name goes with it for those who do not see it. */
const paths: Readonly<Record<Channel, string>> = {
  email: 'M2.5 4.5h11v7.5h-11zM2.7 4.8 8 9l5.3-4.2',
  whatsapp: 'M2.5 13.5l.8-2.7a5.6 5.6 0 1 1 2.1 2zM6 6.2c0 2 1.9 3.9 3.9 3.9M6 6.2l.5-.5.8 1.2-.6.6M9.9 10.1l.5-.5-1.2-.9-.6.6',
  telegram: 'M13.6 3 2.4 7.4l3.4 1.3L7.2 13l2-2.4 2.8 2zM5.8 8.7 13.6 3',
  linkedin: 'M2.5 2.5h11v11h-11zM5.3 7v4M5.3 5v.1M8 11V7M8 8.8C8 7 10.8 6.5 10.8 8.800V11',
  messenger: 'M8 2.500c3.3 0 5.7 2.3 5.7 5.200S11.3 12.9 8 12.900c-.6 0-1.2-.1-1.7-.2L4.3 13.700v-2C3 10.8 2.3 9.3 2.3 7.7 2.3 4.8 4.7 2.5 8 2.500zM5 9l2-2 1.8 1.500L11 6.6',
};

export function ChannelMark({ channel, className }: { channel: Channel; className?: string }) {
  return (
    <svg viewBox="0 0 16 16" role="img" aria-label={channelNames[channel]} className={cn('size-4 shrink-0 text-ink-3', className)} fill="none" stroke="currentColor" strokeWidth="1.3" strokeLinecap="round" strokeLinejoin="round">
      <path d={paths[channel]} />
    </svg>
  );
}
