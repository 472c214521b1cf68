'use client';

import { QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';
import { isProblem } from './api.ts';
import { leaveWhenSignedOut } from './leave-when-signed-out.ts';
import { LiveEvents } from './live-events.tsx';

function makeClient(): QueryClient {
  return new QueryClient({
    queryCache: new QueryCache({ onError: (error) => leaveWhenSignedOut(error) }),
    defaultOptions: {
      queries: {
        staleTime: 30_000,
        gcTime: 10 * 60_000,
        refetchOnWindowFocus: true,
        // A refusal stays a refusal; only an unreachable or failing server is asked again.
        retry: (failures, error) => failures < 2 && isProblem(error) && (error.status === 0 || error.status >= 500),
      },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
}

export function ServerData({ children }: { children: ReactNode }) {
  const [client] = useState(makeClient);
  return (
    <QueryClientProvider client={client}>
      <LiveEvents>{children}</LiveEvents>
    </QueryClientProvider>
  );
}
