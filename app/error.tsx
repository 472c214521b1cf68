'use client';

import { PageFailed } from '#components/frame/page-failed.tsx';

/** The frame of the console broke, or the sign-in page. */
export default function AppError({ retry }: { error: unknown; retry: () => void }) {
  return <main className="h-dvh bg-surface"><PageFailed onRetry={retry} /></main>;
}
