import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { tryChannel } from '#lib/policy/try-channel.ts';

export const POST = route(routes['POST /api/channels/:id/try'], ({ call, params, input }) => tryChannel(call, { ...input, channel: params.id }));
