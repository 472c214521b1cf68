import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { listChannels } from '#lib/channels/list-channels.ts';

export const GET = route(routes['GET /api/channels'], ({ call }) => listChannels(call));
