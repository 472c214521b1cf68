'use client';

import { useState } from 'react';
import type { MessageView } from '#lib/messages/schema.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { RelativeTime } from '#components/ui/relative-time.tsx';
import { Tooltip } from '#components/ui/tooltip.tsx';
import { Attachments } from './attachments.tsx';
import { ClassificationMark } from './classification.tsx';
import { HtmlMail } from './html-mail.tsx';
import { MessageText } from './message-text.tsx';

/** One message: who, when, what it is, what it says. */
export function MessageItem({ message }: { message: MessageView }) {
  const [asHtml, setAsHtml] = useState(false);
  const isOurs = message.direction === 'out';
  const who = isOurs ? 'You' : message.displayName || message.address;
  return (
    <article aria-label={`Message from ${who}`} className={isOurs ? 'border-l-2 border-line-strong pl-4' : undefined}>
      <header className="mb-1.5 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
        <span className="font-semibold">{who}</span>
        {!isOurs && message.displayName && message.displayName !== message.address && <span className="min-w-0 truncate text-ink-3">{message.address}</span>}
        <RelativeTime at={message.sentAt} className="text-xs text-ink-3" />
        <span className="ml-auto flex items-center gap-1.5">
          {message.original && message.channel === 'email' && <Button size="sm" tone="quiet" aria-pressed={asHtml} onClick={() => setAsHtml(!asHtml)}>{asHtml ? 'As text' : 'As sent'}</Button>}
          <NatureMark nature={message.nature} />
          {message.classification && <ClassificationMark classification={message.classification} />}
        </span>
      </header>
      {asHtml ? <HtmlMail messageId={message.id} from={who} /> : <MessageText segments={message.segments} />}
      {message.truncated && <p className="mt-1 text-xs text-ink-3">The message is longer; it is kept whole in the data folder.</p>}
      <Attachments files={message.attachments} />
    </article>
  );
}

function NatureMark({ nature }: { nature: MessageView['nature'] }) {
  if (nature.kind === 'ordinary') return null;
  const mark = <Badge tone={nature.kind === 'bounce' ? 'failed' : 'plain'}>{nature.kind === 'bounce' ? 'Delivery report' : 'Automatic reply'}</Badge>;
  return nature.why === null ? mark : <Tooltip text={nature.why}><span tabIndex={0} className="inline-flex rounded-sm">{mark}</span></Tooltip>;
}

export function UnreadableItem({ message }: { message: MessageView }) {
  return (
    <article aria-label="Unreadable message" className="rounded-md border border-line-strong px-3 py-2 text-sm">
      <p className="font-medium">A message could not be read</p>
      <p className="text-ink-2">{message.why} <RelativeTime at={message.recordedAt} className="text-ink-3" /></p>
    </article>
  );
}
