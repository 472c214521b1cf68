import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { dismissContact } from '#lib/leads/dismiss-contact.ts';

export const POST = route(routes['POST /api/contacts/:id/dismiss'], ({ call, input }) => dismissContact(call, input));
