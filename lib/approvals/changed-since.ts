import { refusal, type Refusal } from '#lib/errors.ts';
import type { Approval } from './approval.ts';
import { staleText } from './stale-text.ts';

/** It is not as it was when somebody was shown it. Pure. */
export function changedSince(now: Approval): Refusal {
  const because = 'staleBecause' in now && now.staleBecause ? ` ${staleText(now.staleBecause)}.` : '';
  return refusal('content_changed', `The draft changed since it was shown.${because}`, {
    lift: 'Read the draft as it is now and decide again.', details: { contentHash: now.contentHash, version: now.version },
  });
}
