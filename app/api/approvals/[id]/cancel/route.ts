import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { cancelApproval } from '#lib/approvals/cancel-approval.ts';

export const POST = route(routes['POST /api/approvals/:id/cancel'], ({ call, input }) => cancelApproval(call, input));
