import type { Channel } from '#lib/channels/channel.ts';
import type { LeadView } from '#lib/leads/schema.ts';
import type { Line } from './exchange.ts';

/** Whom somebody plays in the sandbox. */
export interface Role {
  readonly lead: Pick<LeadView, 'id' | 'name' | 'addresses'> | null;
  /** Of somebody unknown. */
  readonly address: string;
  readonly name: string;
  readonly channel: Channel;
}

/** What was sent here by somebody the team does not know: there is no conversation to ask for yet. */
export interface Sent extends Line {
  readonly address: string;
}
