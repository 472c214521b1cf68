'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { keys } from '#components/data/keys.ts';
import { fieldProblem, isFieldProblem, useFormWrite } from '#components/data/use-write.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ProblemLine } from '#components/ui/problem-line.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { say } from '#components/ui/toaster.tsx';

/** Stops sending before the next message goes out. What is received still comes in. */
export function PauseDialog({ channel, name, onClose }: { channel: string; name: string; onClose: () => void }) {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const { write, problem, isBusy } = useFormWrite();
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!(await write('POST', `/api/channels/${channel}/pause`, { reason }))) return;
    for (const queryKey of [keys.channels, keys.policy.all]) void client.invalidateQueries({ queryKey });
    say(`Paused: ${name}`);
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={channel === 'all' ? 'Pause all sending' : `Pause sending on ${name}`}
      description="Nothing more goes out until somebody resumes it. Messages still come in, and drafts can be reviewed."
      footer={
        <>
          <Button tone="quiet" onClick={onClose}>Cancel</Button>
          <Button tone="danger" type="submit" form="pause-form" disabled={isBusy || reason.trim() === ''}>Pause</Button>
        </>
      }
    >
      <form id="pause-form" noValidate onSubmit={(event) => void submit(event)} className="flex flex-col gap-3">
        {!isFieldProblem(problem) && <ProblemLine problem={problem} />}
        <TextField id="pause-reason" label="Reason" autoFocus value={reason} maxLength={500} hint="Everybody sees it in the banner." error={fieldProblem(problem, 'reason')} onText={setReason} />
      </form>
    </Dialog>
  );
}
