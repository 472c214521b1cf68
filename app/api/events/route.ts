import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { listActivity } from '#lib/audit/list-activity.ts';

export const GET = route(routes['GET /api/events'], ({ call, input }) => listActivity(call, input));
