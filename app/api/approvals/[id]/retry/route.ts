import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { retryDeadLetter } from '#lib/approvals/retry-dead-letter.ts';

export const POST = route(routes['POST /api/approvals/:id/retry'], ({ call, input }) => retryDeadLetter(call, input));
