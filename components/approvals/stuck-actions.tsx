'use client';

import { useId, useState, type ReactNode } from 'react';
import type { ApprovalView } from '#lib/approvals/schema.ts';
import { useHeldPage } from '#components/data/use-held-page.ts';
import { useMay, useMe } from '#components/data/use-me.ts';
import { Button } from '#components/ui/button.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { resolutions, type Resolution } from './resolutions.ts';
import { useAct } from './use-act.ts';

/** What a manager may do with a dead letter or an uncertain send, by the same rules wherever it is shown; everybody else is told who decides. */
export function StuckActions({ approval }: { approval: ApprovalView }) {
  const may = useMay(approval.status === 'uncertain' ? 'uncertain.decide' : 'deadletter.decide');
  const { data: me } = useMe();
  const { stale } = approval;
  return (
    <div className="flex flex-col gap-3">
      {stale && <Warning>{stale.text} It is read again before it goes out.</Warning>}
      {!me ? <p className="h-8" /> : !may ? <p className="text-sm text-ink-3">A manager looks at the evidence and decides.</p> : approval.status === 'uncertain' ? <Uncertain approval={approval} /> : <Dead approval={approval} isStale={stale !== null} />}
    </div>
  );
}

function Dead({ approval, isStale }: { approval: ApprovalView; isStale: boolean }) {
  const { act, isBusy } = useAct(approval);
  const [asked, setAsked] = useState<'not yet' | 'now' | 'before'>('not yet');
  if (asked === 'now')
    return (
      <div onKeyDown={(event) => event.key === 'Escape' && setAsked('before')} className="flex flex-wrap items-center gap-2">
        <p className="text-sm">It will never be sent. Discard it?</p>
        <Button tone="danger" autoFocus disabled={isBusy} onClick={() => void act('cancel', { reason: 'Discarded after sending failed' })}>Discard</Button>
        <Button tone="quiet" onClick={() => setAsked('before')}>Keep it</Button>
      </div>
    );
  return (
    <div className="flex flex-wrap gap-2">
      {!isStale && <Button disabled={isBusy} onClick={() => void act('retry', { contentHash: approval.contentHash })}>Try again</Button>}
      <Button disabled={isBusy} onClick={() => void act('revive', {})}>Take back to review</Button>
      <Button tone="danger" autoFocus={asked === 'before'} onClick={() => setAsked('now')}>Discard</Button>
    </div>
  );
}

function Uncertain({ approval }: { approval: ApprovalView }) {
  const [chosen, setChosen] = useState<Resolution | null>(null);
  // Whoever turns back finds the focus where it was.
  const [before, setBefore] = useState<Resolution | null>(null);
  const back = () => {
    setBefore(chosen);
    setChosen(null);
  };
  return chosen ? <Resolve approval={approval} resolution={chosen} onBack={back} /> : (
    <div className="flex flex-wrap gap-2">
      {resolutions.map((each) => <Button key={each.as} tone={each.tone} autoFocus={each === before} onClick={() => setChosen(each)}>{each.label}</Button>)}
    </div>
  );
}

function Resolve({ approval, resolution, onBack }: { approval: ApprovalView; resolution: Resolution; onBack: () => void }) {
  const id = useId();
  const [note, setNote] = useState('');
  useHeldPage(note !== '');
  const { act, isBusy } = useAct(approval);
  const isReady = !isBusy && note.trim() !== '';
  return (
    <form
      noValidate
      aria-label={resolution.label}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void act('resolve', { as: resolution.as, note: note.trim() });
      }}
      onKeyDown={(event) => event.key === 'Escape' && onBack()}
      className="flex flex-col gap-3"
    >
      <Warning>{resolution.warning}</Warning>
      <TextField id={id} label="What you found out" autoFocus value={note} maxLength={500} hint="Kept with the decision, under your name." onText={setNote} />
      <div className="flex gap-2">
        <Button type="submit" tone={resolution.tone === 'danger' ? 'danger' : 'primary'} disabled={!isReady}>{resolution.label}</Button>
        <Button tone="quiet" onClick={onBack}>Back</Button>
      </div>
    </form>
  );
}

function Warning({ children }: { children: ReactNode }) {
  return <p className="rounded-md bg-held-soft px-3 py-2 text-sm break-words text-held">{children}</p>;
}
