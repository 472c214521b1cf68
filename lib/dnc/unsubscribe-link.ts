/**
 * The link by which a recipient unsubscribes with one click (RFC 8058): which approval it went out with, and a seal that only this
 * workspace can make. Nothing about the person stands in it. Pure.
 */

/** Makes a seal over a text that nobody else can make (HMAC-SHA-256, base64url). */
export type Seal = (text: string) => string;

const sealedText = (approvalId: string) => `unsubscribe ${approvalId}`;

export function unsubscribeToken(approvalId: string, seal: Seal): string {
  return `${approvalId}.${seal(sealedText(approvalId))}`;
}

/** The approval a token was made for; null when it was not made here. */
export function approvalOfToken(token: string, seal: Seal): string | null {
  const dot = token.indexOf('.');
  const approvalId = token.slice(0, dot);
  return dot > 0 && unsubscribeToken(approvalId, seal) === token ? approvalId : null;
}

/** Where the link leads; null when the console has no address that mail programs can reach. */
export function unsubscribeUrl(approvalId: string, publicUrl: string | null, seal: Seal): string | null {
  return publicUrl === null ? null : new URL(`/api/unsubscribe/${unsubscribeToken(approvalId, seal)}`, publicUrl).href;
}
