import type { Metadata } from 'next';
import { Settings } from '#components/accounts/settings.tsx';

export const metadata: Metadata = { title: 'Settings' };

export default function SettingsPage() {
  return <Settings />;
}
