import { whyOnDnc } from '#lib/dnc/entry.ts';
import type { Channel } from '#lib/channels/channel.ts';
import { forbidding } from '#lib/dnc/match.ts';
import type { DncEntry } from '#lib/dnc/entry.ts';
import { restingStages, type Lead } from '#lib/leads/lead.ts';
import type { Classification, Message } from '#lib/messages/message.ts';

/** Why an inbound message gets no draft, as a sentence for the timeline; null when it may have one. Pure. */
export function whyNoDraft(facts: { message: Message; lead: Lead | null; classification: Classification; dnc: readonly DncEntry[]; answeredAlready: boolean }): string | null {
  const { message, lead, classification, dnc, answeredAlready } = facts;
  if (!lead) return 'The sender is unknown: a contact card waits for a person.';
  if (message.nature.kind === 'auto_reply') return `An automatic message is never answered: ${message.nature.why}`;
  if (message.nature.kind === 'bounce') return `A delivery report is never answered: ${message.nature.why}`;
  if (isNoReply(message.address.value, message.channel)) return `${message.address.value} does not take answers.`;
  if (classification.optOut === 'yes') return 'They asked not to be contacted.';
  const entry = forbidding(dnc, message.channel);
  if (entry) return whyOnDnc(entry);
  if (restingStages.includes(lead.stage)) return `The lead's stage is ${lead.stage.replace('_', ' ')}: nothing is drafted.`;
  if (answeredAlready) return 'A teammate has answered already.';
  if (classification.intent === 'thanks' && classification.optOut === 'no') return 'A thank-you needs no answer.';
  return null;
}

/** RFC 3834 §2: addresses that say they take no answers. */
export function isNoReply(address: string, channel: Channel): boolean {
  return channel === 'email' && /^(?:no-?_?\.?reply|do-?_?\.?not-?_?\.?reply|donotreply|mailer-daemon|postmaster|bounces?|notifications?|nobody)(?:[+._-].*)?@/i.test(address);
}
