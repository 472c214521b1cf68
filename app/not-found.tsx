import type { Metadata } from 'next';
import { FileQuestion } from 'lucide-react';
import Link from 'next/link';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import ConsoleLayout from './(console)/layout.tsx';

export const metadata: Metadata = { title: 'No such page' };

/** An address that names no page. Next asks for it outside of every group, so it brings the console's frame itself. */
export default function NotFound() {
  return (
    <ConsoleLayout>
      <EmptyState icon={<FileQuestion />} title="There is no such page" isPage action={<Button asChild><Link href="/inbox">Back to the inbox</Link></Button>}>
        The address may be wrong or from an earlier version.
      </EmptyState>
    </ConsoleLayout>
  );
}
