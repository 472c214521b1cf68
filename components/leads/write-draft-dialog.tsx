'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState, type FormEvent } from 'react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { channelNames, channels, type Channel } from '#lib/channels/channel.ts';
import type { TemplateUse } from '#lib/approvals/content.ts';
import type { LeadDetail } from '#lib/leads/schema.ts';
import { templateChannels } from '#lib/policy/message-template.ts';
import { TemplateFields } from '#components/approvals/template-fields.tsx';
import { keys } from '#components/data/keys.ts';
import { fieldProblem, isFieldProblem, useFormWrite } from '#components/data/use-write.ts';
import { ChannelMark } from '#components/messages/channel-mark.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Field } from '#components/ui/field.tsx';
import { useGuardedClose } from '#components/ui/guarded-close.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { ProblemLine } from '#components/ui/problem-line.tsx';
import { Select } from '#components/ui/select.tsx';
import { AreaField, TextField } from '#components/ui/text-field.tsx';
import { say } from '#components/ui/toaster.tsx';
import { addressKindOfChannel } from './lead-words.ts';

/** Proposes a message. It waits for review like every other; writing it sends nothing. */
export function WriteDraftDialog({ lead, onClose }: { lead: LeadDetail; onClose: () => void }) {
  const router = useRouter();
  const client = useQueryClient();
  const reachable = channels.filter((channel) => addressesOn(lead, channel).length > 0);
  const [channel, setChannel] = useState<Channel>(lead.conversations[0] && reachable.includes(lead.conversations[0].channel) ? lead.conversations[0].channel : (reachable[0] ?? 'email'));
  const [recipient, setRecipient] = useState('');
  const [subject, setSubject] = useState('');
  const [body, setBody] = useState('');
  const [named, setNamed] = useState<{ readonly use: TemplateUse; readonly text: string } | null>(null);
  const { write, problem, isBusy } = useFormWrite();
  const choices = addressesOn(lead, channel);
  const template = templateChannels.includes(channel) ? named : null;
  const text = template?.text ?? body;
  const { close, footer } = useGuardedClose(text.trim() !== '', onClose);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const made = await write<ApprovalView>('POST', '/api/approvals', { leadId: lead.id, channel, recipient: choices.includes(recipient) ? recipient : choices[0], subject: channel === 'email' ? subject : null, body: text, ...(template && { template: template.use }) });
    if (!made) return;
    void client.invalidateQueries({ queryKey: keys.approvals.all });
    void client.invalidateQueries({ queryKey: keys.leads.all });
    say('The draft waits for review');
    router.push(`/inbox?id=${made.id}`);
  };
  if (reachable.length === 0)
    return (
      <Dialog open onOpenChange={(open) => !open && onClose()} title="Write a draft" footer={<Button onClick={onClose}>Close</Button>}>
        <EmptyState title={`${lead.name} has no address`}>Edit the lead and add one first.</EmptyState>
      </Dialog>
    );
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && close()}
      title={`Write to ${lead.name}`}
      description="It waits in the inbox until a person approves it."
      className="w-[min(42rem,calc(100vw-2rem))]"
      footer={footer(
        <>
          <Button tone="quiet" onClick={close}>Cancel</Button>
          <Button tone="primary" type="submit" form="draft-form" disabled={isBusy || text.trim() === ''}>Put in review<Kbd keys="Ctrl+Enter" className="border-on-accent/50 text-on-accent" /></Button>
        </>,
      )}
    >
      <form id="draft-form" onSubmit={(event) => void submit(event)} onKeyDown={(event) => event.key === 'Enter' && (event.ctrlKey || event.metaKey) && text.trim() !== '' && void submit(event)} className="flex flex-col gap-4">
        {!isFieldProblem(problem) && <ProblemLine problem={problem} />}
        <div className="grid gap-3 sm:grid-cols-2">
          <Field id="draft-channel" label="Channel">
            <Select id="draft-channel" label="Channel" value={channel} onChange={(chosen) => setChannel(reachable.find((each) => each === chosen) ?? channel)} options={reachable.map((each) => ({ value: each, label: channelNames[each], mark: <ChannelMark channel={each} className="size-3.5" /> }))} />
          </Field>
          <Field id="draft-recipient" label="To" error={fieldProblem(problem, 'recipient')}>
            <Select id="draft-recipient" label="To" value={choices.includes(recipient) ? recipient : (choices[0] ?? '')} onChange={setRecipient} options={choices.map((value) => ({ value, label: value }))} className="min-w-0" />
          </Field>
        </div>
        {channel === 'email' && <TextField id="draft-subject" label="Subject" value={subject} maxLength={998} error={fieldProblem(problem, 'subject')} onText={setSubject} />}
        {templateChannels.includes(channel) && (
          <TemplateFields
            recipient={choices.includes(recipient) ? recipient : (choices[0] ?? '')}
            use={template?.use ?? null}
            error={fieldProblem(problem, 'template') ?? (template && fieldProblem(problem, 'body'))}
            onUse={(use, filled) => setNamed(use && { use, text: filled ?? '' })}
          />
        )}
        {!template && <AreaField id="draft-body" label="Message" autoFocus value={body} error={fieldProblem(problem, 'body')} onText={setBody} className="field-sizing-content max-h-[45vh] min-h-40 text-lg" />}
      </form>
    </Dialog>
  );
}

function addressesOn(lead: LeadDetail, channel: Channel): string[] {
  return lead.addresses.filter((address) => address.kind === addressKindOfChannel(channel)).map((address) => address.value);
}
