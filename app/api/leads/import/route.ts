import { importRequest } from '#app/_server/import-request.ts';
import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { importLeads } from '#lib/leads/import-leads.ts';

export const POST = route(routes['POST /api/leads/import'], (asked) => importLeads(asked.call, importRequest(asked)));
