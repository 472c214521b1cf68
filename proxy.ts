import { NextResponse, type NextRequest } from 'next/server';

/**
 * The policy of every page, and a signed-out visit goes to sign-in. This is comfort, not protection: every handler checks for itself.
 * Handlers of `/api` do not pass through here: their bodies would be buffered, and cut off at a size of Next's own.
 */
const sessionCookies = ['next-auth.session-token', '__Secure-next-auth.session-token', 'next-auth.session-token.0', '__Secure-next-auth.session-token.0'];

export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const isPage = !pathname.startsWith('/sign-in');
  if (isPage && !sessionCookies.some((name) => request.cookies.has(name))) {
    const to = request.nextUrl.clone();
    to.pathname = '/sign-in';
    to.search = pathname === '/' ? '' : `?next=${encodeURIComponent(pathname + search)}`;
    return secured(NextResponse.redirect(to), crypto.randomUUID());
  }
  const nonce = crypto.randomUUID();
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy(nonce));
  return secured(NextResponse.next({ request: { headers } }), nonce);
}

function secured(response: NextResponse, nonce: string): NextResponse {
  response.headers.set('content-security-policy', policy(nonce));
  return response;
}

function policy(nonce: string): string {
  const scripts = process.env.NODE_ENV === 'development' ? `'self' 'nonce-${nonce}' 'unsafe-eval'` : `'self' 'nonce-${nonce}' 'strict-dynamic'`;
  return [
    `default-src 'self'`, `script-src ${scripts}`, `style-src 'self' 'unsafe-inline'`, `img-src 'self' data: blob:`, `font-src 'self'`,
    `connect-src 'self'`, `frame-src 'self'`, `object-src 'none'`, `base-uri 'none'`, `form-action 'self'`, `frame-ancestors 'self'`,
  ].join('; ');
}

export const config = { matcher: ['/((?!api/|_next/static|_next/image|favicon.ico|icon.svg).*)'] };
