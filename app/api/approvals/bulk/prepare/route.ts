import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { prepareBulk } from '#lib/approvals/prepare-bulk.ts';

export const POST = route(routes['POST /api/approvals/bulk/prepare'], ({ call, input }) => prepareBulk(call, input));
