import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { reviveDeadLetter } from '#lib/approvals/revive-dead-letter.ts';

export const POST = route(routes['POST /api/approvals/:id/revive'], ({ call, input }) => reviveDeadLetter(call, input));
