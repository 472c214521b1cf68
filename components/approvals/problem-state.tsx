'use client';

import { CloudOff } from 'lucide-react';
import { isProblem } from '#components/data/api.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

/** What happened, what was kept, what to do. */
export function ProblemState({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const title = isProblem(error) ? error.detail || error.title : 'This could not be shown';
  return (
    <div role="alert" className="h-full">
      <EmptyState icon={<CloudOff />} title={title} action={<Button onClick={onRetry}>Try again</Button>}>
        {isProblem(error) && error.lift ? error.lift : 'Nothing was lost; it can be asked for again.'}
      </EmptyState>
    </div>
  );
}
