'use client';

import { useQueryClient } from '@tanstack/react-query';
import { PageFailed } from '#components/frame/page-failed.tsx';

/** A page of the console broke; its frame still stands. */
export default function ConsoleError({ retry }: { error: unknown; retry: () => void }) {
  const client = useQueryClient();
  const again = () => {
    // What broke the page may be an answer that is kept; those of the frame are in use and stay.
    client.removeQueries({ type: 'inactive' });
    retry();
  };
  return <PageFailed onRetry={again} />;
}
