import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { tryChannel } from '#lib/channels/try-channel.ts';

export const POST = route(routes['POST /api/channels/:id/try'], ({ call, params }) => tryChannel(call, { channel: params.id }));
