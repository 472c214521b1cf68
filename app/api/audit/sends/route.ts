import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { checkSends } from '#lib/audit/check-sends.ts';

export const GET = route(routes['GET /api/audit/sends'], ({ call, request }) => checkSends(call, { signal: request.signal }));
