import { placesOf, type Draft, type Warning } from './warning.ts';

/** Figures and names in a draft that stand nowhere in what is known: a slip of the writer, or something that was never said. Pure. */

interface FactKind {
  readonly name: string;
  readonly pattern: RegExp;
  /** The ways in which the same fact is written, as one. */
  readonly plain: (words: string) => string;
}

const digits = (words: string) => words.replace(/\D/g, '');
const months = 'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre';
const streets = 'st(?:reet)?|ave(?:nue)?|rd|road|dr(?:ive)?|ln|lane|ct|court|blvd|boulevard|way|pl(?:ace)?|ter(?:race)?|cir(?:cle)?|hwy|pkwy|parkway|trail|loop';

const kinds: readonly FactKind[] = [
  { name: 'price', pattern: /(?:\$|USD\s?)\s?\d(?:[\d,.]*\d)?(?:\s?(?:k|m|mil|million|thousand|millones)\b)?|\b\d(?:[\d,.]*\d)?\s?(?:dollars|dólares|USD)\b/giu, plain: money },
  { name: 'address', pattern: new RegExp(`\\b\\d{1,6}\\s+(?:[NSEW]\\.?\\s+)?(?:\\p{Lu}[\\p{L}'’.]*\\s+){1,3}(?:${streets})\\b\\.?`, 'giu'), plain: address },
  { name: 'date', pattern: new RegExp(`\\b(?:(?:${months})\\.?\\s+\\d{1,2}(?:st|nd|rd|th)?|\\d{1,2}(?:st|nd|rd|th)?\\s+(?:of\\s+|de\\s+)?(?:${months}))\\b|\\b\\d{1,2}/\\d{1,2}(?:/\\d{2,4})?\\b`, 'giu'), plain: date },
  { name: 'phone number', pattern: /(?:\+?1[\s.-]?)?\(?\b\d{3}\)?[\s.-]\d{3}[\s.-]\d{4}\b/gu, plain: (words) => digits(words).slice(-10) },
  { name: 'size', pattern: /\b\d[\d,.]*\s?(?:sq\.?\s?(?:ft|feet|m)|square (?:feet|metres|meters)|m²|pies cuadrados)/giu, plain: digits },
  { name: 'number of rooms', pattern: /\b(?:\d{1,2}(?:\.5)?|one|two|three|four|five|six)[\s-](?:bed(?:room)?s?|bath(?:room)?s?|recámaras?|baños?|habitaciones)\b/giu, plain: rooms },
];

function money(words: string): string {
  const value = Number(words.replace(/[^\d.,]/g, '').replace(/[,.](?=\d{3}(?:\D|$))/g, '').replace(',', '.').replace(/\.$/, ''));
  const times = /k\b|mil\b|thousand/i.test(words) ? 1000 : /m\b|million|millones/i.test(words) ? 1_000_000 : 1;
  return String(Math.round(value * times));
}

function address(words: string): string {
  const [number = '', ...rest] = words.toLowerCase().replace(/[.,]/g, '').split(/\s+/);
  return `${number} ${rest.filter((word) => !/^[nsew]$/.test(word))[0] ?? ''}`;
}

function date(words: string): string {
  const named = new RegExp(months, 'i').exec(words)?.[0]?.toLowerCase().slice(0, 3);
  const spanish: Readonly<Record<string, string>> = { ene: 'jan', abr: 'apr', ago: 'aug', dic: 'dec' };
  if (named) return `${spanish[named] ?? named} ${Number(/\d{1,2}/.exec(words)?.[0])}`;
  const [month = '', day = ''] = words.split('/');
  const names = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
  return `${names[Number(month) - 1] ?? month} ${Number(day)}`;
}

const numerals: Readonly<Record<string, string>> = { one: '1', two: '2', three: '3', four: '4', five: '5', six: '6' };

function rooms(words: string): string {
  const [number = '', ...unit] = words.toLowerCase().split(/[\s-]/);
  return `${numerals[number] ?? number} ${/^(?:bed|rec|hab)/.test(unit.join('')) ? 'bed' : 'bath'}`;
}

/**
 * What a draft states that stands nowhere in `known`: the conversation, the lead's facts and note, each as text. With nothing known to compare with, every
 * figure is new, and is named.
 */
export function factWarnings(draft: Draft, known: readonly string[]): Warning[] {
  return kinds.flatMap(({ name, pattern, plain }) => {
    const there = new Set(known.flatMap((text) => [...text.matchAll(pattern)].map(([words]) => plain(words))));
    return placesOf(draft, pattern).filter(({ words }) => !there.has(plain(words))).map((place) => ({ ...place, kind: 'fact' as const, why: `This ${name} stands neither in the conversation nor in what is known of the lead.` }));
  });
}
