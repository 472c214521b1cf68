'use client';

import { useId, useState } from 'react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { useAct } from '#components/approvals/use-act.ts';
import { useMay, useMe } from '#components/data/use-me.ts';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { resolutions, type Resolution } from './resolutions.ts';

/** What a manager may do; everybody else is told who decides. */
export function StuckActions({ approval }: { approval: ApprovalView }) {
  const may = useMay(approval.status === 'uncertain' ? 'uncertain.decide' : 'deadletter.decide');
  const { data: me } = useMe();
  if (!me) return <p className="h-8" />;
  if (!may) return <p className="text-sm text-ink-3">A manager looks at the evidence and decides.</p>;
  return approval.status === 'uncertain' ? <Uncertain approval={approval} /> : <Dead approval={approval} />;
}

function Dead({ approval }: { approval: ApprovalView }) {
  const { act, isBusy } = useAct(approval);
  const [isAsked, setAsked] = useState(false);
  if (isAsked)
    return (
      <div className="flex flex-wrap items-center gap-2">
        <p className="text-sm">It will never be sent. Discard it?</p>
        <Button tone="danger" autoFocus disabled={isBusy} onClick={() => void act('cancel', { reason: 'Discarded after sending failed' }, 'Discarded')}>Discard</Button>
        <Button tone="quiet" onClick={() => setAsked(false)}>Keep it</Button>
      </div>
    );
  return (
    <div className="flex flex-wrap gap-2">
      <Button disabled={isBusy} onClick={() => void act('retry', { contentHash: approval.contentHash }, `Tried again: ${approval.leadName}`)}>Try again</Button>
      <Button disabled={isBusy} onClick={() => void act('revive', {}, `Back in review: ${approval.leadName}`)}>Back to review</Button>
      <Button tone="danger" onClick={() => setAsked(true)}>Discard</Button>
    </div>
  );
}

function Uncertain({ approval }: { approval: ApprovalView }) {
  const [chosen, setChosen] = useState<Resolution | null>(null);
  return chosen ? <Resolve approval={approval} resolution={chosen} onBack={() => setChosen(null)} /> : (
    <div className="flex flex-wrap gap-2">
      {resolutions.map((each) => <Button key={each.as} tone={each.tone} onClick={() => setChosen(each)}>{each.label}</Button>)}
    </div>
  );
}

function Resolve({ approval, resolution, onBack }: { approval: ApprovalView; resolution: Resolution; onBack: () => void }) {
  const id = useId();
  const [note, setNote] = useState('');
  const { act, isBusy } = useAct(approval);
  const resolve = () => void act('resolve', { as: resolution.as, note: note.trim() }, resolution.done);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        resolve();
      }}
      onKeyDown={(event) => event.key === 'Escape' && onBack()}
      className="flex flex-col gap-3"
    >
      <p className="rounded-md bg-held-soft px-3 py-2 text-sm text-held">{resolution.warning}</p>
      <TextField id={id} label="What you found out" autoFocus value={note} maxLength={500} hint="Kept with the decision, under your name." onText={setNote} />
      <div className="flex gap-2">
        <Button type="submit" tone={resolution.tone === 'danger' ? 'danger' : 'primary'} disabled={isBusy || note.trim() === ''}>{resolution.label}</Button>
        <Button tone="quiet" onClick={onBack}>Back</Button>
      </div>
    </form>
  );
}
