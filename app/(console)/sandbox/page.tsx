import type { Metadata } from 'next';
import { Sandbox } from '#components/sandbox/sandbox.tsx';

export const metadata: Metadata = { title: 'Sandbox' };

export default function SandboxPage() {
  return <Sandbox />;
}
