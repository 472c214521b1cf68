import { channels } from '#lib/channels/channel.ts';
import { defaultPolicy } from '#lib/policy/policy.ts';
import { channelNames } from '#components/approvals/words.ts';
import { Section } from '#components/frame/page.tsx';
import { ChannelMark } from '#components/messages/channel-mark.tsx';
import { duration } from '#components/ui/time-words.ts';
import { Table, Td, Th } from '#components/ui/table.tsx';

/** How much may go out, as the policy has it. What is over a limit waits; nothing is lost. */
export function Limits() {
  return (
    <Section title="Sending limits" note="Far below what the platforms punish. What is over a limit is held and goes out when there is room again.">
      <div className="overflow-x-auto rounded-lg border">
        <Table>
          <thead><tr><Th className="static pl-4">Channel</Th><Th className="static text-right">In an hour</Th><Th className="static text-right">In a day</Th><Th className="static pr-4 text-right">Between two</Th></tr></thead>
          <tbody>
            {channels.map((channel) => {
              const { perHour, perDay, gapMs } = defaultPolicy.channels[channel];
              return (
                <tr key={channel} className="last:[&>td]:border-b-0">
                  <Td className="pl-4"><span className="flex items-center gap-2"><ChannelMark channel={channel} className="size-3.5" />{channelNames[channel]}</span></Td>
                  <Td data-figures className="text-right">{perHour}</Td>
                  <Td data-figures className="text-right">{perDay}</Td>
                  <Td data-figures className="pr-4 text-right">{duration(gapMs)}</Td>
                </tr>
              );
            })}
          </tbody>
        </Table>
      </div>
      <p className="mt-3 text-sm text-ink-2">One lead gets at most {defaultPolicy.perLeadPerDay} messages in 24 h over all channels, unless they wrote since the last one.</p>
    </Section>
  );
}
