import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { decideInBulk } from '#lib/approvals/decide-in-bulk.ts';

export const POST = route(routes['POST /api/approvals/bulk'], ({ call, input }) => decideInBulk(call, input));
