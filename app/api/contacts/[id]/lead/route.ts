import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { leadFromContact } from '#lib/leads/lead-from-contact.ts';

export const POST = route(routes['POST /api/contacts/:id/lead'], ({ call, input }) => leadFromContact(call, input));
