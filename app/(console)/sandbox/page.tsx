import type { Metadata } from 'next';
import { Suspense } from 'react';
import { Sandbox } from '#components/sandbox/sandbox.tsx';

export const metadata: Metadata = { title: 'Sandbox' };

export default function SandboxPage() {
  return (
    <Suspense>
      <Sandbox />
    </Suspense>
  );
}
