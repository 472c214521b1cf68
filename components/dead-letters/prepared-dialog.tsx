'use client';

import { useQuery } from '@tanstack/react-query';
import type { PreparedBulk } from '#lib/approvals/schema.ts';
import { channelsWords, messagesWords, namesWords, type BulkAction } from '#components/approvals/bulk-words.ts';
import { isProblem, send } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { ProblemLine } from '#components/ui/problem-line.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { AskDialog } from './ask-dialog.tsx';

/** These as they were shown, or all that fit but a few. */
export type Asked =
  | { readonly items: readonly { readonly id: string; readonly version: number }[] }
  | { readonly filter: Readonly<Record<string, string | number>>; readonly except: readonly string[] };

export interface PreparedDialogProps {
  readonly action: BulkAction;
  readonly asked: Asked;
  readonly onClose: () => void;
  readonly onRun: (prepared: PreparedBulk, reason: string) => void;
}

/** Counts first, once: exactly what the decision would fall on, and what would be left. What changes after that is left as well. */
export function PreparedDialog({ action, asked, onClose, onRun }: PreparedDialogProps) {
  const { data, error } = useQuery({
    queryKey: keys.prepared(action.decision, asked), retry: false, staleTime: 'static', gcTime: 0,
    queryFn: () => send<PreparedBulk>('POST', '/api/approvals/bulk/prepare', { decision: action.decision, ...asked }),
  });
  return (
    <AskDialog action={action} count={data?.items.length ?? null} since="counted" onClose={onClose} onRun={(reason) => data && onRun(data, reason)}>
      {isProblem(error) ? <ProblemLine problem={error} /> : !data ? <Skeleton className="h-16 w-full rounded-lg" /> : <Breakdown prepared={data} />}
    </AskDialog>
  );
}

function Breakdown({ prepared: { total, items, channels, codes, left } }: { prepared: PreparedBulk }) {
  return (
    <div role="status" className="flex flex-col gap-2 text-sm">
      <p data-figures className="text-base font-medium">{items.length === 0 ? 'None of them can be.' : `${items.length === total ? '' : `${items.length.toLocaleString('en')} of ${messagesWords(total)}: `}${channelsWords(channels)}.`}</p>
      {codes.length > 0 && <p data-figures className="break-words text-ink-2">They failed with {codes.slice(0, codesMax).map(({ code, count }, i) => <span key={code}>{i > 0 && ', '}<code className="font-mono">{code}</code> ({count.toLocaleString('en')})</span>)}{codes.length > codesMax && ` and ${codes.length - codesMax} other codes`}.</p>}
      {left.length > 0 && <ul className="flex flex-col gap-1">{left.map(({ message, count, leadNames }) => <li key={message} data-figures className="break-words text-held">{messagesWords(count)} left as {count === 1 ? 'it is' : 'they are'}: {message} <span className="text-ink-3">({namesWords(leadNames, count)})</span></li>)}</ul>}
    </div>
  );
}

const codesMax = 6;
