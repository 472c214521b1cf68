'use client';

import { useEffect } from 'react';
import { holdPage } from './leave-when-signed-out.ts';

/** Holds the page for as long as this stands on it and shows what would be lost with it. */
export function useHeldPage(isWorthKeeping = true): void {
  useEffect(() => (isWorthKeeping ? holdPage() : undefined), [isWorthKeeping]);
}
