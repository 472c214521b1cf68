'use client';

import '@fontsource-variable/inter/opsz.css';
import './globals.css';
import { PageFailed } from '#components/frame/page-failed.tsx';

/** The outermost layout broke: this stands in its place. */
export default function GlobalError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>RE Engine</title>
        <main className="h-dvh bg-surface"><PageFailed onRetry={retry} /></main>
      </body>
    </html>
  );
}
