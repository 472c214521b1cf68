import { CircleAlert } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';

/** A page that broke while it was shown. The way back loads everything anew: nothing of the broken page is kept. */
export function PageFailed({ onRetry }: { onRetry: () => void }) {
  return (
    <div role="alert" className="h-full">
      <EmptyState
        icon={<CircleAlert />}
        title="This page could not be shown"
        isPage
        action={<div className="flex flex-wrap justify-center gap-2"><Button tone="primary" onClick={onRetry}>Try again</Button><Button asChild><a href="/inbox">Back to the inbox</a></Button></div>}
      >
        Something in it went wrong in your browser. What was decided or saved before is kept. If it comes again, tell whoever runs this console at which address.
      </EmptyState>
    </div>
  );
}
