/**
 * The client's address, for the sign-in throttle. `X-Forwarded-For` is believed only behind a proxy that the operator vouches for with
 * RE_TRUST_PROXY=on, and of it the last entry, which that proxy wrote itself; otherwise nobody can tell, and it is null.
 */
export function networkAddress(headers: Readonly<Record<string, unknown>>, trustProxy = process.env.RE_TRUST_PROXY === 'on'): string | null {
  const forwarded = trustProxy ? headers['x-forwarded-for'] : undefined;
  return typeof forwarded === 'string' ? forwarded.split(',').at(-1)?.trim() || null : null;
}
