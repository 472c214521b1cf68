'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ProblemState } from '#components/approvals/problem-state.tsx';
import { Button } from '#components/ui/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { conversationQuery } from './conversation-query.ts';
import { MessageItem, UnreadableItem } from './message-item.tsx';

const shownAtFirst = 2;

/** What was said so far: the last messages open, the rest one press away. */
export function Conversation({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(conversationQuery(id));
  const [openedId, setOpenedId] = useState<string | null>(null);
  if (!data && error) return <ProblemState error={error} onRetry={() => void refetch()} />;
  if (!data) return <ConversationSkeleton />;
  const all = openedId === id;
  const messages = all ? data.messages : data.messages.slice(-shownAtFirst);
  const earlier = data.messages.length - messages.length;
  const unlisted = earlier === 0 ? data.earlierCount : 0;
  return (
    <section aria-label="Conversation">
      {earlier > 0 && (
        <div className="flex items-center gap-3 pb-4">
          <span className="h-px flex-1 bg-line" />
          <Button size="sm" tone="quiet" onClick={() => setOpenedId(id)}>{earlier} earlier {earlier === 1 ? 'message' : 'messages'}</Button>
          <span className="h-px flex-1 bg-line" />
        </div>
      )}
      {unlisted > 0 && <p className="pb-4 text-center text-xs text-ink-3">{unlisted} older messages are in the lead’s timeline.</p>}
      <ol className="flex flex-col gap-6">
        {messages.map((message) => <li key={message.id}>{message.kind === 'message' ? <MessageItem message={message} /> : <UnreadableItem message={message} />}</li>)}
      </ol>
    </section>
  );
}

function ConversationSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-2.5">
      <span className="sr-only">Loading the conversation</span>
      <Skeleton className="h-3.5 w-40" />
      <Skeleton className="mt-1 h-3.5 w-full" />
      <Skeleton className="h-3.5 w-[92%]" />
      <Skeleton className="h-3.5 w-2/3" />
    </div>
  );
}
