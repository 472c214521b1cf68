import { importRequest } from '#app/_server/import-request.ts';
import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { importDnc } from '#lib/dnc/import-dnc.ts';

export const POST = route(routes['POST /api/dnc/import'], (asked) => importDnc(asked.call, importRequest(asked)));
