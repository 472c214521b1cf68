import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { dismissTableEdit } from '#lib/workspace/dismiss-table-edit.ts';

export const POST = route(routes['POST /api/table-edits/dismiss'], ({ call, input }) => dismissTableEdit(call, input));
