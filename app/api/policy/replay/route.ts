import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { replayPolicy } from '#lib/policy/replay-policy.ts';

export const POST = route(routes['POST /api/policy/replay'], ({ call, input }) => replayPolicy(call, input));
