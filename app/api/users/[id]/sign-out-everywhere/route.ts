import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { signOutEverywhere } from '#lib/accounts/sign-out-everywhere.ts';

export const POST = route(routes['POST /api/users/:id/sign-out-everywhere'], ({ call, input }) => signOutEverywhere(call, input));
