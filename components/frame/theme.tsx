'use client';

import { ThemeProvider } from 'next-themes';
import type { ReactNode } from 'react';

/** System, light or dark; remembered in this browser. */
export function Theme({ nonce, children }: { nonce?: string; children: ReactNode }) {
  return (
    <ThemeProvider attribute="class" defaultTheme="system" enableSystem disableTransitionOnChange {...(nonce && { nonce })}>
      {children}
    </ThemeProvider>
  );
}
