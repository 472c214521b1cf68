import type { Channel } from '#lib/channels/channel.ts';
import type { Classification } from '#lib/messages/message.ts';
import type { Facts, Template, TemplateIntent } from './template.ts';
import { fill, templateId } from './template.ts';
import { templatesEn } from './templates-en.ts';
import { templatesEs } from './templates-es.ts';

/** Chooses the template for a classified message and fills it. Pure. */

export const templates: readonly Template[] = [...templatesEn, ...templatesEs];

export interface Composed {
  readonly template: string;
  readonly subject: string | null;
  readonly body: string;
}

/** Null when there is nothing to say: a thank-you, or somebody who asked to be left alone. */
export function compose(classification: Classification, channel: Channel, originalSubject: string | null, facts: Facts): Composed | null {
  const intent = intentFor(classification);
  if (!intent) return null;
  const language = classification.language === 'es' ? 'es' : 'en';
  const kind = channel === 'email' ? 'email' : 'chat';
  const template = templates.find((each) => each.intent === intent && each.language === language && each.kind === kind);
  if (!template) throw new Error(`No template for ${intent}.${language}.${kind}`);
  const { subject, body } = fill(template, facts);
  return { template: templateId(template), subject: kind === 'email' ? answerSubject(originalSubject, subject ?? '') : null, body };
}

function intentFor({ optOut, intent }: Classification): TemplateIntent | null {
  if (optOut === 'maybe') return 'clarify';
  if (optOut === 'yes' || intent === 'opt_out' || intent === 'thanks') return null;
  return templates.find((each) => each.intent === intent)?.intent ?? 'other';
}

function answerSubject(original: string | null, own: string): string {
  const bare = (original ?? '').replace(/[\p{Cc}\p{Cf}]+/gu, ' ').replace(/^(?:\s*(?:re|rv|aw|fwd?)\s*:)+/i, '').replace(/\s+/g, ' ').trim();
  return bare === '' ? own : `Re: ${bare.slice(0, 200)}`;
}
