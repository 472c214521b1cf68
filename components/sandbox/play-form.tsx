'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { Played } from '#lib/channels/sandbox/play-lead.ts';
import { channelNames, channels, isChannel, type Channel } from '#lib/channels/channel.ts';
import { keys } from '#components/data/keys.ts';
import { useMay } from '#components/data/use-me.ts';
import { fieldProblem, isFieldProblem, useFormWrite } from '#components/data/use-write.ts';
import { LeadPicker } from '#components/leads/lead-picker.tsx';
import { addressExamples, addressKindOfChannel } from '#components/leads/lead-words.ts';
import { ChannelMark } from '#components/messages/channel-mark.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { ProblemLine } from '#components/ui/problem-line.tsx';
import { Select } from '#components/ui/select.tsx';
import { AreaField, TextField } from '#components/ui/text-field.tsx';
import { say } from '#components/ui/toaster.tsx';
import { presets } from './presets.ts';
import type { Role, Sent } from './role.ts';

export function PlayForm({ role, channels: open, onRole, onSent }: { role: Role; channels: readonly Channel[]; onRole: (part: Partial<Role>) => void; onSent: (line: Sent) => void }) {
  const client = useQueryClient();
  const [subject, setSubject] = useState('');
  const [text, setText] = useState('');
  const { write, problem, isBusy } = useFormWrite(text !== '' || subject !== '');
  const mayPlay = useMay('sandbox.play');
  const kind = addressKindOfChannel(role.channel);
  const hasAddress = role.lead === null || role.lead.addresses.some((address) => address.kind === kind);
  const isReady = mayPlay && text.trim() !== '' && (role.lead ? hasAddress : role.address.trim() !== '');
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!isReady || isBusy) return;
    const who = role.lead ? { leadId: role.lead.id } : { address: role.address, name: role.name };
    const played = await write<Played>('POST', '/api/sandbox/messages', { ...who, channel: role.channel, text, ...(role.channel === 'email' && { subject }) });
    if (!played) return;
    if (!role.lead) onSent({ id: played.externalId, side: 'lead', address: role.address, channel: role.channel, subject: role.channel === 'email' ? subject : null, text, at: new Date().toISOString() });
    setText('');
    say('On its way to the team', { detail: 'The worker fetches it within seconds.' });
    void client.invalidateQueries({ queryKey: keys.conversations.all });
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && void submit(event)} className="flex flex-col gap-4">
      <Field id="play-lead" label="Who writes">
        <div className="flex gap-2">
          <LeadPicker label="Somebody unknown" chosen={role.lead} onPick={(lead) => onRole({ lead, channel: firstChannel(lead.addresses, open) ?? role.channel })} className="min-w-0 flex-1" />
          {role.lead && <Button tone="quiet" onClick={() => onRole({ lead: null })}>Somebody unknown</Button>}
        </div>
      </Field>
      <Field id="play-channel" label="Channel">
        <Select id="play-channel" label="Channel" value={role.channel} onChange={(chosen) => isChannel(chosen) && onRole({ channel: chosen })} options={open.map((each) => ({ value: each, label: channelNames[each], mark: <ChannelMark channel={each} className="size-3.5" /> }))} />
      </Field>
      {role.lead && !hasAddress && <p className="text-sm text-held">{role.lead.name} has no address on {channelNames[role.channel]}. Choose another channel.</p>}
      {!role.lead && (
        <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
          <TextField id="play-address" label="Their address" value={role.address} maxLength={320} placeholder={addressExamples[kind]} error={fieldProblem(problem, 'address')} onText={(address) => onRole({ address })} />
          <TextField id="play-name" label="Their name" value={role.name} maxLength={200} placeholder="Ana Ruiz" onText={(name) => onRole({ name })} />
        </div>
      )}
      {role.channel === 'email' && <TextField id="play-subject" label="Subject" value={subject} maxLength={998} error={fieldProblem(problem, 'subject')} onText={setSubject} />}
      <AreaField id="play-text" label="Message" value={text} maxLength={20_000} error={fieldProblem(problem, 'text')} onText={setText} className="field-sizing-content max-h-[40vh] min-h-32 text-lg" />
      <div role="group" aria-label="Ready messages" className="flex flex-wrap gap-1.5">
        {presets.map((preset) => (
          <Button
            key={preset.label}
            size="sm"
            onClick={() => {
              setSubject(preset.subject);
              setText(preset.text);
            }}
          >
            {preset.label}
          </Button>
        ))}
      </div>
      {!isFieldProblem(problem) && <ProblemLine problem={problem} />}
      {!mayPlay && <p className="text-sm text-ink-3">Playing a lead needs the role agent.</p>}
      <Button type="submit" tone="primary" size="lg" disabled={!isReady || isBusy} className="self-start">Send as the lead<Kbd keys="Ctrl+Enter" className="border-on-accent/50 text-on-accent" /></Button>
    </form>
  );
}

function firstChannel(addresses: NonNullable<Role['lead']>['addresses'], open: readonly Channel[]): Channel | undefined {
  return channels.find((channel) => open.includes(channel) && addresses.some((address) => address.kind === addressKindOfChannel(channel)));
}
