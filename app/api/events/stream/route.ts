import { eventStream } from '#app/_server/event-stream.ts';
import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';

export const GET = route(routes['GET /api/events/stream'], ({ call, request }) => eventStream(call, request));
