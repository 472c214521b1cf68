/**
 * The client's address, for the sign-in throttle. `X-Forwarded-For` is believed only from a proxy that the operator named by setting
 * RE_TRUST_PROXY=on; otherwise all clients of this process share one place, which is safe if coarse.
 */
export function networkAddress(headers: Readonly<Record<string, unknown>>, trustProxy = process.env.RE_TRUST_PROXY === 'on'): string {
  const forwarded = trustProxy ? headers['x-forwarded-for'] : undefined;
  return typeof forwarded === 'string' && forwarded !== '' ? (forwarded.split(',')[0]?.trim() ?? 'direct') : 'direct';
}
