import type { NextAuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { signIn } from '#lib/accounts/sign-in.ts';
import { Refused } from '#lib/errors.ts';
import { networkAddress } from './network-address.ts';
import { runtime } from './runtime.ts';
import { sessionSecret } from './session-secret.ts';

/** What a session cookie carries: who, and under which session version; the rest is looked up on every request. */
declare module 'next-auth/jwt' {
  interface JWT {
    sessionVersion?: number;
  }
}

declare module 'next-auth' {
  interface User {
    sessionVersion?: number;
  }
}

const weekSeconds = 7 * 24 * 3600;

export async function authOptions(): Promise<NextAuthOptions> {
  const secret = await sessionSecret();
  return {
    secret,
    session: { strategy: 'jwt', maxAge: weekSeconds },
    pages: { signIn: '/sign-in', error: '/sign-in' },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: 'email' }, password: { type: 'password' } },
        async authorize(credentials, request) {
          const world = await runtime();
          const correlationId = world.ids.next('cor');
          try {
            const person = await signIn({ world, correlationId, networkAddress: networkAddress(request.headers ?? {}), secret }, credentials ?? {});
            return { id: person.userId, name: person.name, email: person.email, sessionVersion: person.sessionVersion };
          } catch (error) {
            if (error instanceof Refused) throw new Error(signInError(error));
            throw error;
          }
        },
      }),
    ],
    callbacks: {
      jwt({ token, user }) {
        if (user) {
          token.sub = user.id;
          token.sessionVersion = user.sessionVersion ?? 0;
        }
        return token;
      },
    },
  };
}

/** What the sign-in page is told: a code, and for a throttle how many seconds to wait. */
function signInError(error: Refused): string {
  const { code, details } = error.refusal;
  return code === 'throttled' ? `throttled:${String(details?.retryAfterSeconds ?? 900)}` : code === 'invalid_input' ? 'wrong_credentials' : code;
}
