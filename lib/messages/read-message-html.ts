import { mayDo } from '#lib/accounts/permissions.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { parse } from '#lib/parse.ts';
import type { Call } from '#lib/world.ts';
import { htmlOfMail } from './mail/parse-mail.ts';
import { safeHtml } from './mail/safe-html.ts';
import { readMessageHtmlInput, type MessageHtmlView } from './schema.ts';

/** The HTML of one message as received, made harmless, for a sandboxed frame. */
export async function readMessageHtml(call: Call, input: unknown): Promise<MessageHtmlView> {
  const forbidden = mayDo(call.actor, 'read');
  if (forbidden) throw new Refused(forbidden);
  const { id } = parse(readMessageHtmlInput, input);
  const row = await call.world.store.messages.get(id);
  if (!row) throw new Refused(refusal('not_found', `There is no message ${id}.`));
  const raw = row.artifact !== null && row.channel === 'email' ? await call.world.artifacts.get(row.artifact) : null;
  const html = raw && (await htmlOfMail(raw));
  return html ? { id, ...safeHtml(html) } : { id, html: null, remoteCount: 0 };
}
