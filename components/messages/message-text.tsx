'use client';

import { useState } from 'react';
import type { MessageView } from '#lib/messages/schema.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';

const longChars = 2400;

/** The text as written; what was repeated from earlier mail is folded, and what is very long is cut until asked for. */
export function MessageText({ segments }: { segments: MessageView['segments'] }) {
  const [whole, setWhole] = useState(false);
  const isLong = segments.reduce((sum, segment) => sum + (segment.kind === 'own' ? segment.text.length : 0), 0) > longChars;
  return (
    <div className="text-lg break-words text-ink">
      <div className={cn(isLong && !whole && 'max-h-96 overflow-hidden [mask-image:linear-gradient(black_75%,transparent)]')}>
        {segments.map((segment, index) =>
          segment.text.trim() === '' ? null : segment.kind === 'own' ? (
            <p key={index} dir="auto" className="whitespace-pre-wrap">{segment.text.trim()}</p>
          ) : (
            <Quoted key={index} text={segment.text} />
          ),
        )}
      </div>
      {isLong && !whole && <Button size="sm" className="mt-2" onClick={() => setWhole(true)}>Show the whole message</Button>}
    </div>
  );
}

function Quoted({ text }: { text: string }) {
  return (
    <details className="group my-1.5">
      <summary className="inline-flex h-5 list-none items-center rounded-sm bg-pressed px-1.5 text-xs text-ink-2 hover:text-ink max-sm:h-8 [&::-webkit-details-marker]:hidden">
        <span className="group-open:hidden">Show quoted text</span>
        <span className="hidden group-open:inline">Hide quoted text</span>
      </summary>
      <p dir="auto" className="mt-1.5 border-l-2 pl-3 text-base whitespace-pre-wrap text-ink-3">{text.trim()}</p>
    </details>
  );
}
