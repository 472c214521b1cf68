import NextAuth from 'next-auth';
import type { NextRequest } from 'next/server';
import { authOptions } from '#app/_server/auth.ts';

/** next-auth's own endpoints: its CSRF token, the credentials callback, sign-out. */
async function handler(request: NextRequest, context: { params: Promise<{ nextauth: string[] }> }): Promise<Response> {
  const answer: unknown = await NextAuth(request as never, { params: await context.params } as never, await authOptions());
  if (!(answer instanceof Response)) throw new Error('next-auth gave no response');
  return answer;
}

export { handler as GET, handler as POST };
