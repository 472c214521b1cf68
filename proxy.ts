import { NextResponse, type NextRequest } from 'next/server';

/**
 * Headers for every answer, and a signed-out visit to a page goes to sign-in. This is comfort, not protection: every handler and
 * page checks for itself.
 */
const sessionCookies = ['next-auth.session-token', '__Secure-next-auth.session-token', 'next-auth.session-token.0', '__Secure-next-auth.session-token.0'];

export function proxy(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl;
  const isPage = !pathname.startsWith('/api/') && !pathname.startsWith('/sign-in');
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
  if (!response.headers.has('content-security-policy')) response.headers.set('content-security-policy', policy(nonce));
  response.headers.set('x-content-type-options', 'nosniff');
  response.headers.set('referrer-policy', 'same-origin');
  response.headers.set('x-frame-options', 'SAMEORIGIN');
  response.headers.set('permissions-policy', 'camera=(), microphone=(), geolocation=()');
  return response;
}

function policy(nonce: string): string {
  const scripts = process.env.NODE_ENV === 'development' ? `'self' 'nonce-${nonce}' 'unsafe-eval'` : `'self' 'nonce-${nonce}' 'strict-dynamic'`;
  return [
    `default-src 'self'`, `script-src ${scripts}`, `style-src 'self' 'unsafe-inline'`, `img-src 'self' data: blob:`, `font-src 'self'`,
    `connect-src 'self'`, `frame-src 'self'`, `object-src 'none'`, `base-uri 'none'`, `form-action 'self'`, `frame-ancestors 'self'`,
  ].join('; ');
}

export const config = { matcher: ['/((?!_next/static|_next/image|favicon.ico|icon.svg).*)'] };
