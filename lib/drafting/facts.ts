import type { Language } from '#lib/classification/language.ts';
import { fold, withoutQuotes } from '#lib/classification/plain-words.ts';
import type { Lead } from '#lib/leads/lead.ts';
import type { Facts, Placeholder } from './template.ts';

/** What is known for filling a template: the lead's own facts and the words of the message, never a guess. Pure. */

const fromLead = ['property', 'price', 'area', 'beds', 'baths', 'hoa', 'status'] as const satisfies readonly Placeholder[];

export function factsFor(lead: Lead, message: { text: string }, language: Language, signature: string): Facts {
  const facts: Partial<Record<Placeholder, string>> = { signature };
  const meant = namesAnother(message.text, lead.facts.property ?? '') ? [] : fromLead;
  for (const name of meant) {
    const value = oneLine(lead.facts[name]);
    if (value) facts[name] = value;
  }
  const first = firstName(lead.name, language);
  if (first) facts.firstName = first;
  const day = dayIn(message.text, language);
  if (day) facts.day = day;
  return facts;
}

/** A fact that spans lines or is long is somebody's note, not a value for a sentence. */
function oneLine(value: string | undefined): string | null {
  const text = value?.trim() ?? '';
  return text !== '' && text.length <= 120 && !/[\p{Cc}{}]/u.test(text) ? text : null;
}

const titles = /^(?:mr|mrs|ms|miss|mx|dr|prof|sr|sra|srta|don|dona)\.?$/i;

/** How to greet: `Jo & Sam Park` gives `Jo and Sam`, `PARK, JO` gives `Jo`; null where a greeting by name would be a guess. */
export function firstName(name: string, language: Language): string | null {
  const turned = name.trim().replace(/^([^,]+),\s*(.+)$/, '$2 $1').replace(/\([^)]*\)/g, ' ').replace(/\s+/g, ' ').trim();
  if (/[@\d/]|\b(?:family|familia|household|llc|inc|trust|team|group)\b/i.test(turned)) return null;
  const parts = turned.split(/\s+(?:&|and|y|e|\+)\s+/i).map((part) => part.split(' ')[0] ?? '');
  if (parts.length > 2 || parts.some((part) => titles.test(part) || !/^\p{L}[\p{L}'’-]+$/u.test(part))) return null;
  return parts.map(properCase).join(language === 'es' ? ' y ' : ' and ');
}

function properCase(name: string): string {
  if (name !== name.toUpperCase() && name !== name.toLowerCase()) return name;
  return name.toLowerCase().replace(/(^|[-'’])\p{L}/gu, (start) => start.toUpperCase());
}

const days: readonly { pattern: RegExp; en: string; es: string }[] = [
  { pattern: /\b(?:mon|monday|lunes)\b/, en: 'Monday', es: 'el lunes' },
  { pattern: /\b(?:tue|tues|tuesday|martes)\b/, en: 'Tuesday', es: 'el martes' },
  { pattern: /\b(?:wed|weds|wednesday|miercoles)\b/, en: 'Wednesday', es: 'el miércoles' },
  { pattern: /\b(?:thu|thur|thurs|thursday|jueves)\b/, en: 'Thursday', es: 'el jueves' },
  { pattern: /\b(?:fri|friday|viernes)\b/, en: 'Friday', es: 'el viernes' },
  { pattern: /\b(?:saturday|sabado)\b/, en: 'Saturday', es: 'el sábado' },
  { pattern: /\b(?:sunday|domingo)\b/, en: 'Sunday', es: 'el domingo' },
];

/** The day or two somebody proposed; none when they named more, or only said on which they cannot come. */
function dayIn(text: string, language: Language): string | null {
  const own = fold(withoutQuotes(text).slice(0, 4000));
  const ruledOut = /\b(?:can'?t|cannot|not|cancel|instead|except|no puedo|no podemos|cancelar|menos|mover|move)\b/.test(own);
  const named = days.filter(({ pattern }) => (ruledOut ? new RegExp(`\\b(?:do|try|until|to|for|al|para el)\\s+(?:it\\s+(?:on\\s+)?)?(?:next\\s+)?${pattern.source}`) : pattern).test(own));
  if (named.length === 0 || named.length > 2) return null;
  return named.map((day) => day[language]).join(language === 'es' ? ' o ' : ' or ');
}

const another: readonly RegExp[] = [
  /\b(?:other|second|first|third|next|another|otra|segunda|primera) (?:one|house|home|place|condo|unit|property|casa|propiedad|opcion)\b/iu,
  /\b(?:la|el|casa|depa|condo) de(?: la calle)? (\p{Lu}\p{L}+)/u,
  /\b(?:one|place|house|home|condo|unit|listing) (?:on|at|in) (\p{Lu}\p{L}+)/u,
  /\b(\p{Lu}\p{L}+) (?:St|Street|Ave|Avenue|Rd|Road|Dr|Drive|Ln|Lane|Ct|Court|Way|Blvd|Pl|Place)\b/u,
];

/** Whether the message speaks of a property other than the lead's: then nothing known of that one is said. */
function namesAnother(text: string, property: string): boolean {
  const own = withoutQuotes(text).slice(0, 4000);
  const words = fold(property).split(/[^a-z0-9]+/);
  return another.some((pattern) => {
    const match = pattern.exec(own);
    return match !== null && (match[1] === undefined || !words.includes(fold(match[1])));
  });
}
