import { openSendsCheck, sendEventTypes } from '#lib/audit/sends-check.ts';
import type { RecordedEvent } from '#lib/store/event.ts';
import type { JournalRecord } from '../checker/record.ts';

const decisive: ReadonlySet<string> = new Set(sendEventTypes);

/** What the product's own check of all sends finds in these records, in words: it has to agree with the judge, who shares no code with it. */
export function ownCheck(records: readonly JournalRecord[]): string[] {
  const check = openSendsCheck();
  for (const { seq, ts, type, subject, actor, correlationId, cause, event } of records) {
    if (event === null || !decisive.has(type)) continue;
    const at = subject.indexOf(':');
    check.note({ ...event, type, seq, at: Date.parse(ts), actor, correlationId, cause, subject: { kind: subject.slice(0, at), id: subject.slice(at + 1) } } as unknown as RecordedEvent);
  }
  return check.found().problems.map(({ seq, approvalId, problem }) => `the product's own check: record ${seq}, ${approvalId}: ${problem}`);
}
