import { never } from '#lib/errors.ts';
import type { StaleReason } from './approval.ts';

/** Why a draft must be read (again), as the first half of a sentence for a person. */
export function staleText(because: StaleReason): string {
  switch (because.kind) {
    case 'new_inbound':
      return 'The lead wrote again since this was drafted';
    case 'lead_stage_changed':
      return 'The lead’s stage changed';
    case 'lead_address_changed':
      return 'The lead’s addresses changed';
    case 'dnc_changed':
      return 'A Do-Not-Contact entry of this person changed';
    case 'teammate_sent':
      return 'A teammate sent this lead something else';
    case 'maybe_sent':
      return 'Another message to this lead may have been sent: nobody knows yet';
    case 'arrived_before':
      return `Attempt ${because.attempt} of this message went out after all`;
    case 'too_old':
      return `Approved more than ${because.limitHours} h ago`;
    case 'schedule_missed':
      return 'It could not go out when it was scheduled';
    case 'policy':
      return because.why;
    default:
      return never(because);
  }
}
