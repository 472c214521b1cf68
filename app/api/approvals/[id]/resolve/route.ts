import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { resolveUncertain } from '#lib/approvals/resolve-uncertain.ts';

export const POST = route(routes['POST /api/approvals/:id/resolve'], ({ call, input }) => resolveUncertain(call, input));
