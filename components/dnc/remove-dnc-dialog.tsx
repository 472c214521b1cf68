'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import type { DncView } from '#lib/dnc/schema.ts';
import { keys } from '#components/data/keys.ts';
import { fieldProblem, isFieldProblem, useFormWrite } from '#components/data/use-write.ts';
import { Button } from '#components/ui/button.tsx';
import { Check } from '#components/ui/check.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ProblemLine } from '#components/ui/problem-line.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { say } from '#components/ui/toaster.tsx';
import { channelWords } from './dnc-words.ts';

/** Takes somebody off the list: a reason and a confirmation, because the law may stand behind the entry. */
export function RemoveDncDialog({ entry, onClose }: { entry: DncView; onClose: () => void }) {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const [isSure, setSure] = useState(false);
  const { write, problem, isBusy } = useFormWrite();
  const who = entry.leadName ?? entry.value;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const removed = await write<DncView>('DELETE', `/api/dnc/${entry.id}`, { reason, confirm: isSure });
    if (!removed) return;
    for (const queryKey of [keys.dnc, keys.leads.all, keys.approvals.all]) void client.invalidateQueries({ queryKey });
    say(`Off the list: ${who}`, { detail: 'What was blocked stays blocked.' });
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Take ${who} off the list`}
      description={`On it for ${channelWords(entry.channel).toLowerCase()}: ${entry.reason}`}
      footer={
        <>
          <Button tone="quiet" onClick={onClose}>Keep it</Button>
          <Button tone="danger" type="submit" form="dnc-remove" disabled={isBusy || !isSure || reason.trim() === ''}>Take off the list</Button>
        </>
      }
    >
      <form id="dnc-remove" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        {!isFieldProblem(problem) && <ProblemLine problem={problem} />}
        <TextField id="dnc-removal-reason" label="Reason" autoFocus value={reason} maxLength={500} hint="Kept in the journal with your name." error={fieldProblem(problem, 'reason')} onText={setReason} />
        <Check checked={isSure} onChange={setSure}>They agreed to be contacted again, and I can show it.</Check>
      </form>
    </Dialog>
  );
}
