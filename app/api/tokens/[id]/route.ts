import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { revokeToken } from '#lib/accounts/revoke-token.ts';

export const DELETE = route(routes['DELETE /api/tokens/:id'], ({ call, input }) => revokeToken(call, input));
