import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { goesOnFrom, GrowingTree, rootOf, treeOf } from './merkle.ts';

const hashes = (n: number) => Array.from({ length: n }, (_, i) => createHash('sha256').update(String(i)).digest('hex'));

/** RFC 6962 §2.1 as it is written: the largest power of two below n goes left. */
function mth(leaves: readonly string[]): Buffer {
  const sha = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  if (leaves.length === 1) return sha(Buffer.from([0]), Buffer.from(leaves[0]!, 'hex'));
  const k = 2 ** Math.floor(Math.log2(leaves.length - 1));
  return sha(Buffer.from([1]), mth(leaves.slice(0, k)), mth(leaves.slice(k)));
}

test('the root is that of RFC 6962, for every size, also when the tree grows and is put down in between', () => {
  let growing = new GrowingTree();
  expect(growing.root).toBe(treeOf([]).root);
  for (let n = 1; n <= 70; n++) {
    growing.add(hashes(n).at(-1)!);
    growing = new GrowingTree(growing.state());
    expect([treeOf(hashes(n)).root, growing.root]).toEqual([mth(hashes(n)).toString('hex'), mth(hashes(n)).toString('hex')]);
  }
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

test('a longer tree is shown to begin with every shorter one, and with no other', () => {
  for (let n = 1; n <= 34; n++) {
    const longer = treeOf(hashes(n));
    for (let m = 1; m <= n; m++) {
      const shorter = treeOf(hashes(m));
      const proof = longer.consistency(m);
      expect({ m, n, ok: goesOnFrom(shorter, longer, proof) }).toEqual({ m, n, ok: true });
      const other = treeOf(hashes(m).with(m >> 1, 'f'.repeat(64)));
      expect({ m, n, ok: goesOnFrom(other, longer, proof) }).toEqual({ m, n, ok: false });
      expect({ m, n, ok: goesOnFrom(other, longer, treeOf(hashes(n).with(m >> 1, 'f'.repeat(64))).consistency(m)) }).toEqual({ m, n, ok: false });
      expect(goesOnFrom(shorter, longer, [...proof, longer.root])).toBe(false);
      if (proof.length > 0) expect(goesOnFrom(shorter, longer, proof.slice(0, -1))).toBe(false);
      if (m < n) expect(goesOnFrom({ ...shorter, size: m + 1 }, longer, proof)).toBe(false);
    }
  }
  expect(goesOnFrom({ size: 0, root: treeOf([]).root }, treeOf(hashes(1)), [])).toBe(false);
});
