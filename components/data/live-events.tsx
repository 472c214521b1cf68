'use client';

import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState, type ReactNode } from 'react';
import { withQuery } from './api.ts';
import { keys } from './keys.ts';
import { staleKeys } from './stale-keys.ts';

export type Connection = 'connecting' | 'live' | 'lost';

const ConnectionContext = createContext<Connection>('connecting');

/** Whether what is on the screen follows the server. */
export function useConnection(): Connection {
  return useContext(ConnectionContext);
}

/** Events of one burst become one round of questions. */
const burstMs = 120;
const retryMsMax = 15_000;

function follow(client: QueryClient, onChange: (connection: Connection) => void): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let burst: ReturnType<typeof setTimeout> | undefined;
  let tries = 0;
  let seen = '';
  const stale = new Map<string, readonly unknown[]>();

  const refresh = () => {
    burst = undefined;
    for (const queryKey of stale.values()) void client.invalidateQueries({ queryKey });
    stale.clear();
  };
  const take = (event: MessageEvent<string>) => {
    seen = event.lastEventId;
    for (const key of staleKeys(event.data)) stale.set(JSON.stringify(key), key);
    if (stale.size > 0) burst ??= setTimeout(refresh, burstMs);
  };
  const open = () => {
    // Picks up after the last event it saw, so nothing that happened while it was away is missed.
    source = new EventSource(withQuery('/api/events/stream', { after: seen }));
    source.onopen = () => {
      tries = 0;
      onChange('live');
    };
    source.addEventListener('hello', (event) => {
      seen = event.lastEventId;
    });
    source.onmessage = take;
    source.onerror = () => {
      source?.close();
      tries += 1;
      // A stream also ends with its session; this question finds out.
      void client.invalidateQueries({ queryKey: keys.me });
      if (tries > 1 || !navigator.onLine) onChange('lost');
      timer = setTimeout(open, Math.min(retryMsMax, 500 * 2 ** tries));
    };
  };
  const again = () => {
    clearTimeout(timer);
    source?.close();
    open();
  };
  const gone = () => onChange('lost');
  open();
  addEventListener('online', again);
  addEventListener('offline', gone);
  return () => {
    clearTimeout(timer);
    clearTimeout(burst);
    source?.close();
    removeEventListener('online', again);
    removeEventListener('offline', gone);
  };
}

export function LiveEvents({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [connection, setConnection] = useState<Connection>('connecting');
  useEffect(() => follow(client, setConnection), [client]);
  return <ConnectionContext value={connection}>{children}</ConnectionContext>;
}
