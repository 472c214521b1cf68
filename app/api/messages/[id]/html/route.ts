import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { readMessageHtml } from '#lib/messages/read-message-html.ts';

export const GET = route(routes['GET /api/messages/:id/html'], ({ call, input }) => readMessageHtml(call, input));
