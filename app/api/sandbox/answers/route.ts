import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { listAnswers } from '#lib/channels/sandbox/list-answers.ts';
import { planAnswers } from '#lib/channels/sandbox/plan-answers.ts';

export const GET = route(routes['GET /api/sandbox/answers'], ({ call }) => listAnswers(call));
export const POST = route(routes['POST /api/sandbox/answers'], ({ call, input }) => planAnswers(call, input));
