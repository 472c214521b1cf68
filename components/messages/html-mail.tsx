'use client';

import { useState } from 'react';

/**
 * Received HTML in a frame that can run nothing, reach nothing and know nothing of the console; a link opens in a page of its own.
 * Being opaque it cannot say how tall it is, so the reader chooses.
 */
export function HtmlMail({ messageId, from }: { messageId: string; from: string }) {
  const [tall, setTall] = useState(false);
  return (
    <div className="overflow-hidden rounded-md border">
      <iframe
        title={`Message from ${from}`}
        src={`/api/messages/${messageId}/html`}
        sandbox="allow-popups allow-popups-to-escape-sandbox"
        referrerPolicy="no-referrer"
        loading="lazy"
        className={tall ? 'block h-[80vh] w-full bg-[white]' : 'block h-80 w-full bg-[white]'}
      />
      <button type="button" onClick={() => setTall(!tall)} className="h-7 w-full border-t text-xs text-ink-2 hover:bg-hover max-sm:h-11">
        {tall ? 'Less room' : 'More room'}
      </button>
    </div>
  );
}
