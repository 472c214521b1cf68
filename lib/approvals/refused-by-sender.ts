import { senderOf } from '#lib/channels/sender.ts';
import type { Settings } from '#lib/config.ts';
import { refusal, type Refusal } from '#lib/errors.ts';
import { notOurs } from '#lib/policy/rules/sender.ts';
import type { Approval } from './approval.ts';

/** Why it would come back from the claim instead of going out: it names an address that is not ours any more. Null when it does not. */
export function refusedBySender(settings: Pick<Settings, 'email'>, approval: Pick<Approval, 'channel' | 'sender' | 'status'>): Refusal | null {
  const ours = senderOf(settings, approval.channel);
  const why = notOurs(approval.sender, ours);
  if (why === null) return null;
  const first = approval.status === 'dead_letter' ? 'Take it back to review and save it there' : 'Edit it and save it';
  return refusal('blocked_by_policy', why, { lift: `${first}, with or without another change: it goes out from ${ours} then.`, details: { rule: 'sender' } });
}
