'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { DncKind } from '#lib/dnc/entry.ts';
import type { AddedDnc } from '#lib/dnc/schema.ts';
import type { LeadView } from '#lib/leads/schema.ts';
import { keys } from '#components/data/keys.ts';
import { fieldProblem, isFieldProblem, useFormWrite } from '#components/data/use-write.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { ProblemLine } from '#components/ui/problem-line.tsx';
import { Select } from '#components/ui/select.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { say } from '#components/ui/toaster.tsx';
import { blockedWords, channelOptions, isDncKind, kindHints, kindOptions } from './dnc-words.ts';

/** Puts somebody on the list; from a lead's page it is that lead as a whole. */
export function AddDncDialog({ lead = null, onClose }: { lead?: Pick<LeadView, 'id' | 'name'> | null; onClose: () => void }) {
  const client = useQueryClient();
  const [kind, setKind] = useState<DncKind>(lead ? 'lead' : 'email');
  const [value, setValue] = useState(lead?.id ?? '');
  const [channel, setChannel] = useState('all');
  const [reason, setReason] = useState('');
  const { write, problem, isBusy } = useFormWrite();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const added = await write<AddedDnc>('POST', '/api/dnc', { kind, value, channel, reason });
    if (!added) return;
    for (const queryKey of [keys.dnc, keys.leads.all, keys.approvals.all]) void client.invalidateQueries({ queryKey });
    say(`On the list: ${added.leadName ?? added.value}`, { detail: blockedWords(added.blockedCount) });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={lead ? `Do not contact ${lead.name}` : 'Add to the Do Not Contact list'}
      description={lead ? 'Counts for every address of theirs, now and later. Drafts that wait for them are blocked at once.' : 'Drafts that wait for them are blocked at once.'}
      footer={
        <>
          <Button tone="quiet" onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form="dnc-form" disabled={isBusy}>{lead ? 'Do not contact' : 'Add to the list'}</Button>
        </>
      }
    >
      <form id="dnc-form" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-4">
        {!isFieldProblem(problem) && <ProblemLine problem={problem} />}
        {!lead && (
          <div className="grid gap-3 sm:grid-cols-[8rem_1fr]">
            <Field id="dnc-kind" label="Kind"><Select id="dnc-kind" label="Kind" value={kind} options={kindOptions} onChange={(chosen) => isDncKind(chosen) && setKind(chosen)} /></Field>
            <TextField id="dnc-value" label="Who" autoFocus value={value} maxLength={320} placeholder={kindHints[kind].example} hint={kindHints[kind].hint} error={fieldProblem(problem, 'value')} onText={setValue} />
          </div>
        )}
        <Field id="dnc-channel" label="Channel"><Select id="dnc-channel" label="Channel" value={channel} options={channelOptions} onChange={setChannel} /></Field>
        <TextField id="dnc-reason" label="Reason" autoFocus={lead !== null} value={reason} maxLength={500} placeholder="Asked by phone not to be written to" hint="Kept with the entry; the next person reads it." error={fieldProblem(problem, 'reason')} onText={setReason} />
      </form>
    </Dialog>
  );
}
