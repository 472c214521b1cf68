import { benign, narrowing, perSe, perSePerhaps, polite, wordings } from './opt-out-wording.ts';
import { bareWords, fold, sentencesOf, withoutQuotes } from './plain-words.ts';

/**
 * Whether a message asks us to write no more. `yes`: one of the words as the whole message, or a wording that leaves no
 * doubt. `maybe`: a person has to read it; what is queued for the lead waits. Source: 47 CFR 64.1200(a)(10). Pure.
 */
export type OptOut = 'yes' | 'maybe' | 'no';

export interface OptOutFinding {
  readonly verdict: OptOut;
  /** The words that decided, as the person wrote them; empty for `no`. */
  readonly quote: string;
}

const none: OptOutFinding = { verdict: 'no', quote: '' };

export function detectOptOut(text: string): OptOut {
  return findOptOut(text).verdict;
}

export function findOptOut(text: string): OptOutFinding {
  const own = withoutQuotes(text);
  const whole = wordAlone(own);
  if (whole !== 'no') return { verdict: whole, quote: own.slice(0, 60) };
  const sentences = sentencesOf(own);
  return signedWord(own, sentences) ?? sentences.map((sentence, i) => inSentence(sentence, i, sentences.length)).reduce(stronger, none);
}

function stronger(a: OptOutFinding, b: OptOutFinding): OptOutFinding {
  const rank = { no: 0, maybe: 1, yes: 2 } as const;
  return rank[b.verdict] > rank[a.verdict] ? b : a;
}

/** The message (or line) is one of the words and nothing else that matters. */
function wordAlone(text: string): OptOut {
  if (text.length > 120) return 'no';
  const bare = bareWords(fold(text));
  const said = joinSpelled(bare);
  const core = onceOnly(said.replace(polite, ' ').replace(/\s+/g, ' ').trim());
  if (perSe.has(said) || perSe.has(core) || isUnsubscribe(core)) return 'yes';
  return perSePerhaps.has(said) || perSePerhaps.has(core) ? 'maybe' : 'no';
}

/** `s t o p` and `s.t.o.p` are one word. */
function joinSpelled(bare: string): string {
  return /^(?:\p{L} ){3,}\p{L}$/u.test(bare) ? bare.replaceAll(' ', '') : bare;
}

/** `stop stop stop` says `stop`. */
function onceOnly(words: string): string {
  const all = words.split(' ');
  return all.length > 1 && all.every((word) => word === all[0]) ? (all[0] ?? '') : words;
}

/** The long word is misspelt more often than not. */
function isUnsubscribe(word: string): boolean {
  return /^un-?s[a-z]{6,11}$/.test(word) && distance(word, 'unsubscribe') <= 2;
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

/** The word on its own line, then a name or a sign-off. */
function signedWord(own: string, sentences: readonly string[]): OptOutFinding | null {
  const [first, ...rest] = own.split('\n').map((line) => line.trim()).filter((line) => line !== '');
  if (!first || rest.length === 0 || wordAlone(first) !== 'yes') return null;
  const after = bareWords(fold(rest.join(' '))).split(' ');
  const onlySignOff = after.length <= 4 && rest.every((line) => /^\W*[\p{Lu}]/u.test(line) || wordAlone(line) === 'yes' || bareWords(fold(line)).replace(polite, '').trim() === '');
  if (onlySignOff) return { verdict: 'yes', quote: first };
  return sentences.length > 1 && /[.!]$/.test(first) ? null : { verdict: 'maybe', quote: first };
}

function inSentence(sentence: string, index: number, count: number): OptOutFinding {
  const alone = wordAlone(sentence);
  if (alone === 'yes') return { verdict: aloneAmongOthers(sentence, index, count), quote: sentence };
  const text = benign.reduce((left, pattern) => left.replace(pattern, ' ~ '), correct(fold(sentence)));
  for (const { pattern, verdict, narrowable } of wordings) {
    const match = pattern.exec(text);
    if (!match) continue;
    const narrowed = narrowable === true && narrowing.test(text.slice(match.index + match[0].length));
    return { verdict: narrowed ? 'maybe' : verdict, quote: sentence.slice(0, 120) };
  }
  return none;
}

/** "STOP. We bought already." means it; "Cancel. Something came up for Thursday." may not. */
function aloneAmongOthers(sentence: string, index: number, count: number): OptOut {
  const bare = bareWords(fold(sentence));
  if (count === 1 || /^(?:unsubscribe|opt ?out|remove me|darme de baja|baja)\b/.test(bare)) return 'yes';
  if (/\b(?:please|pls|plz|por favor)\b/.test(bare) && /\b(?:stop|paren?|alto)\b/.test(bare)) return 'yes';
  return index === 0 && /^[^\p{Ll}]*\bSTOP\b[^\p{Ll}]*$/u.test(sentence) ? 'yes' : 'maybe';
}

function correct(folded: string): string {
  return folded.replace(/\bun-?s[a-z]{6,11}\b/g, (word) => (/ed$|ing$/.test(word) ? word : distance(word, 'unsubscribe') <= 2 ? 'unsubscribe' : word));
}
