import type { ApprovalView } from '#lib/approvals/schema.ts';
import { cityOf } from '#lib/policy/local-time.ts';
import type { PolicyCheck } from '#lib/policy/schema.ts';
import { clockTime } from '#components/ui/time-words.ts';

export interface Going {
  /** It goes when the undo window ends. Otherwise the countdown is only that of the window. */
  readonly isAtOnce: boolean;
  /** When it goes, or why not yet. */
  readonly detail?: string;
}

/** When what was just decided goes out, from what the rules said of it before. `zone` is the lead's; null when nobody knows. Pure. */
export function goingOf(item: Pick<ApprovalView, 'status' | 'sendAt'>, check: Pick<PolicyCheck, 'verdict' | 'why' | 'localTime'> | undefined, zone: string | null, nowMs: number): Going {
  if (item.status !== 'approved') return { isAtOnce: false };
  if (item.sendAt) return { isAtOnce: false, detail: `Goes at ${clockTime(Date.parse(item.sendAt), nowMs, zone)}${zone ? ` in ${cityOf(zone)}` : ''}` };
  const why = check?.why.replace(/\.$/, '');
  switch (check?.verdict) {
    case 'allow':
      return { isAtOnce: true };
    case 'hold':
      return { isAtOnce: false, detail: `${check.localTime ? `Goes out ${check.localTime}` : 'Waits'}: ${why}` };
    case 'block':
      return { isAtOnce: false, detail: `Would not be sent: ${why}` };
    case 'stale':
      return { isAtOnce: false, detail: `Would come back for review: ${why}` };
    case undefined:
      return { isAtOnce: false };
  }
}

/** Beside the button that takes it back. */
export function countdownWords({ isAtOnce }: Going, leftMs: number): string {
  if (leftMs === 0) return isAtOnce ? 'on its way' : '';
  return `${isAtOnce ? 'goes in' : 'undo for'} ${Math.ceil(leftMs / 1000)} s`;
}
