import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { signOutEverywhere } from '#lib/accounts/sign-out-everywhere.ts';

export const POST = route(routes['POST /api/me/sign-out-everywhere'], ({ call }) => signOutEverywhere(call, { id: call.actor.id }));
