import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { createToken } from '#lib/accounts/create-token.ts';
import { listTokens } from '#lib/accounts/list-tokens.ts';

export const GET = route(routes['GET /api/tokens'], ({ call }) => listTokens(call));
export const POST = route(routes['POST /api/tokens'], ({ call, input }) => createToken(call, input));
