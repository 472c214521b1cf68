'use client';

import { useState } from 'react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { useMay } from '#components/data/use-me.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field, Input } from '#components/ui/field.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Attempts } from './attempts.tsx';
import { useAct } from './use-act.ts';
import { statusLook } from './words.ts';

/** What became of a draft that is no longer in review, why, and what may still be done about it. */
export function StatePanel({ approval }: { approval: ApprovalView }) {
  const look = statusLook(approval);
  return (
    <section aria-label="What became of it" className="flex flex-col gap-3 rounded-lg border p-4 text-sm" data-testid="state-panel">
      <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <Badge tone={look.tone}>{look.label}</Badge>
        <span className="text-ink-2">{approval.reason?.text ?? stateWords(approval)}</span>
        <RelativeTime at={approval.sentAt ?? approval.updatedAt} className="text-xs text-ink-3" />
      </p>
      <StateActions approval={approval} />
      <Attempts attempts={approval.attempts} nextAttemptAt={approval.nextAttemptAt} />
    </section>
  );
}

function stateWords({ status }: ApprovalView): string {
  switch (status) {
    case 'approved':
      return 'Goes out when its time comes.';
    case 'sending':
      return 'Handed to the channel; its answer is awaited.';
    case 'sent':
      return 'The channel accepted it.';
    default:
      return '';
  }
}

function StateActions({ approval }: { approval: ApprovalView }) {
  const mayDecide = useMay('draft.decide');
  const mayResolve = useMay('uncertain.decide');
  const mayRevive = useMay('deadletter.decide');
  const { act, isBusy } = useAct(approval);
  switch (approval.status) {
    case 'approved':
    case 'rejected':
      if (!mayDecide || (approval.status === 'approved' && approval.nextAttemptAt !== null)) return null;
      return <div><Button disabled={isBusy} onClick={() => void act('undo', {}, 'Back in review')}>Return to review</Button></div>;
    case 'uncertain':
      return mayResolve ? <Resolve approval={approval} /> : <p className="text-ink-3">A manager looks at the evidence and decides.</p>;
    case 'dead_letter':
      if (!mayRevive) return <p className="text-ink-3">A manager decides what becomes of it.</p>;
      return (
        <div className="flex gap-2">
          <Button disabled={isBusy} onClick={() => void act('revive', {}, 'Back in review')}>Return to review</Button>
          <Button tone="danger" disabled={isBusy} onClick={() => void act('cancel', { reason: 'Discarded after sending failed' }, 'Discarded')}>Discard</Button>
        </div>
      );
    default:
      return null;
  }
}

function Resolve({ approval }: { approval: ApprovalView }) {
  const [note, setNote] = useState('');
  const { act, isBusy } = useAct(approval);
  const resolve = (as: 'was_sent' | 'send_again' | 'drop', done: string) => void act('resolve', { as, note: note.trim() }, done);
  return (
    <div className="flex flex-col gap-3">
      <Field id="resolve-note" label="What you found out" hint="Look in the Sent folder, or ask the lead. It is kept with the decision.">
        <Input id="resolve-note" value={note} maxLength={500} onChange={(event) => setNote(event.target.value)} />
      </Field>
      <div className="flex flex-wrap gap-2">
        <Button disabled={isBusy} onClick={() => resolve('was_sent', 'Recorded as sent')}>It was sent</Button>
        <Button disabled={isBusy} onClick={() => resolve('send_again', 'It is sent again after the undo window')}>Send again</Button>
        <Button tone="danger" disabled={isBusy} onClick={() => resolve('drop', 'Dropped')}>Drop</Button>
      </div>
    </div>
  );
}
