'use client';

import { diffWordsWithSpace } from 'diff';
import { useMemo } from 'react';

/** Word by word what was taken out and put in; a line through and a line under say it without colour. */
export function DraftDiff({ before, after }: { before: string; after: string }) {
  const parts = useMemo(() => diffWordsWithSpace(before, after), [before, after]);
  return (
    <p dir="auto" className="max-w-[72ch] text-lg break-words whitespace-pre-wrap" data-testid="draft-diff">
      {parts.map((part, index) => {
        if (part.added) return <ins key={index} className="rounded-sm bg-good-soft text-good underline decoration-1 underline-offset-2"><span className="sr-only"> added: </span>{part.value}</ins>;
        if (part.removed) return <del key={index} className="rounded-sm bg-failed-soft text-failed line-through decoration-1"><span className="sr-only"> removed: </span>{part.value}</del>;
        return <span key={index}>{part.value}</span>;
      })}
    </p>
  );
}
