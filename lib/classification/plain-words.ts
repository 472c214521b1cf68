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

/** What people type, or their programs put, where an apostrophe belongs: quotes, primes, accents that stand alone, letters that look like one, and what is left of one read in the wrong code page. */
const apostrophes = /[\u2018\u2019\u201b\u2032\u2035`\u00b4\u02b9\u02bb-\u02bf\u02c8\u02ca\u02cb\u0374\u0384\u1fbd\u1fbf\u1ffd\u1ffe\ua78c\uff07\u0091\u0092]/g;

/** NFKD, lower case, no accents, straight apostrophes, no invisible characters, look-alikes read as Latin. */
export function fold(text: string): string {
  return text
    // First: an accent that stands alone would be taken apart into a space and a mark.
    .replace(apostrophes, "'")
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '')
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

/** The parts of sentences, cut where people pause: `STOP - not interested`, `no, stop`. A hyphen inside a word (`non-stop`) is no pause. */
export function clausesOf(text: string): string[] {
  return text
    .replace(apostrophes, "'")
    .normalize('NFKC')
    .split(/(?<=[.!?;:。…])\s+|(?<=\p{L}{2})[.!?;](?=\p{L}{2}[^.@\s]*(?:\s|$))|[,()]|\n|-(?=[\s-])|(?<=[\s-])-|[–—]|(?!\p{ASCII})\p{Extended_Pictographic}/u)
    .map((clause) => clause.trim())
    .filter((clause) => /[\p{L}\p{N}]/u.test(clause));
}

/** `s t o p` and `s.t.o.p` are one word. */
export function joinSpelled(bare: string): string {
  return /^(?:\p{L} ){3,}\p{L}$/u.test(bare) ? bare.replaceAll(' ', '') : bare;
}

/** The long word is misspelt more often than not. */
export function isUnsubscribe(word: string): boolean {
  return /^un[- ]?s[a-z]{6,11}$/.test(word) && distance(word, 'unsubscribe') <= 2;
}

/** Folded text in which misspellings of "unsubscribe" are spelt right, and a drawled "stop"; "unsubscribed" and the stoop of a house stay. */
export function correct(folded: string): string {
  return folded.replace(/\bs+to{3,}p+\b|\bstop{2,}\b|\bstahp\b/g, 'stop').replace(/\bun[- ]?s[a-z]{6,11}\b/g, (word) => (/ed$|ing$/.test(word) || !isUnsubscribe(word) ? word : 'unsubscribe'));
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    row = next;
  }
  return row[b.length] ?? 0;
}

function stretches(sentence: string): string[] {
  return Array.from({ length: Math.ceil(sentence.length / 300) }, (_, i) => sentence.slice(i * 300, i * 300 + 400));
}
