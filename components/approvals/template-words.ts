import type { TemplateUse } from '#lib/approvals/content.ts';

/** Templates in words and parts for the screen. Pure. */

export interface PreviewPart {
  readonly text: string;
  /** `place`: nothing stands there yet. */
  readonly is: 'text' | 'value' | 'place';
}

/** The body of a template piece by piece, its values told from its own words. */
export function previewParts(body: string, parameters: readonly string[]): PreviewPart[] {
  return body.split(/(\{\{[1-9]\d{0,2}\}\})/).flatMap((text, i): PreviewPart[] => {
    if (text === '') return [];
    if (i % 2 === 0) return [{ text, is: 'text' }];
    const value = parameters[Number(text.slice(2, -2)) - 1] ?? '';
    return [value === '' ? { text, is: 'place' } : { text: value, is: 'value' }];
  });
}

export const templateName = (use: Pick<TemplateUse, 'name' | 'language'> | null) => (use === null ? 'Free text' : `${use.name} (${use.language})`);
