/** What a peer wrote as one printable line of bounded length (400 characters): peers write what they like, and it goes into the journal. Pure. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ').trim().slice(0, 400);
}
