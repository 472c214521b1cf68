import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { unsubscribePage } from '#app/_server/unsubscribe-page.ts';
import { unsubscribe, unsubscribeLinkState } from '#lib/dnc/unsubscribe.ts';

/** Mail programs and scanners open links: looking changes nothing. */
export const GET = route(routes['GET /api/unsubscribe/:token'], async ({ call, params }) => unsubscribePage(await unsubscribeLinkState(call, params['token'] ?? '')));
export const POST = route(routes['POST /api/unsubscribe/:token'], async ({ call, params }) => unsubscribePage(await unsubscribe(call, params['token'] ?? '')));
