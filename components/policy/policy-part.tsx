'use client';

import { useState } from 'react';
import type { PolicyView } from '#lib/policy/schema.ts';
import { ProblemState } from '#components/approvals/problem-state.tsx';
import { useMay } from '#components/data/use-me.ts';
import { usePolicy } from '#components/data/use-policy.ts';
import { Button } from '#components/ui/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { PolicyEditor } from './policy-editor.tsx';
import { PolicySections } from './policy-view.tsx';

/** The policy in force; who may change it does so here. */
export function PolicyPart() {
  const { data, error, refetch } = usePolicy();
  const [edited, setEdited] = useState<PolicyView | null>(null);
  const mayEdit = useMay('policy.edit');
  if (!data) return error ? <ProblemState error={error} onRetry={() => void refetch()} /> : <PartSkeleton />;
  // What is edited is the policy as it was when the form opened; saving says when it is another by then.
  if (edited) return <PolicyEditor view={edited} onRead={(view) => setEdited(view)} onClose={() => setEdited(null)} />;
  return <PolicySections view={data} actions={mayEdit ? <Button onClick={() => setEdited(data)}>Change the policy</Button> : null} />;
}

function PartSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-3">
      <span className="sr-only">Loading the policy</span>
      {[0, 1, 2].map((part) => <Skeleton key={part} className="h-32 w-full rounded-lg" />)}
    </div>
  );
}
