import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { addDncEntry } from '#lib/dnc/add-entry.ts';
import { listDncEntries } from '#lib/dnc/list-entries.ts';

export const GET = route(routes['GET /api/dnc'], ({ call, input }) => listDncEntries(call, input));
export const POST = route(routes['POST /api/dnc'], ({ call, input }) => addDncEntry(call, input));
