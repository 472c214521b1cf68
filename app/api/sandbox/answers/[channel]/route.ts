import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { forgetAnswers } from '#lib/channels/sandbox/forget-answers.ts';

export const DELETE = route(routes['DELETE /api/sandbox/answers/:channel'], ({ call, input }) => forgetAnswers(call, input));
