import { lookAgain, pass, type PolicyRule } from '../verdict.ts';

/** A link goes where it says: what stands on it and where it leads are the same place. */
export const links: PolicyRule = {
  name: 'links',
  scope: 'message',
  source: 'the team; mail filters and readers take a mismatch for fraud',
  parameters: [],
  judge({ text }) {
    const wrong = text === null ? null : misleadingLink(text);
    return wrong === null ? pass('Every link shows where it leads.') : lookAgain('links', wrong);
  },
};

/** What is wrong with the first link that misleads, or null. */
export function misleadingLink(text: string): string | null {
  if (!/https?:/i.test(text)) return null;
  for (const [, user, host] of text.matchAll(/\bhttps?:\/\/([^\s/?#@]+)@([^\s/?#]+)/gi)) return `A link that seems to lead to ${user} leads to ${host}.`;
  const pairs = [...text.matchAll(/\[([^\]\n]{1,200})\]\((https?:\/\/[^\s)]+)\)/gi), ...text.matchAll(/([^\s<>()]{4,200})\s*<(https?:\/\/[^\s>]+)>/gi), ...text.matchAll(/([^\s<>()]{4,200})\s*\((https?:\/\/[^\s)]+)\)/gi)];
  for (const [, shown = '', target = ''] of pairs) {
    const [says, leads] = [hostIn(shown), hostIn(target)];
    if (says !== null && leads !== null && !sameSite(says, leads)) return `A link that shows ${says} leads to ${leads}.`;
  }
  return null;
}

/** The host that a text names, when it looks like an address of the web. */
function hostIn(text: string): string | null {
  const found = /(?:https?:\/\/)?((?:[\p{L}\p{N}-]+\.)+[\p{L}]{2,})(?![\p{L}\p{N}@])/iu.exec(text);
  return found?.[1] === undefined || text.includes('@') ? null : found[1].toLowerCase();
}

function sameSite(a: string, b: string): boolean {
  const bare = (host: string) => host.replace(/^www\./, '');
  return bare(a) === bare(b) || bare(b).endsWith(`.${bare(a)}`);
}
