import { refusal, Refused } from '#lib/errors.ts';

/** Which column means what: names as people write them, in English and Spanish. Pure. */

/** Field by its names, folded to lower-case letters and digits. The field's own name always counts. */
export type Synonyms<F extends string> = Readonly<Record<F, readonly string[]>>;

export interface Columns<F extends string> {
  /** Index of the column of each field that was found. */
  readonly at: ReadonlyMap<F, number>;
  /** Headers that mean nothing here and are left out. */
  readonly ignored: readonly string[];
}

/** Header → field; `null` leaves a column out on purpose. */
export type Mapping = Readonly<Record<string, string | null>>;

export function matchColumns<F extends string>(headers: readonly string[], synonyms: Synonyms<F>, mapping: Mapping = {}): Columns<F> {
  const names = new Map<string, F>();
  const fields = Object.keys(synonyms) as F[];
  for (const field of fields) for (const name of [field, ...synonyms[field]]) names.set(folded(name), field);
  for (const [header, field] of Object.entries(mapping)) {
    if (!headers.includes(header)) throw wrong(`There is no column “${header}” to map.`, `The columns are: ${headers.join(', ')}.`);
    if (field !== null && !fields.includes(field as F)) throw wrong(`“${field}” is not a field.`, `The fields are: ${fields.join(', ')}.`);
  }
  const at = new Map<F, number>();
  const ignored: string[] = [];
  headers.forEach((header, i) => {
    const mapped = mapping[header];
    const field = mapped === null ? undefined : mapped === undefined ? names.get(folded(header)) : (mapped as F);
    if (field === undefined || at.has(field)) {
      if (header !== '') ignored.push(header);
    } else at.set(field, i);
  });
  return { at, ignored };
}

function wrong(message: string, lift: string): Refused {
  return new Refused(refusal('invalid_input', message, { lift, details: { field: 'mapping' } }));
}

function folded(name: string): string {
  return name.normalize('NFKD').toLowerCase().replace(/[^a-z0-9]/g, '');
}
