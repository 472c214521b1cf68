import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import '@fontsource-variable/inter/opsz.css';
import './globals.css';
import { Theme } from '#components/frame/theme.tsx';

export const metadata: Metadata = {
  title: { default: 'RE Engine', template: '%s · RE Engine' },
  description: 'Review every outbound message before it leaves.',
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f6f6f8' },
    { media: '(prefers-color-scheme: dark)', color: '#0e0f13' },
  ],
};

/** Rendered per request: the content security policy lets only scripts with this request's nonce run. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="en" suppressHydrationWarning>
      <body>
        <Theme {...(nonce && { nonce })}>{children}</Theme>
      </body>
    </html>
  );
}
