import { refusal, Refused } from '#lib/errors.ts';

/** Route handlers have no CSRF check of their own: a change asked for with a cookie must come from our own pages. */
export function refuseForeignOrigin(request: Request): void {
  const site = request.headers.get('sec-fetch-site');
  if (site === 'same-origin') return;
  const origin = request.headers.get('origin');
  const host = process.env.NEXTAUTH_URL ? new URL(process.env.NEXTAUTH_URL).host : request.headers.get('host');
  if (site === null && origin !== null && URL.canParse(origin) && [host, request.headers.get('host')].includes(new URL(origin).host)) return;
  throw new Refused(refusal('origin_not_allowed', 'This change was asked for from another site.', { lift: 'Do it in the console itself.' }));
}
