import type { ReactNode } from 'react';
import { channelNames, channels } from '#lib/channels/channel.ts';
import { exactDuration } from '#lib/clock.ts';
import { partNames } from '#lib/policy/part-names.ts';
import type { PolicyView } from '#lib/policy/schema.ts';
import { Section } from '#components/frame/page.tsx';
import { ChannelMark } from '#components/messages/channel-mark.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Table, Td, Th } from '#components/ui/table.tsx';
import type { PolicyPartName } from './policy-form-shape.ts';
import { TemplateList } from './template-list.tsx';
import { ruleWords, valueWords } from './policy-words.ts';

type Line = Exclude<PolicyPartName, 'channels' | 'templates'>;

const groups: readonly { readonly title: string; readonly note: string; readonly lines: readonly Line[] }[] = [
  { title: 'One person', note: 'Over all channels, unless they wrote since the last message.', lines: ['perLeadPerDay', 'perHouseholdPerDay'] },
  { title: 'Pace', note: 'A new sender starts small, and messages do not go out like clockwork.', lines: ['ramp', 'gapVariance', 'returnedShareMax'] },
  { title: 'When sending fails', note: 'What a channel itself says of when to try again always wins.', lines: ['retryPausesMs', 'breaker', 'delayedMail'] },
  { title: 'When', note: 'On phone channels the law’s quiet hours at the recipient’s place always hold.', lines: ['quietChannels', 'holidays', 'teamZone', 'staleAfterMs', 'scheduleGraceMs'] },
  { title: 'The first message', note: 'What must be so before somebody who never wrote hears from you.', lines: ['consentChannels', 'postalAddress', 'registryMaxAgeDays', 'registryCopiedOn'] },
];

/** The policy as it is: what may go out, when, and to whom. */
export function PolicySections({ view, actions }: { view: PolicyView; actions: ReactNode }) {
  const { policy, changed } = view;
  return (
    <>
      <Section title="Sending limits" note="Far below what the platforms punish. What is over a limit is held and goes out when there is room again." actions={actions}>
        <LimitsTable policy={policy} />
        <p className="mt-2 text-sm text-ink-3">{changed ? <>Changed <RelativeTime at={changed.at} />: {changed.reason}</> : 'Nobody has changed the policy: it is as the program was set up.'}</p>
      </Section>
      {groups.map(({ title, note, lines }) => (
        <Section key={title} title={title} note={note}>
          <dl className="divide-y rounded-lg border text-sm">
            {lines.map((part) => (
              <div key={part} className="flex flex-wrap gap-x-4 gap-y-0.5 px-4 py-2">
                <dt className="w-72 text-ink-2 max-sm:w-full">{partNames[part]}</dt>
                <dd data-figures className="min-w-0 flex-1 break-words">{valueWords(part, policy)}</dd>
              </div>
            ))}
          </dl>
        </Section>
      ))}
      <Section title="WhatsApp templates" note="What may be sent on WhatsApp to somebody who has not written there within 24 h.">
        <TemplateList templates={policy.templates} />
      </Section>
      <Section title="Rules" note="Every message is asked all of them right before it goes out. The policy shapes some; nobody can switch off the others.">
        <ul className="divide-y rounded-lg border text-sm">
          {view.rules.map(({ name, source }) => (
            <li key={name} className="flex flex-wrap gap-x-4 gap-y-0.5 px-4 py-2">
              <span className="w-72 text-ink-2 first-letter:uppercase max-sm:w-full">{ruleWords(name)}</span>
              <span className="min-w-0 flex-1 break-words text-ink-3">{source}</span>
            </li>
          ))}
        </ul>
      </Section>
    </>
  );
}

function LimitsTable({ policy }: { policy: PolicyView['policy'] }) {
  return (
    <div className="overflow-x-auto rounded-lg border">
      <Table>
        <thead><tr><Th className="static pl-4">Channel</Th><Th className="static text-right">In an hour</Th><Th className="static text-right">In a day</Th><Th className="static pr-4 text-right">Between two</Th></tr></thead>
        <tbody>
          {channels.map((channel) => {
            const { perHour, perDay, gapMs } = policy.channels[channel];
            return (
              <tr key={channel} className="last:[&>td]:border-b-0">
                <Td className="pl-4"><span className="flex items-center gap-2"><ChannelMark channel={channel} className="size-3.5" />{channelNames[channel]}</span></Td>
                <Td data-figures className="text-right">{perHour}</Td>
                <Td data-figures className="text-right">{perDay}</Td>
                <Td data-figures className="pr-4 text-right">{exactDuration(gapMs)}</Td>
              </tr>
            );
          })}
        </tbody>
      </Table>
    </div>
  );
}
