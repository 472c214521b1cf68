'use client';

import { useQuery } from '@tanstack/react-query';
import { Check, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { useRef, useState } from 'react';
import type { SendsCheckView } from '#lib/audit/schema.ts';
import { get } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { ProblemState } from '#components/approvals/problem-state.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { faultsWords, promises, tally } from './sends-check-words.ts';

/** Reads the journal once more, from its first record, and says whether every send in it keeps what the product promises. */
export function SendsCheckDialog() {
  const [open, setOpen] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const close = () => {
    setOpen(false);
    // After the dialog has let go of it.
    setTimeout(() => opener.current?.focus());
  };
  return (
    <>
      <Button ref={opener} onClick={() => setOpen(true)}>Check every send</Button>
      {open && (
        <Dialog open onOpenChange={close} title="Check every send" description="Read from the journal itself, from its first record to its last." footer={<Button onClick={close}>Close</Button>}>
          <SendsCheck />
        </Dialog>
      )}
    </>
  );
}

function SendsCheck() {
  // What was checked stays as it was found while somebody reads it; opened again, it is checked again.
  const check = useQuery({ queryKey: keys.sendsCheck, queryFn: ({ signal }) => get<SendsCheckView>('/api/audit/sends', { signal }), retry: false, staleTime: 0, gcTime: 0, refetchOnWindowFocus: false });
  if (check.isPending) return <p role="status" className="text-sm text-ink-2">Reading the journal …</p>;
  if (check.isError) return <ProblemState error={check.error} onRetry={() => void check.refetch()} />;
  const { ok, attempts, checkedAt, throughSeq } = check.data;
  return (
    <div className="flex flex-col gap-3 text-sm">
      <p role="status" data-figures>{tally(check.data)}</p>
      {attempts > 0 && ok && (
        <ul aria-label="What is so of each" className="flex flex-col gap-1.5">
          {promises.map((promise) => <li key={promise} className="flex gap-2"><Check aria-hidden className="mt-0.5 size-4 shrink-0 text-good" />{promise}</li>)}
        </ul>
      )}
      {!ok && <Faults found={check.data} />}
      <p className="text-ink-3">Checked <RelativeTime at={checkedAt} />, up to record {throughSeq.toLocaleString('en')}. What was erased of people cannot be looked at any more.</p>
    </div>
  );
}

function Faults({ found: { problems, problemCount } }: { found: SendsCheckView }) {
  return (
    <div role="alert" className="flex flex-col gap-2">
      <p className="flex gap-2 font-medium text-failed"><TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />{faultsWords(problemCount)}</p>
      <ul aria-label="Faults" className="flex flex-col gap-1">
        {problems.map(({ seq, approvalId, problem }) => <li key={`${seq} ${problem}`}>{problem} <Link href={`/inbox?id=${approvalId}`} className="text-accent-ink hover:underline">Record {seq.toLocaleString('en')}</Link></li>)}
      </ul>
      {problemCount > problems.length && <p className="text-ink-3">The first {problems.length} are shown.</p>}
    </div>
  );
}
