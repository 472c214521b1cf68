import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { readMessageHtml } from '#lib/messages/read-message-html.ts';

/** Nothing remote, no scripts, no forms; and nobody but our own pages may frame it. */
const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

export const GET = route(routes['GET /api/messages/:id/html'], async ({ call, input }) => {
  const { html } = await readMessageHtml(call, input);
  return new Response(html ?? '<!doctype html><title>No HTML</title><p>This message has no formatted version.</p>', {
    headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy, 'cache-control': 'private, no-store', 'x-content-type-options': 'nosniff' },
  });
});
