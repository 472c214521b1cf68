import type { Language } from '#lib/classification/language.ts';
import type { Intent } from '#lib/classification/signals.ts';

/** What a template is and how its holes are filled: only with facts that are there. Pure. */

export const placeholders = ['firstName', 'property', 'price', 'area', 'beds', 'baths', 'hoa', 'status', 'day', 'signature'] as const;
export type Placeholder = (typeof placeholders)[number];
export type Facts = Readonly<Partial<Record<Placeholder, string>>>;

/** `clarify` asks whether somebody wants to be left alone. */
export type TemplateIntent = Exclude<Intent, 'thanks' | 'opt_out'> | 'clarify';

/**
 * One sentence in several versions, the most specific first. The first whose placeholders are all known is used, so a
 * missing fact leaves no hole; `''` as the last version leaves the sentence out.
 */
export type Sentence = readonly string[];

export interface Template {
  readonly intent: TemplateIntent;
  readonly language: Language;
  readonly kind: 'email' | 'chat';
  /** For e-mail that starts a thread; null in chats. */
  readonly subject: Sentence | null;
  /** Paragraphs of sentences. */
  readonly body: readonly (readonly Sentence[])[];
}

export function templateId(template: Pick<Template, 'intent' | 'language' | 'kind'>): string {
  return `${template.intent}.${template.language}.${template.kind}`;
}

export function fill(template: Template, facts: Facts): { subject: string | null; body: string } {
  const paragraphs = template.body.map((sentences) => sentences.map((sentence) => say(sentence, facts)).filter((said) => said !== '').join(' '));
  return {
    subject: template.subject ? say(template.subject, facts) : null,
    body: paragraphs.filter((paragraph) => paragraph !== '').join('\n\n'),
  };
}

function say(sentence: Sentence, facts: Facts): string {
  const version = sentence.find((text) => holesOf(text).every((name) => known(facts[name])));
  return (version ?? '').replace(hole, (_, name: Placeholder) => facts[name] ?? '');
}

const hole = /\{\{([a-zA-Z]+)\}\}/g;

/** Throws on a name that is no placeholder: a template is code. */
export function holesOf(text: string): Placeholder[] {
  return [...text.matchAll(hole)].map(([, name]) => {
    const found = placeholders.find((placeholder) => placeholder === name);
    if (!found) throw new Error(`{{${name}}} is not a placeholder`);
    return found;
  });
}

function known(value: string | undefined): boolean {
  return value !== undefined && value.trim() !== '';
}
