import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { forecast } from '#lib/policy/forecast.ts';

export const POST = route(routes['POST /api/policy/forecast'], ({ call, input }) => forecast(call, input));
