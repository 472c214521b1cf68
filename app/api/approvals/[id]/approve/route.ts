import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { approveDraft } from '#lib/approvals/approve-draft.ts';

export const POST = route(routes['POST /api/approvals/:id/approve'], ({ call, input }) => approveDraft(call, input));
