import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { undoDecision } from '#lib/approvals/undo-decision.ts';

export const POST = route(routes['POST /api/approvals/:id/undo'], ({ call, input }) => undoDecision(call, input));
