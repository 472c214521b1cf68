import { route } from '#app/_server/route.ts';
import { routes } from '#app/_server/routes.ts';
import { modeOf } from '#lib/channels/mode.ts';
import type { Call } from '#lib/world.ts';

export const GET = route(routes['GET /api/me'], ({ call }) => Promise.resolve(me(call)));

/** Who asks, and the few settings their screen needs. */
function me({ actor, world: { settings } }: Call) {
  const undoSeconds = Object.fromEntries(Object.entries(settings.undoMs).map(([channel, ms]) => [channel, ms / 1000]));
  return { id: actor.id, kind: actor.kind, name: actor.name, role: 'role' in actor ? actor.role : 'viewer', sandbox: modeOf(settings, 'email') === 'sandbox', undoSeconds };
}
