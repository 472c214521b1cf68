import { inClauses } from './opt-out-clauses.ts';
import type { OptOut, OptOutFinding } from './opt-out-finding.ts';
import { benign, narrowing, perSe, perSePerhaps, polite, wordings } from './opt-out-wording.ts';
import { bareWords, correct, fold, isUnsubscribe, joinSpelled, sentencesOf, withoutQuotes } from './plain-words.ts';

/** Whether a message asks us to write no more. Pure. */

const none: OptOutFinding = { verdict: 'no', quote: '' };

export function detectOptOut(text: string): OptOut {
  return findOptOut(text).verdict;
}

export function findOptOut(text: string): OptOutFinding {
  const own = withoutQuotes(text);
  const alone = wordAlone(own);
  const whole: OptOutFinding = alone === 'no' ? none : { verdict: alone, quote: own.slice(0, 60) };
  if (alone === 'yes') return whole;
  const sentences = sentencesOf(own);
  return [inClauses(own), ...sentences.map((sentence, i) => inSentence(sentence, i, sentences.length))].reduce(stronger, whole);
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

/** `stop stop stop` says `stop`. */
function onceOnly(words: string): string {
  const all = words.split(' ');
  return all.length > 1 && all.every((word) => word === all[0]) ? (all[0] ?? '') : words;
}

function inSentence(sentence: string, index: number, count: number): OptOutFinding {
  const alone = wordAlone(sentence);
  if (alone === 'yes') return { verdict: aloneAmongOthers(sentence, index, count), quote: sentence };
  const text = benign.reduce((left, pattern) => left.replace(pattern, ' ~ '), correct(fold(sentence)));
  for (const { pattern, verdict, narrowable } of wordings) {
    const match = pattern.exec(text);
    if (!match) continue;
    const narrowed = narrowable === true && narrowing.test(text.slice(match.index + match[0].length));
    const mixed = text.slice(0, match.index).includes(' ~ '); // "Don't stop emailing, but stop calling me."
    return { verdict: narrowed || mixed ? 'maybe' : verdict, quote: sentence.slice(0, 120) };
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
