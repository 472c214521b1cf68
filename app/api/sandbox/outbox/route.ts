import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { listOutbox } from '#lib/channels/sandbox/list-outbox.ts';

export const GET = route(routes['GET /api/sandbox/outbox'], ({ call }) => listOutbox(call));
