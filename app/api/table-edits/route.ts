import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { listTableEdits } from '#lib/workspace/list-table-edits.ts';

export const GET = route(routes['GET /api/table-edits'], ({ call }) => listTableEdits(call));
