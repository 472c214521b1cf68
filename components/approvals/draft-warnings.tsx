import { CircleAlert } from 'lucide-react';
import type { ApprovalView } from '#lib/approvals/schema.ts';

export type Warnings = NonNullable<ApprovalView['warnings']>;

/** What to look at before approving; nothing here holds the draft back. */
export function DraftWarnings({ warnings }: { warnings: Warnings }) {
  if (warnings.length === 0) return null;
  return (
    <ul aria-label="Worth a look" className="mx-4 mb-4 flex flex-col gap-1.5 rounded-md bg-held-soft px-3 py-2 text-sm text-held">
      {warnings.map(({ words, field, start, why }) => (
        <li key={`${field}${start}`} className="flex gap-2">
          <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0 break-words"><span className="font-medium">“{words}”</span> {why}</span>
        </li>
      ))}
    </ul>
  );
}

/** A text with the words marked that a warning is about. */
export function MarkedText({ text, warnings, field }: { text: string; warnings: Warnings; field: 'subject' | 'body' }) {
  const parts: { readonly words: string; readonly isMarked: boolean }[] = [];
  let from = 0;
  for (const { start, words } of warnings.filter((each) => each.field === field).toSorted((a, b) => a.start - b.start)) {
    // The text may be newer than what was looked at, and two warnings may be about the same words.
    if (start < from || text.slice(start, start + words.length) !== words) continue;
    parts.push({ words: text.slice(from, start), isMarked: false }, { words, isMarked: true });
    from = start + words.length;
  }
  return <>{[...parts, { words: text.slice(from), isMarked: false }].map(({ words, isMarked }, i) => (isMarked ? <mark key={i} className="rounded-xs bg-held-soft text-inherit underline decoration-held decoration-wavy underline-offset-4">{words}</mark> : words))}</>;
}
