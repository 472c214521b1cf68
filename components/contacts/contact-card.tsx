'use client';

import { useQueryClient } from '@tanstack/react-query';
import Link from 'next/link';
import { useId, useState, type FormEvent } from 'react';
import type { ContactView, LeadView } from '#lib/leads/schema.ts';
import { keys } from '#components/data/keys.ts';
import { useMay } from '#components/data/use-me.ts';
import { fieldProblem, isFieldProblem, useFormWrite, useWrite } from '#components/data/use-write.ts';
import { LeadPicker } from '#components/leads/lead-picker.tsx';
import { channelOfAddress } from '#components/leads/lead-words.ts';
import { ChannelMark } from '#components/messages/channel-mark.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ProblemLine } from '#components/ui/problem-line.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { say } from '#components/ui/toaster.tsx';

/** Who wrote, what, and what becomes of them. */
export function ContactCard({ contact }: { contact: ContactView }) {
  const [isMaking, setMaking] = useState(false);
  const mayDecide = useMay('contact.decide');
  const { lastMessage } = contact;
  return (
    <article aria-label={contact.name || contact.address.value} data-row tabIndex={-1} className="rounded-lg border">
      <header className="flex flex-wrap items-center gap-x-2 gap-y-1 px-4 pt-3 text-sm">
        <ChannelMark channel={lastMessage?.channel ?? channelOfAddress(contact.address.kind)} />
        <h2 className="max-w-full truncate text-base font-semibold">{contact.name || contact.address.value}</h2>
        {contact.name && <span className="min-w-0 truncate text-ink-3">{contact.address.value}</span>}
        <span className="ml-auto flex items-center gap-2 text-xs text-ink-3">
          {contact.messageCount > 1 && <Badge>{contact.messageCount} messages</Badge>}
          <RelativeTime at={lastMessage?.recordedAt ?? contact.updatedAt} />
        </span>
      </header>
      <div className="px-4 py-2.5">
        {lastMessage?.subject && <p className="font-medium break-words">{lastMessage.subject}</p>}
        {lastMessage ? <p dir="auto" className="line-clamp-6 max-w-[72ch] break-words whitespace-pre-wrap text-ink-2">{lastMessage.text}</p> : <p className="text-ink-3">The message could not be read.</p>}
      </div>
      {contact.status === 'open' && mayDecide && (
        <footer className="border-t px-4 py-2.5">{isMaking ? <MakeLead contact={contact} onClose={() => setMaking(false)} /> : <Decide contact={contact} onMake={() => setMaking(true)} />}</footer>
      )}
      {contact.status === 'became_lead' && contact.leadId && <footer className="border-t px-4 py-2.5 text-sm text-ink-2">Became a lead. <Link href={`/leads/${contact.leadId}`} className="font-medium text-accent-ink hover:underline">Open the lead</Link></footer>}
    </article>
  );
}

function Decide({ contact, onMake }: { contact: ContactView; onMake: () => void }) {
  const client = useQueryClient();
  const { write, problem, isBusy } = useWrite();
  const dismiss = async () => {
    const done = await write<ContactView>('POST', `/api/contacts/${contact.id}/dismiss`, {});
    if (!done) return;
    void client.invalidateQueries({ queryKey: keys.contacts });
    say(`Dismissed: ${contact.name || contact.address.value}`, { detail: 'They come back when they write again.' });
  };
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button onClick={onMake}>Make a lead</Button>
      <Button tone="quiet" disabled={isBusy} onClick={() => void dismiss()}>Dismiss</Button>
      <ProblemLine problem={problem} />
    </div>
  );
}

/** A new lead under a name, or one who is here already and wrote from elsewhere. */
function MakeLead({ contact, onClose }: { contact: ContactView; onClose: () => void }) {
  const client = useQueryClient();
  const id = useId();
  const [name, setName] = useState(contact.name);
  const [known, setKnown] = useState<LeadView | null>(null);
  const { write, problem, isBusy } = useFormWrite();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const lead = await write<LeadView>('POST', `/api/contacts/${contact.id}/lead`, known ? { leadId: known.id } : { name: name.trim() || contact.address.value });
    if (!lead) return;
    for (const queryKey of [keys.contacts, keys.leads.all, keys.conversations.all]) void client.invalidateQueries({ queryKey });
    say(`A lead now: ${lead.name}`, { detail: 'Their messages went along.' });
  };
  return (
    <form noValidate onSubmit={(event) => void submit(event)} onKeyDown={(event) => event.key === 'Escape' && !event.defaultPrevented && onClose()} className="flex flex-col gap-3">
      {!isFieldProblem(problem) && <ProblemLine problem={problem} />}
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <TextField id={`${id}-name`} label="Name of the new lead" autoFocus disabled={known !== null} value={known ? known.name : name} maxLength={200} error={fieldProblem(problem, 'name')} onText={setName} />
        <div className="flex flex-col gap-1">
          <span className="text-sm font-medium text-ink-2">Or somebody who is here already</span>
          <div className="flex gap-2">
            <LeadPicker label="Choose a lead" chosen={known} onPick={setKnown} className="min-w-0 flex-1" />
            {known && <Button tone="quiet" onClick={() => setKnown(null)}>Clear</Button>}
          </div>
        </div>
      </div>
      <div className="flex gap-2">
        <Button tone="primary" type="submit" disabled={isBusy}>{known ? `Give it to ${known.name.split(' ')[0]}` : 'Make a lead'}</Button>
        <Button tone="quiet" onClick={onClose}>Cancel</Button>
      </div>
    </form>
  );
}
