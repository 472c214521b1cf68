import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { listConversation } from '#lib/messages/list-conversation.ts';

export const GET = route(routes['GET /api/conversations/:id'], ({ call, input }) => listConversation(call, input));
