import type { CountryCode } from 'libphonenumber-js/max';
import { isRefusal } from '#lib/errors.ts';
import type { Synonyms } from '#lib/tables/columns.ts';
import type { RowProblem } from '#lib/tables/import-report.ts';
import { addressKey, parseAddress, type Address, type AddressKind } from './address.ts';
import { canBeShown, stages, type LeadFields, type Stage } from './lead.ts';
import { regionOf } from './region.ts';

/** One row of a table of leads: its columns by the names people use, and what a row comes to. Pure. */

const facts = ['property', 'price', 'area', 'beds', 'baths', 'hoa', 'status', 'budget', 'timeline'] as const;

export type LeadColumn =
  | 'name' | 'firstName' | 'lastName' | 'email' | 'phone' | 'whatsapp' | 'telegram' | 'linkedin' | 'messenger' | 'stage' | 'timeZone' | 'region'
  | 'postalCode' | 'owner' | 'tags' | 'language' | 'note' | (typeof facts)[number];

export const leadColumns: Synonyms<LeadColumn> = {
  name: ['full name', 'contact', 'contact name', 'client', 'lead', 'lead name', 'nombre completo', 'cliente', 'contacto'],
  firstName: ['first', 'given name', 'nombre', 'nombres', 'primer nombre'],
  lastName: ['last', 'surname', 'family name', 'apellido', 'apellidos'],
  email: ['e-mail', 'email address', 'e-mail address', 'mail', 'correo', 'correo electronico', 'email 1', 'primary email'],
  phone: ['phone number', 'mobile', 'mobile phone', 'cell', 'cell phone', 'telephone', 'tel', 'telefono', 'celular', 'movil', 'phone 1', 'primary phone', 'numero'],
  whatsapp: ['whatsapp number', 'wa'],
  telegram: ['telegram id', 'telegram user'],
  linkedin: ['linkedin url', 'linkedin profile'],
  messenger: ['facebook', 'facebook messenger', 'fb', 'facebook profile'],
  stage: ['lead stage', 'pipeline stage', 'etapa', 'lead status'],
  timeZone: ['timezone', 'tz', 'zona horaria'],
  region: ['state', 'estado', 'province'],
  postalCode: ['zip', 'zip code', 'postcode', 'codigo postal', 'cp'],
  owner: ['agent', 'assigned to', 'assigned agent', 'agente', 'responsable'],
  tags: ['tag', 'labels', 'groups', 'etiquetas'],
  language: ['lang', 'idioma', 'preferred language'],
  note: ['notes', 'comments', 'comment', 'notas', 'nota', 'comentarios', 'remarks'],
  property: ['property address', 'listing', 'address of interest', 'propiedad', 'inmueble', 'property of interest'],
  price: ['asking price', 'list price', 'precio'],
  area: ['neighborhood', 'neighbourhood', 'zona', 'colonia', 'location'],
  beds: ['bedrooms', 'bed', 'recamaras', 'habitaciones'],
  baths: ['bathrooms', 'bath', 'banos'],
  hoa: ['hoa fee', 'hoa dues', 'cuota'],
  status: ['listing status', 'availability'],
  budget: ['price range', 'presupuesto'],
  timeline: ['timeframe', 'move date', 'plazo'],
};

export type Cell = (column: LeadColumn) => string;

export interface RowContext {
  readonly country: CountryCode;
  /** User id by e-mail address. */
  readonly owners: ReadonlyMap<string, string>;
}

export function leadOfRow(row: number, cell: Cell, context: RowContext): LeadFields | RowProblem[] {
  const problems: RowProblem[] = [];
  const wrong = (field: LeadColumn, reason: string, right: string): null => {
    problems.push({ row, field, reason, right });
    return null;
  };
  const name = cell('name') || [cell('firstName'), cell('lastName')].filter(Boolean).join(' ');
  if (name === '') wrong('name', 'There is no name.', 'Give a name in the column name (or firstName and lastName).');
  if (name.length > 200) wrong('name', 'The name is longer than 200 characters.', 'Shorten it.');
  if (!canBeShown(name)) wrong('name', 'The name contains a line break, or another character that cannot be shown.', 'Write it on one line, without hidden characters.');
  const addresses = addressesOf(cell, context.country, wrong);
  if (addresses.length === 0 && problems.length === 0) wrong('email', 'There is no address on any channel.', 'Give an e-mail address, a phone number, or a telegram, linkedin or messenger name.');
  const stage = stageOf(cell('stage'), wrong);
  const timeZone = timeZoneOf(cell('timeZone'), wrong);
  const region = regionOfCell(cell('region'), { timeZone, addresses }, context.country, wrong);
  const owner = cell('owner').toLowerCase();
  const ownerId = owner === '' ? null : (context.owners.get(owner) ?? wrong('owner', `No user has the e-mail ${owner}.`, 'Give the e-mail of a user of this console, or leave it empty.'));
  const language = languageOf(cell('language'), wrong);
  if (problems.length > 0) return problems;
  return {
    name, addresses, stage: stage ?? 'new', timeZone, region, postalCode: cell('postalCode') || null, ownerId,
    tags: [...new Set(cell('tags').split(/[,;|]/).map((tag) => tag.trim()).filter((tag) => tag !== ''))].slice(0, 50),
    language: language ?? 'en', facts: Object.fromEntries(facts.map((fact) => [fact, cell(fact).slice(0, 500)]).filter(([, value]) => value !== '')), note: cell('note').slice(0, 10_000),
  };
}

type Wrong = (field: LeadColumn, reason: string, right: string) => null;

const addressColumns: readonly [LeadColumn, AddressKind][] = [
  ['email', 'email'], ['phone', 'phone'], ['whatsapp', 'phone'], ['telegram', 'telegram'], ['linkedin', 'linkedin'], ['messenger', 'messenger'],
];

function addressesOf(cell: Cell, country: CountryCode, wrong: Wrong): Address[] {
  const found = new Map<string, Address>();
  for (const [column, kind] of addressColumns)
    for (const part of cell(column).split(kind === 'phone' || kind === 'email' ? /[,;|]|\s\/\s/ : /[;|]/).filter((text) => text.trim() !== '')) {
      if (isFigure(cell(column)) && kind === 'phone') {
        wrong(column, `“${cell(column)}” is a phone number that a spreadsheet turned into a figure: its digits are lost.`, 'Format the column as text, enter the number again, like +1 303 555 0142.');
        break;
      }
      const address = parseAddress(kind, part.match(/<([^<>]+)>/)?.[1] ?? part, country);
      if (isRefusal(address)) wrong(column, address.message, address.lift ?? 'Correct it, or leave it empty.');
      else found.set(addressKey(address), address);
    }
  return [...found.values()];
}

/** `1.4E+10`, `1,4E+10` and `13035550142.0`: what a spreadsheet makes of a number that was not marked as text. */
export function isFigure(text: string): boolean {
  return /^\d+(?:[.,]\d+)?e[+-]?\d+$/i.test(text.trim()) || /^\d{7,}[.,]0+$/.test(text.trim());
}

function stageOf(text: string, wrong: Wrong): Stage | null {
  const folded = text.toLowerCase().replace(/[\s-]+/g, '_');
  if (folded === '') return 'new';
  return stages.find((stage) => stage === folded) ?? wrong('stage', `“${text}” is not a stage.`, `One of: ${stages.join(', ')}; or empty for new.`);
}

function timeZoneOf(text: string, wrong: Wrong): string | null {
  if (text === '') return null;
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: text }).resolvedOptions().timeZone;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return wrong('timeZone', `“${text}” is not a time zone.`, 'Give an IANA name like America/Denver, or leave it empty.');
  }
}

function regionOfCell(text: string, lead: Pick<LeadFields, 'timeZone' | 'addresses'>, country: CountryCode, wrong: Wrong): string | null {
  if (text.trim() === '') return null;
  return regionOf(text, lead, country) ?? wrong('region', `“${text}” is not a state of the United States.`, 'Give its name or two letters, like Texas or TX, or leave it empty. For somebody in another country give their time zone as well.');
}

function languageOf(text: string, wrong: Wrong): string | null {
  const known: Readonly<Record<string, string>> = { '': 'en', en: 'en', english: 'en', ingles: 'en', es: 'es', spanish: 'es', espanol: 'es' };
  return known[text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()] ?? wrong('language', `“${text}” is not a language that is spoken here.`, 'Give en or es, or leave it empty.');
}
