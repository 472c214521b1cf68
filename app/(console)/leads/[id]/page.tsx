import type { Metadata } from 'next';
import { LeadPage } from '#components/leads/lead-page.tsx';

export const metadata: Metadata = { title: 'Lead' };

export default async function OneLeadPage({ params }: { params: Promise<{ id: string }> }) {
  return <LeadPage id={(await params).id} />;
}
