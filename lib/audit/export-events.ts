import { mayDo } from '#lib/accounts/permissions.ts';
import { iso } from '#lib/clock.ts';
import { Refused } from '#lib/errors.ts';
import type { RecordedEvent } from '#lib/store/event.ts';
import type { Call } from '#lib/world.ts';

export const exportColumns = ['seq', 'at', 'type', 'subject', 'actor', 'cause', 'correlationId', 'data'] as const;

/** One event as a row for people: what it is about in columns of its own, everything else as JSON. */
export interface ExportedEvent {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly subject: string;
  readonly actor: string;
  readonly cause: string;
  readonly correlationId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** The whole history, oldest first, in bounded pages. */
export async function* exportEvents(call: Call): AsyncIterable<ExportedEvent> {
  const forbidden = mayDo(call.actor, 'audit.export');
  if (forbidden) throw new Refused(forbidden);
  for (let cursor: string | null = null; ; ) {
    const page: Awaited<ReturnType<Call['world']['store']['events']>> = await call.world.store.events({ oldestFirst: true }, { cursor, limit: 500 });
    yield* page.items.map(exported);
    if (page.nextCursor === null) return;
    cursor = page.nextCursor;
  }
}

function exported({ seq, at, type, subject, actor, cause, correlationId, ...data }: RecordedEvent): ExportedEvent {
  return { seq, at: iso(at), type, subject: `${subject.kind}:${subject.id}`, actor, cause, correlationId, data };
}
