import type { Metadata } from 'next';
import { LeadList } from '#components/leads/lead-list.tsx';

export const metadata: Metadata = { title: 'Leads' };

export default function LeadsPage() {
  return <LeadList />;
}
