'use client';

import { useQuery } from '@tanstack/react-query';
import { KeyRound, Plus } from 'lucide-react';
import { useState } from 'react';
import type { TokenList as Tokens, TokenView } from '#lib/accounts/schema.ts';
import { ProblemState } from '#components/approvals/problem-state.tsx';
import { get } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { Section } from '#components/frame/page.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { RowsSkeleton } from '#components/ui/list-states.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { NewTokenDialog } from './new-token-dialog.tsx';
import { RevokeTokenDialog } from './revoke-token-dialog.tsx';

/** Keys for programs. A program proposes and reads; it never approves, whatever its role. */
export function TokenList() {
  const { data, error, refetch } = useQuery({ queryKey: keys.tokens, queryFn: ({ signal }) => get<Tokens>('/api/tokens', { signal }) });
  const [open, setOpen] = useState<'new' | TokenView | null>(null);
  return (
    <Section title="API tokens" note="Keys for programs and assistants. A program proposes and reads; it never approves, whatever its role." actions={<Button tone="primary" onClick={() => setOpen('new')}><Plus />Create a token</Button>}>
      {!data && (error ? <ProblemState error={error} onRetry={() => void refetch()} /> : <RowsSkeleton label="Loading tokens" rows={3} />)}
      {data?.items.length === 0 && <EmptyState icon={<KeyRound />} title="No tokens">Programs that read or propose through the API or MCP need one.</EmptyState>}
      {data && data.items.length > 0 && <ul className="rounded-lg border">{data.items.map((token) => <TokenRow key={token.id} token={token} onRevoke={() => setOpen(token)} />)}</ul>}
      {open === 'new' && <NewTokenDialog onClose={() => setOpen(null)} />}
      {open !== null && typeof open === 'object' && <RevokeTokenDialog token={open} onClose={() => setOpen(null)} />}
    </Section>
  );
}

function TokenRow({ token, onRevoke }: { token: TokenView; onRevoke: () => void }) {
  const isActive = token.status === 'active';
  return (
    <li className="flex min-h-12 items-center gap-3 border-b px-4 py-2 text-sm last:border-b-0">
      <div className="min-w-0 flex-1">
        <p className="flex items-center gap-2"><span className="truncate font-medium">{token.name}</span><Badge>{token.role}</Badge>{!isActive && <Badge tone="held">Revoked</Badge>}</p>
        <p className="text-xs text-ink-3">Created <RelativeTime at={token.createdAt} /></p>
      </div>
      {isActive && <Button size="sm" tone="quiet" aria-label={`Revoke ${token.name}`} onClick={onRevoke}>Revoke</Button>}
    </li>
  );
}
