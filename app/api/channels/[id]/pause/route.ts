import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { pauseChannel } from '#lib/channels/pause-channel.ts';

export const POST = route(routes['POST /api/channels/:id/pause'], ({ call, input, params }) => pauseChannel(call, { ...input, channel: params.id }));
