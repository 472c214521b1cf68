import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { checkPolicy } from '#lib/policy/check-policy.ts';

export const GET = route(routes['GET /api/policy/check'], ({ call, input }) => checkPolicy(call, input));
