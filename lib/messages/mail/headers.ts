import type { Email } from 'postal-mime';

/** Looking things up in the headers of a parsed mail. Pure. */
export type Headers = Email['headers'];

/** The first value under this name, decoded by nobody; null when there is none. */
export function header(headers: Headers, name: string): string | null {
  return headers.find((each) => each.key === name)?.value.trim() ?? null;
}

/** Ids without angle brackets in order, as References and In-Reply-To list them; what is no id is left out. */
export function messageIdsIn(text: string | null | undefined): string[] {
  if (!text) return [];
  const inBrackets = [...text.slice(0, 64_000).matchAll(/<([^<>\s]{1,250})>/g)].flatMap((match) => match[1] ?? []);
  if (inBrackets.length > 0) return [...new Set(inBrackets)];
  return [...new Set(text.slice(0, 64_000).split(/[\s,]+/).filter((word) => /^[^\s@<>]{1,200}@[^\s@<>]{1,200}$/.test(word)))];
}
