import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rootOf, treeOf } from './merkle.ts';

const hashes = (n: number) => Array.from({ length: n }, (_, i) => createHash('sha256').update(String(i)).digest('hex'));

/** RFC 6962 §2.1 as it is written: the largest power of two below n goes left. */
function mth(leaves: readonly string[]): Buffer {
  const sha = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  if (leaves.length === 1) return sha(Buffer.from([0]), Buffer.from(leaves[0]!, 'hex'));
  const k = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return sha(Buffer.from([1]), mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}

test('the root is that of RFC 6962, for every size', () => {
  for (let n = 1; n <= 70; n++) expect(treeOf(hashes(n)).root).toBe(mth(hashes(n)).toString('hex'));
});

test('every record is proved at its own place, and nowhere else', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), fc.nat(), (size, a, b) => {
      const all = hashes(size);
      const tree = treeOf(all);
      const [i, j] = [a % size, b % size];
      expect(rootOf(all[i]!, i, size, tree.path(i))).toBe(tree.root);
      if (i !== j) expect(rootOf(all[j]!, i, size, tree.path(i))).not.toBe(tree.root);
      if (i !== j) expect(rootOf(all[i]!, j, size, tree.path(i))).not.toBe(tree.root);
      expect(rootOf(all[i]!, i, size, [...tree.path(i), tree.root])).toBeNull();
    }),
  );
});
