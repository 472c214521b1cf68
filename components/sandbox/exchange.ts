import type { Channel } from '#lib/channels/channel.ts';
import type { Delivered } from '#lib/channels/sandbox/list-outbox.ts';
import type { MessageView } from '#lib/messages/schema.ts';

/** What passed between us and somebody, as it stands on their side. Pure. */
export interface Line {
  readonly id: string;
  readonly side: 'lead' | 'team';
  readonly channel: Channel;
  readonly subject: string | null;
  readonly text: string;
  /** Name of the template it was sent as, when it was one. */
  readonly template?: string | null;
  readonly at: string;
}

/**
 * What they wrote, what the team wrote past the console, and what was delivered to one of their addresses; oldest first.
 * A message that went out through an approval is shown as the channel delivered it, not as our record has it.
 */
export function exchange(written: readonly MessageView[], delivered: readonly Delivered[], addresses: readonly string[]): Line[] {
  const said = written.filter((message) => message.direction === 'in' || message.approvalId === null).map((message): Line => ({ id: message.id, side: message.direction === 'in' ? 'lead' : 'team', channel: message.channel, subject: message.subject, text: message.text, at: message.sentAt }));
  const ours = delivered.filter((each) => addresses.includes(each.recipient)).map((each): Line => ({ id: each.approvalId, side: 'team', channel: each.channel, subject: each.subject, text: each.body, template: each.template, at: each.deliveredAt }));
  return [...said, ...ours].sort((a, b) => a.at.localeCompare(b.at));
}
