import type { Metadata } from 'next';
import { Suspense } from 'react';
import { ActivityJournal } from '#components/activity/activity-journal.tsx';

export const metadata: Metadata = { title: 'Activity' };

export default function ActivityPage() {
  return (
    <Suspense>
      <ActivityJournal />
    </Suspense>
  );
}
