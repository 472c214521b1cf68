/** What somebody wrote themselves, in a form that patterns can be held against: no quoted text, one spelling per letter. Pure. */

/** Letters that look like Latin ones, as people and filters-dodgers mix them in. */
const lookalikes: Readonly<Record<string, string>> = {
  а: 'a', е: 'e', о: 'o', р: 'p', с: 'c', у: 'y', х: 'x', т: 't', ѕ: 's', і: 'i', в: 'b', н: 'h', к: 'k', м: 'm', ο: 'o', ρ: 'p', τ: 't',
};

const quoteOpeners: readonly RegExp[] = [
  /^on\b.{4,200}\bwrote:\s*$/i,
  /^el\b.{4,200}\bescribi[oó]:\s*$/i,
  /^-{2,}\s*(?:original message|forwarded message|mensaje original|mensaje reenviado)/i,
  /^_{10,}\s*$/,
  /^-- ?$/,
];
const headerLine = /^(?:from|de|sent|enviado(?: el)?|to|para|subject|asunto|date|fecha):\s/i;
const deviceSignature = /^(?:sent from my|sent via|enviado desde mi|get outlook for|obtener outlook para)\b.{0,60}$/i;

/** The text above and between what is quoted; a bottom-posted answer below `>` lines is kept. */
export function withoutQuotes(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').replace(/^(on\b[^\n]{4,200})\n([^\n]{0,80}\bwrote:)\s*$/gim, '$1 $2').split('\n');
  const kept: string[] = [];
  for (const [i, line] of lines.entries()) {
    const bare = line.trim();
    if (bare.startsWith('>') || deviceSignature.test(bare)) continue;
    const opens = quoteOpeners.some((opener) => opener.test(bare));
    const header = headerLine.test(bare) && lines.slice(i + 1, i + 4).some((next) => headerLine.test(next.trim()));
    if (!opens && !header) kept.push(line);
    else if (!lines.slice(i + 1).some((next) => next.trim().startsWith('>'))) break;
  }
  return kept.join('\n').trim();
}

/** NFKC, lower case, no accents, straight apostrophes, no invisible characters, look-alikes read as Latin. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
    .replace(/[‘’‛′`´]/g, "'")
    .replace(/[“”«»„]/g, '"')
    .toLowerCase()
    .replace(/[^\p{ASCII}]/gu, (letter) => lookalikes[letter] ?? letter);
}

/** Words and single spaces only: punctuation, emoji and stretched letters gone (`STOPPP!! 🙏` → `stop`). */
export function bareWords(folded: string): string {
  return folded
    .replace(/[^\p{L}\p{N}' ]+/gu, ' ')
    .replace(/(\p{L})\1{2,}/gu, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Sentences and lines; one without an end is cut into overlapping stretches, so that patterns never meet more than 400 characters. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?;])\s+|\n+|(?<=\p{L}{2})[.!?;](?=\p{L}{2}[^.@\s]*(?:\s|$))/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence))
    .flatMap((sentence) => (sentence.length <= 400 ? [sentence] : stretches(sentence)));
}

function stretches(sentence: string): string[] {
  return Array.from({ length: Math.ceil(sentence.length / 300) }, (_, i) => sentence.slice(i * 300, i * 300 + 400));
}
