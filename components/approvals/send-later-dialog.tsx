'use client';

import { Clock } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useHeldPage } from '#components/data/use-held-page.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { clockTime, exactTime } from '#components/ui/time-words.ts';
import { cityOf } from '#lib/policy/local-time.ts';
import { sendLaterMsMax } from '#lib/approvals/limits.ts';
import { fieldInstant, fieldText, timeProblem, usualTimes } from './send-times.ts';

export interface SendLaterDialogProps {
  readonly leadName: string;
  /** Where the lead is; null when nobody knows. */
  readonly zone: string | null;
  readonly onClose: () => void;
  readonly onApprove: (sendAt: number) => void;
}

/** Approves for a time on the lead's clock. */
export function SendLaterDialog({ leadName, zone, onClose, onApprove }: SendLaterDialogProps) {
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const there = zone ?? own;
  const [nowMs] = useState(() => Date.now());
  const times = usualTimes(nowMs, there);
  const [text, setText] = useState(() => fieldText(times[0]?.at ?? nowMs, there));
  useHeldPage();
  const at = fieldInstant(text, there);
  const problem = timeProblem(at, Date.now());
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (at !== null && timeProblem(at, Date.now()) === null) onApprove(at);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Approve for later"
      description={zone ? `Times are those of ${leadName}, in ${cityOf(zone)}.` : 'Nobody knows where they are: times are yours.'}
      footer={
        <>
          <Button tone="quiet" onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form="later-form" disabled={problem !== null}>Approve for then</Button>
        </>
      }
    >
      <form id="later-form" noValidate onSubmit={submit} className="flex flex-col gap-4">
        <div role="group" aria-label="Usual times" className="flex flex-col gap-1.5">
          {times.map((time) => (
            <Button key={time.at} type="button" className="justify-between" onClick={() => onApprove(time.at)}>
              <span className="flex items-center gap-2"><Clock aria-hidden />{time.label}</span>
              <span data-figures className="text-ink-3">{clockTime(time.at, nowMs, there)}</span>
            </Button>
          ))}
        </div>
        <TextField id="later-at" label="Another time" type="datetime-local" value={text} min={fieldText(nowMs, there)} max={fieldText(nowMs + sendLaterMsMax, there)} error={problem} hint={zone && at !== null && zone !== own ? `For you: ${exactTime(at)}` : undefined} onText={setText} />
        <p className="text-sm text-ink-3">What cannot go out then, because a channel is down or it is paused, comes back to you instead of going out late.</p>
      </form>
    </Dialog>
  );
}
