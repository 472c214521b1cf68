/**
 * The client's address, for the sign-in throttle. `X-Forwarded-For` is believed only from a proxy that the operator named by setting
 * RE_TRUST_PROXY=on, and of it the last entry, which that proxy wrote itself; otherwise all clients of this process share one place, which is safe if coarse.
 */
export function networkAddress(headers: Readonly<Record<string, unknown>>, trustProxy = process.env.RE_TRUST_PROXY === 'on'): string {
  const forwarded = trustProxy ? headers['x-forwarded-for'] : undefined;
  return typeof forwarded === 'string' && forwarded !== '' ? (forwarded.split(',').at(-1)?.trim() || 'direct') : 'direct';
}
