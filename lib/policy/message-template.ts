import type { TemplateUse } from '#lib/approvals/content.ts';
import type { Channel } from '#lib/channels/channel.ts';

/** Texts that a platform has approved, which may be sent when free text may not. Pure. */

export interface MessageTemplate {
  /** As the platform has it: lower-case letters, digits and underscores. With the language it names one template. */
  readonly name: string;
  /** As the platform has it: `en`, `en_US`, `pt_BR`. */
  readonly language: string;
  readonly category: 'marketing' | 'utility';
  /** With `{{1}}`, `{{2}}`, … where values stand. */
  readonly body: string;
  /** A retired one stays in the list, for what was sent with it, and is sent no more. */
  readonly status: 'active' | 'retired';
}

/** Channels whose platform has templates. */
export const templateChannels: readonly Channel[] = ['whatsapp'];

/** Of the body as it is approved, and of what is sent with its values in it (UTF-16 code units). Source: Meta, message template components and error 132005. */
export const templateLengthMax = 1024;

const placeholder = /\{\{([1-9]\d{0,2})\}\}/g;

/** How many values it takes. */
export function valueCount(body: string): number {
  return Math.max(0, ...[...body.matchAll(placeholder)].map(([, number]) => Number(number)));
}

/** Why the platform would not take such a body; null when it would. Source: Meta, template guidelines. */
export function bodyProblem(body: string): string | null {
  const numbers = new Set([...body.matchAll(placeholder)].map(([, number]) => Number(number)));
  if (/[{}]/.test(body.replace(placeholder, ''))) return 'has braces that are no placeholder: placeholders are {{1}}, {{2}} and so on';
  if (numbers.size > 0 && Math.max(...numbers) !== numbers.size) return 'must number its placeholders from {{1}} on, without a hole';
  if (/^\{\{\d+\}\}|\{\{\d+\}\}$/.test(body.trim())) return 'must neither begin nor end with a placeholder';
  return null;
}

/** The text with the values in their places; what looks like a placeholder inside a value stays as it is. */
export function rendered({ body }: Pick<MessageTemplate, 'body'>, parameters: readonly string[]): string {
  return body.replace(placeholder, (whole, number: string) => parameters[Number(number) - 1] ?? whole);
}

export const isNamed = (use: Pick<TemplateUse, 'name' | 'language'>) => ({ name, language }: Pick<MessageTemplate, 'name' | 'language'>): boolean => name === use.name && language === use.language;

/** A value as the platform takes it; null when it does. Source: Meta, error 132018. */
function valueProblem(value: string): string | null {
  if (value.replace(/[\p{Cf}\s]/gu, '') === '') return 'is empty';
  if (!value.isWellFormed()) return 'has half a character in it';
  if (/[\p{Cc}\u2028\u2029]/u.test(value)) return 'has a line break or a control character in it';
  return /\p{Zs}{5}/u.test(value) ? 'has more than four spaces in a row' : null;
}

/** Why a draft with this template may not be sent as it is, as a sentence, and which field is to blame; null when it may. */
export function useProblem(use: TemplateUse, text: string, templates: readonly MessageTemplate[]): { readonly field: 'template' | 'body'; readonly why: string } | null {
  const bad = (why: string) => ({ field: 'template' as const, why });
  const template = templates.find(isNamed(use));
  if (!template) return bad(`There is no template “${use.name}” in ${use.language}.`);
  if (template.status !== 'active') return bad(`The template “${use.name}” is retired.`);
  const count = valueCount(template.body);
  if (use.parameters.length !== count) return bad(`The template “${use.name}” takes ${count} ${count === 1 ? 'value' : 'values'}, not ${use.parameters.length}.`);
  const odd = use.parameters.map((value, i) => ({ place: i + 1, why: valueProblem(value) })).find(({ why }) => why !== null);
  if (odd) return bad(`Value ${odd.place} of the template ${odd.why}.`);
  const says = rendered(template, use.parameters);
  if (says.length > templateLengthMax) return bad(`With these values the template has ${says.length} characters; at most ${templateLengthMax} can be sent.`);
  return says === text ? null : { field: 'body', why: `The text is not what the template “${use.name}” says with these values.` };
}

/** Source: Meta, messaging limits: no marketing templates to +1. */
export const isUndeliverable = ({ category }: Pick<MessageTemplate, 'category'>, recipient: string): boolean => category === 'marketing' && recipient.startsWith('+1');

/** `viewing_reminder (en_US)`. */
export const templateName = ({ name, language }: Pick<MessageTemplate, 'name' | 'language'>): string => `${name} (${language})`;

/** `viewing_reminder (en_US), with: Kim | 12 Elm St`. */
export const useInWords = (use: TemplateUse): string => templateName(use) + (use.parameters.length > 0 ? `, with: ${use.parameters.join(' | ')}` : '');

/** What differs between two lists, one phrase a template: `visit_reminder (en_US) retired`. */
export function templateChanges(before: readonly MessageTemplate[], after: readonly MessageTemplate[]): string[] {
  const phrase = (template: MessageTemplate, what: string) => `${templateName(template)} ${what}`;
  const changed = after.flatMap((now) => {
    const was = before.find(isNamed(now));
    if (!was) return [phrase(now, now.status === 'active' ? 'added' : 'added as retired')];
    const restated = was.status === now.status ? [] : [phrase(now, now.status === 'active' ? 'in use again' : 'retired')];
    return was.body === now.body && was.category === now.category ? restated : [phrase(now, 'changed'), ...restated];
  });
  return [...changed, ...before.filter((was) => !after.some(isNamed(was))).map((was) => phrase(was, 'removed'))];
}
