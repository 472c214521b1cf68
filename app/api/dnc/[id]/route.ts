import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { removeDncEntry } from '#lib/dnc/remove-entry.ts';

export const DELETE = route(routes['DELETE /api/dnc/:id'], ({ call, input }) => removeDncEntry(call, input));
