import type { OptOutFinding } from './opt-out-finding.ts';
import { courtesy, notNames, outright, reasons, refusals, unclear, weakWords } from './opt-out-clause-wording.ts';
import { perSe } from './opt-out-wording.ts';
import { bareWords, clausesOf, correct, fold, joinSpelled } from './plain-words.ts';

/**
 * A word that stops us, alone in its clause: what it means is decided by the clauses beside it. Between refusals and
 * courtesy ("no thanks, stop", "STOP - I bought a house") it is plain; beside anything else a person reads it. Pure.
 */
export function inClauses(own: string): OptOutFinding {
  const clauses = clausesOf(own).map((text) => ({ text, kind: kindOf(text) }));
  const first = (kind: Kind) => clauses.find((clause) => clause.kind === kind)?.text;
  const weak = first('weak') ?? first('cancel');
  if (first('other') !== undefined) return finding('maybe', first('stop') ?? first('unclear') ?? (clauses[0]?.text === weak ? weak : undefined));
  if (first('stop') !== undefined) return finding('yes', first('stop'));
  if (weak === undefined) return finding('maybe', first('unclear'));
  const ofAVisit = first('weak') === undefined && first('refusal') !== undefined; // "no thanks, cancel"
  const ofAPlace = first('name') !== undefined && clausesOf(own.split('\n', 1)[0] ?? '').length > 1; // "Cancel - Pearl Street"
  return finding(ofAVisit || ofAPlace ? 'maybe' : 'yes', weak);
}

/** `weak` and `cancel` are words that may be about a house or a visit. */
type Kind = 'stop' | 'weak' | 'cancel' | 'unclear' | 'refusal' | 'courtesy' | 'name' | 'other';

function finding(verdict: 'yes' | 'maybe', quote: string | undefined): OptOutFinding {
  return quote === undefined ? { verdict: 'no', quote: '' } : { verdict, quote: quote.slice(0, 120) };
}

function kindOf(clause: string): Kind {
  if (clause.length > 160) return 'other';
  const said = joinSpelled(bareWords(correct(fold(withoutNames(clause))))).replace(/(?<=^|\s)'+|'+(?=\s|$)/g, '');
  const core = withoutCourtesy(said);
  const kind = kindOfWords(said, core);
  if (kind !== 'other') return kind;
  if (/^(?:stop|STOP|Stop)\s+\p{Lu}\p{L}+$/u.test(clause)) return 'unclear';
  if (isSignature(clause)) return 'name';
  return besideStop(core) ?? 'other';
}

function kindOfWords(said: string, core: string): Kind {
  if (/^cancel(?:ar)?$/.test(core)) return 'cancel';
  if (weakWords.test(core)) return 'weak';
  if (isStop(said) || isStop(core)) return 'stop';
  if (isRefusal(said) || isRefusal(core)) return 'refusal';
  if (core === '') return 'courtesy';
  return unclear.some((pattern) => pattern.test(core)) ? 'unclear' : 'other';
}

function isStop(words: string): boolean {
  return words !== '' && (perSe.has(words) || words.split(' ').every((word) => perSe.has(word)) || outright.some((pattern) => pattern.test(words)));
}

function isRefusal(words: string): boolean {
  const after = words.replace(/^(?:no|nope|nah) (?!more$|m[aá]s$)/, ''); // "nope not interested"
  return [words, after].some((each) => refusals.some((pattern) => pattern.test(each)) || reasons.some((pattern) => pattern.test(each)));
}

const startsWithStop = /^(?:stop|st0p|stp|sotp|unsub(?:scribe)?|pare|paren|basta)\s+(?<rest>.+)$/;
/** `no stop` and `no pare` are also how some write "do not stop". */
const endsWithStop = /^(?!no (?:stop|paren?|basta)$)(?<rest>.+?)\s+(?:stop|st0p|stp|sotp|unsub(?:scribe)?|paren?|basta|quit|remove(?: me)?|take me off)$/;

/** "not interested please stop" and "stop wrong number" need no comma; "bus stop" and "stop by" are neither. */
function besideStop(core: string): Kind | null {
  const rest = (startsWithStop.exec(core) ?? endsWithStop.exec(core))?.groups?.['rest'];
  if (rest === undefined) return null;
  const kind = kindOfWords(rest, withoutCourtesy(rest));
  if (kind === 'refusal' || kind === 'courtesy' || kind === 'stop') return 'stop';
  return null;
}

const leading = new RegExp(`^(?:${courtesy}(?:\\s+|$))+`);
const trailing = new RegExp(`(?:(?:^|\\s+)${courtesy})+$`);

function withoutCourtesy(words: string): string {
  return words.replace(leading, '').replace(trailing, '').trim();
}

/** "Hi Ana stop" and "stop thanks Maria" without Ana and Maria. */
function withoutNames(clause: string): string {
  return clause
    .replace(/^((?:[Hh]i|[Hh]ello|[Hh]ey|[Dd]ear|[Hh]ola)\s+)(\p{Lu}\p{Ll}+)(?=\s)/u, (all, greeting: string, name: string) => (notNames.has(fold(name)) ? all : greeting))
    .replace(/\b((?:[Tt]hanks|[Tt]hank you|[Tt]hx|[Gg]racias|[Rr]egards|[Ss]aludos)\s+)(\p{L}+|\p{Lu}\p{L}+\s+\p{Lu}\p{L}+)$/u, (all, thanks: string, name: string) => (isStop(fold(name)) ? all : thanks));
}

/** A name, a telephone number or an address, as people end a message. */
function isSignature(clause: string): boolean {
  if (/^\S+@\S+$/.test(clause) || /^\+?[\d\s.-]{7,}$/.test(clause)) return true;
  return /^(?:\p{Lu}[\p{L}'’.-]*\s*){1,3}$/u.test(clause) && !fold(clause).split(/\s+/).some((word) => notNames.has(word));
}
