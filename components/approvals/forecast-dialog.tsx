'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Channel } from '#lib/channels/channel.ts';
import type { Forecast } from '#lib/policy/forecast.ts';
import { isProblem, send } from '#components/data/api.ts';
import { keys } from '#components/data/keys.ts';
import { useMay } from '#components/data/use-me.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog } from '#components/ui/dialog.tsx';
import { ProblemLine } from '#components/ui/problem-line.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { ApproveTogether, togetherMax } from './approve-together.tsx';
import { forecastLines, goWords, paceWords } from './forecast-words.ts';

export interface ForecastDialogProps {
  readonly channel: Channel | null;
  readonly q: string;
  readonly onClose: () => void;
}

/** What would come of approving everything that is shown, before anybody does; from here several are read and approved together. */
export function ForecastDialog({ channel, q, onClose }: ForecastDialogProps) {
  const { data, error } = useQuery({
    queryKey: keys.policy.forecast(channel, q), retry: false,
    queryFn: () => send<Forecast>('POST', '/api/policy/forecast', { ...(channel && { channel }), ...(q && { q }) }),
  });
  const mayDecide = useMay('draft.decide');
  const [together, setTogether] = useState<readonly string[] | null>(null);
  if (together) return <ApproveTogether ids={together} onClose={onClose} />;
  const next = data?.goIds.slice(0, togetherMax) ?? [];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="If all were approved now"
      description={channel || q ? 'Of the drafts to review that fit your search and channel.' : 'Of all drafts to review.'}
      footer={
        <>
          <Button tone="quiet" onClick={onClose}>Close</Button>
          {mayDecide && next.length > 1 && <Button tone="primary" onClick={() => setTogether(next)}>{next.length === data?.goIds.length ? `Read these ${next.length} together` : `Read the first ${next.length} together`}</Button>}
        </>
      }
    >
      {isProblem(error) ? <ProblemLine problem={error} /> : !data ? <Skeleton className="h-24 w-full rounded-lg" /> : (
        <div role="status" className="flex flex-col gap-3 text-sm">
          <p data-figures className="text-base font-medium">{goWords(data)}</p>
          {data.groups.length > 0 && <ul className="flex flex-col gap-1.5">{forecastLines(data).map((line) => <li key={line.key} data-figures><span className="font-medium">{line.count}</span> {line.words} <span className="text-ink-3">{line.why}</span></li>)}</ul>}
          {data.pace.length > 0 && <p className="border-t pt-3 text-ink-2">Gaps and quotas spread them out:</p>}
          {data.pace.length > 0 && <ul className="-mt-2 flex flex-col gap-0.5 text-ink-3">{data.pace.map((pace) => <li key={`${pace.channel}${pace.sender}`} data-figures>{paceWords(pace)}</li>)}</ul>}
        </div>
      )}
    </Dialog>
  );
}
