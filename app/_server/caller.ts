import { cookies } from 'next/headers';
import { decode } from 'next-auth/jwt';
import type { Actor } from '#lib/accounts/actor.ts';
import { authenticateToken } from '#lib/accounts/authenticate-token.ts';
import { checkSession } from '#lib/accounts/check-session.ts';
import type { World } from '#lib/world.ts';
import { sessionSecret } from './session-secret.ts';

const cookieNames = ['__Secure-next-auth.session-token', 'next-auth.session-token'];

/** Who asks: a bearer token wins over a cookie; null when neither holds. Sessions are checked against the store every time. */
export async function callerOf(world: World, request: Request): Promise<Actor | null> {
  const header = request.headers.get('authorization');
  if (header !== null) {
    const match = /^Bearer (\S+)$/i.exec(header);
    return match?.[1] ? authenticateToken(world, match[1]) : null;
  }
  return personOf(world, cookieHeader(request));
}

/** The person behind the session cookie of a page visit. */
export async function personOfPage(world: World): Promise<Extract<Actor, { kind: 'person' }> | null> {
  const jar = await cookies();
  return personOf(world, jar.getAll().map(({ name, value }) => `${name}=${value}`).join('; '));
}

function cookieHeader(request: Request): string {
  return request.headers.get('cookie') ?? '';
}

async function personOf(world: World, cookieText: string): Promise<Extract<Actor, { kind: 'person' }> | null> {
  const token = sessionToken(cookieText);
  if (token === null) return null;
  const claims = await decode({ token, secret: await sessionSecret() }).catch(() => unreadable);
  if (typeof claims?.sub !== 'string' || typeof claims.sessionVersion !== 'number') return null;
  return checkSession(world.store, { userId: claims.sub, sessionVersion: claims.sessionVersion });
}

/** A cookie that was not signed by us, or under another secret, is no session. */
const unreadable = null;

/** next-auth cuts a long cookie into numbered parts. */
function sessionToken(cookieText: string): string | null {
  const all = new Map(cookieText.split(/;\s*/).map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
  for (const name of cookieNames) {
    const whole = all.get(name);
    if (whole) return whole;
    let parts = '';
    for (let i = 0; all.has(`${name}.${i}`); i++) parts += all.get(`${name}.${i}`);
    if (parts) return parts;
  }
  return null;
}
