import type { Metadata } from 'next';
import { DncList } from '#components/dnc/dnc-list.tsx';

export const metadata: Metadata = { title: 'Do Not Contact' };

export default function DncPage() {
  return <DncList />;
}
