import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { rejectDraft } from '#lib/approvals/reject-draft.ts';

export const POST = route(routes['POST /api/approvals/:id/reject'], ({ call, input }) => rejectDraft(call, input));
