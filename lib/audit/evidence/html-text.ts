/** What others wrote, safe in a page. Pure. */

/** Controls, zero-width and direction marks, tags, half surrogates: what a reader cannot see, or what moves other text about. */
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Cs}/gu;

/** What cannot be seen is spelled out, so that nothing hides in it. */
export function text(raw: string): string {
  return raw.replace(unseen, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`).replace(/[&<>"'`]/g, (char) => `&#${char.charCodeAt(0)};`);
}

export function time(ms: number): string {
  return text(new Date(ms).toISOString());
}
