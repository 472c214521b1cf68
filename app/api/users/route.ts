import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { addUser } from '#lib/accounts/add-user.ts';
import { listUsers } from '#lib/accounts/list-users.ts';

export const GET = route(routes['GET /api/users'], ({ call }) => listUsers(call));
export const POST = route(routes['POST /api/users'], ({ call, input }) => addUser(call, input));
