import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { editLead } from '#lib/leads/edit-lead.ts';
import { getLead } from '#lib/leads/get-lead.ts';

export const GET = route(routes['GET /api/leads/:id'], ({ call, input }) => getLead(call, input));
export const PATCH = route(routes['PATCH /api/leads/:id'], ({ call, input }) => editLead(call, input));
