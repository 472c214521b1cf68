import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { editDraft } from '#lib/approvals/edit-draft.ts';
import { getApproval } from '#lib/approvals/get-approval.ts';

export const GET = route(routes['GET /api/approvals/:id'], ({ call, input }) => getApproval(call, input));
export const PATCH = route(routes['PATCH /api/approvals/:id'], ({ call, input }) => editDraft(call, input));
