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
  for (const [, user, host] of text.matchAll(/\bhttps?:\/\/([^\s/?#@]+)@([^\s/?#]+)/gi)) return `A link that seems to lead to ${user} leads to ${host}.`;
  if (!text.includes('//')) return null;
  for (const { shown, target } of linksIn(text)) {
    const [says, leads] = [hostShown(shown), hostOf(target)];
    if (says !== null && leads !== null && !sameSite(says, leads)) return `A link that shows ${says} leads to ${leads}.`;
  }
  return null;
}

interface Link {
  readonly shown: string;
  readonly target: string;
}

const target = String.raw`((?:https?:)?\/\/[^\s<>()"']+)`;
const ways = [
  new RegExp(String.raw`\[([^\]\n]{1,200})\]\(\s*<?${target}`, 'gi'),
  new RegExp(String.raw`([^\s<>()]{4,200})\s*<${target}>`, 'gi'),
  new RegExp(String.raw`([^\s<>()[\]]{4,200})\s*\(${target}\)`, 'gi'),
];
const anchor = new RegExp(String.raw`<a\b[^>]{0,500}?\bhref\s*=\s*["']?${target}[^>]{0,500}>([^<]{1,200})<`, 'gi');
const named = new RegExp(String.raw`^\s{0,3}\[([^\]\n]{1,50})\]:\s*<?${target}`, 'gim');

/** Links with a text of their own: as Markdown, as HTML, and as mail programs write them out. */
function linksIn(text: string): Link[] {
  const links = ways.flatMap((way) => [...text.matchAll(way)].map(([, shown = '', url = '']) => ({ shown, target: url })));
  for (const [, url = '', shown = ''] of text.matchAll(anchor)) links.push({ shown, target: url });
  const targets = new Map([...text.matchAll(named)].map(([, name = '', url = '']) => [name.toLowerCase(), url]));
  if (targets.size > 0)
    for (const [, shown = '', name = ''] of text.matchAll(/\[([^\]\n]{1,200})\](?:\[([^\]\n]{0,50})\])?/g)) {
      const url = targets.get((name === '' ? shown : name).toLowerCase());
      if (url !== undefined) links.push({ shown, target: url });
    }
  return links;
}

/** Ends of names that people know from the web; every country has two letters. Anything else with a dot in it may be a file, or a town. */
const known = /\.(?:com|net|org|info|biz|gov|edu|mil|int|app|dev|homes|house|realty|properties|estate|land|xyz|online|site|shop|bank|[a-z]{2}|xn--[a-z0-9-]+)$/;

/** The host that a text shows, when it looks like an address of the web. */
function hostShown(text: string): string | null {
  if (text.includes('@')) return null;
  const found = /(https?:\/\/|\bwww\.)?((?:[\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]{2,})/iu.exec(text);
  const host = found?.[2] === undefined ? null : hostOf(`https://${found[2]}`);
  return host !== null && (found?.[1] !== undefined || known.test(host)) ? host : null;
}

/** In its ASCII form; null when it is no address. */
function hostOf(url: string): string | null {
  return URL.parse(url, 'https://here.invalid')?.hostname.replace(/\.$/, '') ?? null;
}

function sameSite(a: string, b: string): boolean {
  const [one, other] = [a, b].map((host) => host.replace(/^(?:www|m|mobile)\./, '')) as [string, string];
  return one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`);
}
