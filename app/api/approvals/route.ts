import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { listApprovals } from '#lib/approvals/list-approvals.ts';
import { submitDraft } from '#lib/approvals/submit-draft.ts';

export const GET = route(routes['GET /api/approvals'], ({ call, input }) => listApprovals(call, input));
export const POST = route(routes['POST /api/approvals'], ({ call, input }) => submitDraft(call, input));
