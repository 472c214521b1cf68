import type { Metadata } from 'next';
import { ActivityJournal } from '#components/activity/activity-journal.tsx';

export const metadata: Metadata = { title: 'Activity' };

export default function ActivityPage() {
  return <ActivityJournal />;
}
