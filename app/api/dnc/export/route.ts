import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { exportDnc } from '#lib/dnc/export-entries.ts';

export const GET = route(routes['GET /api/dnc/export'], async ({ call }) =>
  new Response(await exportDnc(call), { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="do-not-contact.csv"' } }),
);
