import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { playLead } from '#lib/channels/sandbox/play-lead.ts';

export const POST = route(routes['POST /api/sandbox/messages'], ({ call, input }) => playLead(call, input));
