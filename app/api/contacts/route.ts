import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { listContacts } from '#lib/leads/list-contacts.ts';

export const GET = route(routes['GET /api/contacts'], ({ call, input }) => listContacts(call, input));
