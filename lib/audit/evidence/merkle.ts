import { createHash } from 'node:crypto';

/**
 * A Merkle tree over the hashes of all records (RFC 6962 §2.1: leaves and nodes are told apart by a first byte), so that a few records
 * can be proved to belong to a journal without showing the others. Hashes are lower-case hex outside. Pure.
 */

const sha256 = (...parts: readonly Uint8Array[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const leafMark = Buffer.from([0]);
const nodeMark = Buffer.from([1]);
const leafOf = (recordHash: string) => sha256(leafMark, Buffer.from(recordHash, 'hex'));
const nodeOf = (left: Uint8Array, right: Uint8Array) => sha256(nodeMark, left, right);

export interface Tree {
  readonly size: number;
  readonly root: string;
  /** The hashes beside the way from a leaf (counted from 0) to the root, from the bottom up. */
  path(index: number): string[];
}

export function treeOf(recordHashes: readonly string[]): Tree {
  const levels: Buffer[][] = [recordHashes.map(leafOf)];
  for (let below = levels[0]!; below.length > 1; below = levels.at(-1)!) {
    const level: Buffer[] = [];
    for (let i = 0; i < below.length; i += 2) level.push(below[i + 1] ? nodeOf(below[i]!, below[i + 1]!) : below[i]!);
    levels.push(level);
  }
  const root = levels.at(-1)?.[0] ?? sha256();
  return {
    size: recordHashes.length,
    root: root.toString('hex'),
    path: (index) => levels.slice(0, -1).flatMap((level, height) => level[(index >> height) ^ 1]?.toString('hex') ?? []),
  };
}

/** The root that a record at a place (counted from 0) leads to in a tree of this size; null when the path does not fit the place. */
export function rootOf(recordHash: string, index: number, size: number, path: readonly string[]): string | null {
  if (index < 0 || index >= size) return null;
  let node: Uint8Array = leafOf(recordHash);
  let used = 0;
  for (let [at, width] = [index, size]; width > 1; [at, width] = [at >> 1, Math.ceil(width / 2)]) {
    // The last of an odd level has nothing beside it and goes up as it is.
    if (at === width - 1 && width % 2 === 1) continue;
    const beside = path[used++];
    if (beside === undefined) return null;
    const other = Buffer.from(beside, 'hex');
    node = at % 2 === 0 ? nodeOf(node, other) : nodeOf(other, node);
  }
  return used === path.length ? Buffer.from(node).toString('hex') : null;
}
