'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import type { PolicyView, Replay } from '#lib/policy/schema.ts';
import { isProblem, send, type ApiProblem } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { policyQuery } from '#components/data/use-policy.ts';
import { fieldProblem, isFieldProblem, useFormWrite } from '#components/data/use-write.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ProblemLine } from '#components/ui/problem-line.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { say } from '#components/ui/toaster.tsx';
import type { PolicyValues } from './policy-form-shape.ts';
import { changeWords, fieldWords } from './policy-words.ts';
import { ReplayResult } from './replay-result.tsx';

export interface ChangeReviewProps {
  readonly view: PolicyView;
  readonly changes: Partial<PolicyValues>;
  readonly onRead: (view: PolicyView) => void;
  readonly onBack: () => void;
  readonly onSaved: () => void;
}

/** What would be different, what it would have done to the last 30 days, and why: then it is saved. */
export function ChangeReview({ view, changes, onRead, onBack, onSaved }: ChangeReviewProps) {
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const { write, problem, isBusy } = useFormWrite();
  const replay = useQuery({ queryKey: keys.policy.replay(changes), queryFn: () => send<Replay>('POST', '/api/policy/replay', { changes }), retry: false });
  const hasConflict = problem?.code === 'content_changed';
  const save = async () => {
    if (!(await write('PATCH', '/api/policy', { version: view.version, changes, reason: reason.trim() }))) return;
    void client.invalidateQueries({ queryKey: keys.policy.all });
    say('The policy is changed');
    onSaved();
  };
  const readAgain = async () => {
    onRead(await client.fetchQuery({ ...policyQuery, staleTime: 0 }));
    onBack();
  };
  const refused = isProblem(replay.error) ? replay.error : null;
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onBack()}
      title="Review the change"
      description="It counts from the next message that would go out."
      className="w-[min(44rem,calc(100vw-2rem))]"
      footer={
        <>
          <Button tone="quiet" onClick={onBack}>Back</Button>
          <Button tone="primary" type="button" disabled={isBusy || replay.isPending || hasConflict || refused !== null || reason.trim() === ''} onClick={() => void save()}>Save the policy</Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {refused ? <Refused problem={refused} changes={changes} /> : (
          <>
            <Differences view={view} changes={changes} />
            <ReplayResult replay={replay.data ?? null} />
          </>
        )}
        {hasConflict ? (
          <div role="alert" className="flex flex-wrap items-center gap-3 rounded-md bg-held-soft px-3 py-2 text-sm text-held">
            <span className="min-w-0 flex-1">A colleague changed the policy meanwhile. What you typed is kept.</span>
            <Button size="sm" onClick={() => void readAgain()}>Compare with it as it is now</Button>
          </div>
        ) : problem && !isFieldProblem(problem) && <ProblemLine problem={problem} />}
        <TextField id="policy-reason" label="Reason" maxLength={500} value={reason} hint="Kept in the journal with the change, under your name." error={fieldProblem(problem, 'reason')} onText={setReason} />
      </div>
    </Dialog>
  );
}

const fieldsShape = z.array(z.object({ field: z.string(), problem: z.string() }));

/** What cannot be so, under the name it has in the form. */
function Refused({ problem, changes }: { problem: ApiProblem; changes: Partial<PolicyValues> }) {
  const fields = fieldsShape.safeParse(problem.details.fields).data ?? [];
  if (fields.length === 0) return <ProblemLine problem={problem} />;
  return (
    <ul role="alert" className="rounded-md bg-failed-soft px-3 py-2 text-sm text-failed">
      {fields.map(({ field, problem: why }) => <li key={field}>{fieldWords(field, changes)}: {why}</li>)}
    </ul>
  );
}

function Differences({ view, changes }: Pick<ChangeReviewProps, 'view' | 'changes'>) {
  return (
    <dl aria-label="What would be different" className="divide-y rounded-lg border text-sm">
      {changeWords(view.policy, changes).map(({ label, before, after }) => (
        <div key={label} className="flex flex-wrap gap-x-4 gap-y-0.5 px-3 py-2">
          <dt className="w-60 text-ink-2 max-sm:w-full">{label}</dt>
          <dd data-figures className="min-w-0 flex-1 break-words"><del className="text-ink-3">{before}</del> → <ins className="font-medium no-underline">{after}</ins></dd>
        </div>
      ))}
    </dl>
  );
}
