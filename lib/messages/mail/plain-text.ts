import { compile } from 'html-to-text';

/** Text as it is kept and shown: line feeds only, no control characters, well-formed Unicode, of bounded length. Pure. */

export const textLengthMax = 100_000;

/** Past this much HTML the rest is cut before it is read: nobody reads it, and parsers slow down. */
const htmlLengthMax = 1_000_000;

const toText = compile({
  wordwrap: false,
  limits: { maxInputLength: htmlLengthMax, maxDepth: 100, maxChildNodes: 20_000 },
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, noAnchorUrl: true, ignoreHref: false } },
    { selector: 'img', format: 'skip' },
    { selector: 'table', format: 'block' },
    { selector: 'blockquote', options: { trimEmptyLines: true } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
});

export function textOfHtml(html: string): string {
  return toText(html.slice(0, htmlLengthMax));
}

export function keptText(text: string): { text: string; truncated: boolean } {
  const clean = text
    .slice(0, textLengthMax * 2)
    .toWellFormed()
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '')
    .replace(/[ \t]+\n/g, '\n')
    .replace(/\n{4,}/g, '\n\n\n')
    .trim();
  const truncated = clean.length > textLengthMax || text.length > textLengthMax * 2;
  return { text: clean.slice(0, textLengthMax).toWellFormed(), truncated };
}

/** One line for a header: no control or direction characters, so that it cannot pretend to be something else. */
export function oneLine(text: string, lengthMax: number): string {
  return text
    .slice(0, lengthMax * 4)
    .toWellFormed()
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/\s+/gu, ' ')
    .trim()
    .slice(0, lengthMax)
    .toWellFormed();
}
