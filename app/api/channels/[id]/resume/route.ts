import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { resumeChannel } from '#lib/channels/resume-channel.ts';

export const POST = route(routes['POST /api/channels/:id/resume'], ({ call, params }) => resumeChannel(call, { channel: params.id }));
