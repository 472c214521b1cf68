import type { KeyObject } from 'node:crypto';
import { isSignedBy, keyFrom, publicHalf, readHeadLine, type SignedHead } from './head-line.ts';

/** What the lines of a log of signed heads are once their signatures are looked at. */
export interface Examined {
  readonly heads: readonly SignedHead[];
  /** Of lines (from 1) that are no head, or whose signature does not hold: somebody changed them. */
  readonly broken: readonly { readonly line: number; readonly problem: string }[];
}

/** Ends a line that its writer did not finish; such a line says nothing. */
export const unfinishedMark = ' !torn';

/**
 * Reads signed lines, oldest first, that all lead to one key: it signed the last of them, and changes of keys lead back from it. What
 * a key signed after it was replaced says nothing. Pure.
 */
export function examineHeads(lines: readonly string[], key: KeyObject): Examined {
  const heads: SignedHead[] = [];
  const broken: { line: number; problem: string }[] = [];
  const strange: { line: number; head: SignedHead }[] = [];
  const replaced: KeyObject[] = [];
  let signer = publicHalf(key);
  for (const [i, text] of [...lines.entries()].reverse()) {
    if (text.endsWith(unfinishedMark)) continue;
    const head = readHeadLine(text);
    if (!head) broken.push({ line: i + 1, problem: 'is no signed head' });
    else if (!isSignedBy(head, signer)) strange.push({ line: i + 1, head });
    else {
      heads.push(head);
      // The line may be there before the new key is: then the old one still signs.
      if (head.kind === 're-key-1' && keyFrom(head.newKey).equals(signer)) replaced.push((signer = keyFrom(head.oldKey)));
    }
  }
  for (const { line, head } of strange) {
    if (!replaced.some((each) => isSignedBy(head, each))) broken.push({ line, problem: `has a signature that does not hold, or is of an unknown key (${head.keyId})` });
  }
  return { heads: heads.reverse(), broken: broken.sort((a, b) => a.line - b.line) };
}
