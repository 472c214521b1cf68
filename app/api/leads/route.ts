import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { listLeads } from '#lib/leads/list-leads.ts';

export const GET = route(routes['GET /api/leads'], ({ call, input }) => listLeads(call, input));
export const POST = route(routes['POST /api/leads'], ({ call, input }) => addLead(call, input));
