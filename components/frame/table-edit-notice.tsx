'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { FilePen } from 'lucide-react';
import type { TableEditList } from '#lib/workspace/schema.ts';
import { get } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { useMay } from '#components/data/use-me.ts';
import { useWrite } from '#components/data/use-write.ts';
import { Button } from '#components/ui/button.tsx';
import { ProblemLine } from '#components/ui/problem-line.tsx';

/** For managers: a table of the data folder was changed by hand, and what of it was left out. It goes for everybody once one has seen it. */
export function TableEditNotice() {
  const mayDismiss = useMay('tableedit.dismiss');
  const { data } = useQuery({ queryKey: keys.tableEdits, queryFn: ({ signal }) => get<TableEditList>('/api/table-edits', { signal }), refetchInterval: 60_000, enabled: mayDismiss });
  const newest = mayDismiss ? data?.items[0] : undefined;
  return newest && <Notice key={newest.keptAs} edit={newest} more={(data?.items.length ?? 1) - 1} />;
}

function Notice({ edit, more }: { edit: TableEditList['items'][number]; more: number }) {
  const client = useQueryClient();
  const { write, problem, isBusy } = useWrite();
  const dismiss = async () => {
    await write('POST', '/api/table-edits/dismiss', { keptAs: edit.keptAs });
    await client.invalidateQueries({ queryKey: keys.tableEdits });
  };
  const others = edit.left - edit.differences.length;
  return (
    <div role="note" className="flex flex-wrap items-start gap-x-3 gap-y-1 border-b bg-held-soft px-3 py-1.5 text-xs text-held">
      <FilePen aria-hidden className="mt-1.5 size-3.5 shrink-0" />
      <details className="min-w-0 flex-1 py-1">
        <summary className="cursor-pointer font-medium">
          {edit.table}.csv was changed by hand. {words(edit)}
          {more > 0 && ` ${more === 1 ? 'One more table waits' : `${more} more wait`} to be looked at.`}
        </summary>
        <ul className="mt-1 list-disc pl-5">
          {edit.differences.map((difference) => <li key={difference} className="break-words">{difference}</li>)}
          {others > 0 && <li>and {others} more</li>}
        </ul>
        <p className="mt-1 break-words">What was saved is in the data folder, as {edit.keptAs}. To change something, do it here in the console.</p>
      </details>
      <ProblemLine problem={problem} />
      <Button size="sm" tone="quiet" disabled={isBusy} onClick={() => void dismiss()}>Dismiss</Button>
    </div>
  );
}

function words({ taken, left }: { taken: number; left: number }): string {
  const rows = taken === 0 ? '' : taken === 1 ? 'One row was taken in; ' : `${taken} rows were taken in; `;
  const rest = left === 1 ? 'one difference was not applied.' : `${left} differences were not applied.`;
  return rows === '' ? rest.charAt(0).toUpperCase() + rest.slice(1) : rows + rest;
}
