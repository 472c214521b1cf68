/** Something a reviewer should look at in a draft before approving it. An aid: it stops nothing. Pure. */
export interface Warning {
  readonly kind: 'fair_housing' | 'fact';
  /** As it stands in the draft. */
  readonly words: string;
  readonly field: 'subject' | 'body';
  /** Where it begins in that field (UTF-16 code units). */
  readonly start: number;
  readonly why: string;
}

export interface Draft {
  readonly subject: string | null;
  readonly body: string;
}

/** Every place in subject and body where a pattern (with the flag `g`) fits. */
export function placesOf({ subject, body }: Draft, pattern: RegExp): Pick<Warning, 'words' | 'field' | 'start'>[] {
  const fields = [['subject', subject ?? ''], ['body', body]] as const;
  return fields.flatMap(([field, text]) => [...text.matchAll(pattern)].map((found) => ({ words: found[0], field, start: found.index })));
}
