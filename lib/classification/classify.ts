import type { Temperature } from '#lib/approvals/approval.ts';
import type { Channel } from '#lib/channels/channel.ts';
import type { Lead } from '#lib/leads/lead.ts';
import type { Classification } from '#lib/messages/message.ts';
import { languageOf } from './language.ts';
import { findOptOut } from './opt-out.ts';
import { fold, withoutQuotes } from './plain-words.ts';
import { intentRules, signals, type Intent, type IntentRule, type Signal } from './signals.ts';

/** What an ordinary inbound message says about its lead, with the words that led to it. The same text always gives the same answer. Pure. */
export function classify(message: { text: string; subject: string | null; channel: Channel }, lead: Lead | null): Classification {
  const own = withoutQuotes(message.text).slice(0, 20_000);
  const optOut = findOptOut(message.text);
  const language = languageOf(own, lead?.language === 'es' ? 'es' : 'en');
  if (optOut.verdict === 'yes') {
    return { temperature: 'cold', confidence: 0.98, reasons: [`asks not to be contacted: “${short(optOut.quote)}”`], intent: 'opt_out' satisfies Intent, optOut: 'yes', language };
  }
  const found = wanted(own, message);
  const around = signals.flatMap((signal) => quoteOf(signal, own));
  const temperature = temperatureOf(found?.rule ?? null, around, lead);
  const reasons = [
    ...(optOut.verdict === 'maybe' ? [`may be asking not to be contacted: “${short(optOut.quote)}”`] : []),
    ...(found ? [`${found.rule.meaning}: “${found.quote}”`] : []),
    ...around.map(({ signal, quote }) => `${signal.meaning}: “${quote}”`),
    ...(found?.rule.intent === 'thanks' && lead ? [`was ${lead.temperature} before`] : []),
  ];
  return {
    temperature, confidence: confidenceOf(found?.rule ?? null, around, optOut.verdict === 'maybe'),
    reasons: reasons.length > 0 ? reasons : ['says nothing that fits a known wish'],
    intent: found?.rule.intent ?? 'other', optOut: optOut.verdict, language,
  };
}

interface Found {
  readonly rule: IntentRule;
  readonly quote: string;
}

/** The strongest wish in the text; the subject line counts only when the text itself has none above a mere question. */
function wanted(own: string, message: { subject: string | null }): Found | null {
  const inText = strongest(own);
  if (inText && inText.rule.rank > 10) return inText;
  const inSubject = message.subject ? strongest(message.subject.replace(/^(?:\s*(?:re|fwd?|rv)\s*:)+/i, '')) : null;
  return inSubject && inSubject.rule.rank > 20 && !/^\s*(?:re|fwd?|rv)\s*:/i.test(message.subject ?? '') ? inSubject : inText;
}

function strongest(text: string): Found | null {
  const folded = fold(text);
  return intentRules
    .flatMap((rule) => {
      const quote = matched(rule.pattern, folded, text);
      return quote === null ? [] : [{ rule, quote }];
    })
    .reduce<Found | null>((best, next) => (best && best.rule.rank >= next.rule.rank ? best : next), null);
}

function quoteOf(signal: Signal, own: string): { signal: Signal; quote: string }[] {
  const quote = matched(signal.pattern, fold(own), own);
  return quote === null ? [] : [{ signal, quote }];
}

/** What the person wrote where the pattern fits; the folded words when folding changed the length. */
function matched(pattern: RegExp, folded: string, text: string): string | null {
  const match = pattern.exec(folded);
  if (!match) return null;
  const from = folded.length === text.length ? text : folded;
  return short(from.slice(match.index, match.index + Math.max(match[0].length, 1)));
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}

const warmth: Readonly<Record<Temperature, number>> = { hot: 4, warm: 2, cold: -2, unknown: 0 };

function temperatureOf(rule: IntentRule | null, around: readonly { signal: Signal }[], lead: Lead | null): Temperature {
  if (rule?.intent === 'not_interested') return 'cold';
  if (rule?.intent === 'thanks' && around.length === 0) return lead?.temperature ?? 'unknown';
  if (!rule && around.length === 0) return 'unknown';
  const sum = warmth[rule?.temperature ?? 'unknown'] + around.reduce((total, { signal }) => total + signal.weight, 0);
  if (sum >= 4) return 'hot';
  if (sum >= 1) return 'warm';
  return sum < 0 || rule !== null ? 'cold' : 'unknown';
}

/** Grows with what agrees, falls with what contradicts; two decimals. */
function confidenceOf(rule: IntentRule | null, around: readonly { signal: Signal }[], doubtful: boolean): number {
  const base = rule === null ? 0.3 : rule.rank >= 50 ? 0.75 : rule.intent === 'question' ? 0.5 : 0.7;
  const up = around.filter(({ signal }) => signal.weight > 0).length;
  const down = around.length - up;
  const agreed = Math.max(up, down) * 0.07 - Math.min(up, down) * 0.15;
  const clash = rule?.temperature === 'hot' && down > 0 ? 0.15 : 0;
  return Math.round(Math.min(0.97, Math.max(0.1, base + agreed - clash - (doubtful ? 0.2 : 0))) * 100) / 100;
}
