import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { updateUser } from '#lib/accounts/update-user.ts';

export const PATCH = route(routes['PATCH /api/users/:id'], ({ call, input }) => updateUser(call, input));
