import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { listCodes } from '#lib/approvals/list-codes.ts';

export const GET = route(routes['GET /api/approvals/codes'], ({ call, input }) => listCodes(call, input));
