import { z } from 'zod';
import { templateUseSchema, type ApprovalView } from '#lib/approvals/schema.ts';

/** A person's unsaved edit, kept in this browser until it is saved or thrown away. */

const shape = z.object({ baseHash: z.string(), recipient: z.string(), subject: z.string().nullable(), body: z.string(), template: templateUseSchema.nullable().default(null) });
export type KeptEdit = z.infer<typeof shape>;

const keyOf = (id: string) => `re.edit.${id}`;

export function readKeptEdit(id: string): KeptEdit | null {
  const text = localStorage.getItem(keyOf(id));
  if (text === null) return null;
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    // Written by another version: it cannot be offered again.
    localStorage.removeItem(keyOf(id));
    return null;
  }
}

export function keepEdit(id: string, edit: KeptEdit): void {
  localStorage.setItem(keyOf(id), JSON.stringify(edit));
}

export function dropEdit(id: string): void {
  localStorage.removeItem(keyOf(id));
}

/** Whether a draft reads as somebody edited it: their save arrived. Surrounding space is the server's to take off. */
export function isAsEdited(draft: Pick<ApprovalView, 'recipient' | 'subject' | 'body' | 'template'>, edit: KeptEdit): boolean {
  const [is, wanted] = [draft, edit].map(({ recipient, subject, body, template }) => JSON.stringify([recipient, subject?.trim() ?? null, body.trim(), template && [template.name, template.language, template.parameters]]));
  return is === wanted;
}
