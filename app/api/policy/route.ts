import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { changePolicy } from '#lib/policy/change-policy.ts';
import { getPolicy } from '#lib/policy/get-policy.ts';

export const GET = route(routes['GET /api/policy'], ({ call, input }) => getPolicy(call, input));
export const PATCH = route(routes['PATCH /api/policy'], ({ call, input }) => changePolicy(call, input));
