import { hash } from 'node:crypto';

/**
 * A Merkle tree over the hashes of all records (RFC 6962 §2.1: leaves and nodes are told apart by a first byte), so that a few records
 * can be proved to belong to a journal without showing the others, and that one journal goes on from another. Hashes are lower-case
 * hex outside. Pure.
 */

const bytes = 32;
const sha256 = (input: Uint8Array): Buffer => hash('sha256', input, 'buffer');
const emptyRoot = sha256(new Uint8Array(0)).toString('hex');
/** What is hashed: the mark, then one hash or two. Filled anew each time, which is the larger part of the work otherwise. */
const leafInput = Buffer.alloc(1 + bytes, 0);
const nodeInput = Buffer.alloc(1 + 2 * bytes, 1);

function leafOf(recordHash: string): Buffer {
  if (leafInput.write(recordHash, 1, 'hex') !== bytes) throw new Error(`${recordHash} is no hash`);
  return sha256(leafInput);
}

function nodeOf(left: Uint8Array, right: Uint8Array): Buffer {
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + bytes);
  return sha256(nodeInput);
}

export interface Tree {
  readonly size: number;
  readonly root: string;
  /** The hashes beside the way from a leaf (counted from 0) to the root, from the bottom up. */
  path(index: number): string[];
  /** What shows that this tree begins with the one of the first `size` leaves (RFC 6962 §2.1.2). */
  consistency(size: number): string[];
}

export function treeOf(recordHashes: readonly string[]): Tree {
  const leaves = Buffer.alloc(recordHashes.length * bytes);
  for (const [i, recordHash] of recordHashes.entries()) leaves.set(leafOf(recordHash), i * bytes);
  const levels: Buffer[] = [leaves];
  while (levels.at(-1)!.length > bytes) levels.push(levelAbove(levels.at(-1)!));
  const at = (height: number, index: number) => levels[height]!.subarray(index * bytes, (index + 1) * bytes);
  const size = recordHashes.length;
  return {
    size,
    root: size === 0 ? emptyRoot : at(levels.length - 1, 0).toString('hex'),
    path: (index) => levels.slice(0, -1).flatMap((_, height) => at(height, (index >> height) ^ 1).toString('hex') || []),
    consistency: (first) => (first === size ? [] : parts(first, [0, size], true).map(([from, to]) => at(heightOf(to - from), from >> heightOf(to - from)).toString('hex'))),
  };
}

function levelAbove(below: Buffer): Buffer {
  const level = Buffer.alloc(Math.ceil(below.length / bytes / 2) * bytes);
  for (let from = 0; from < below.length; from += 2 * bytes) {
    const [left, right] = [below.subarray(from, from + bytes), below.subarray(from + bytes, from + 2 * bytes)];
    level.set(right.length > 0 ? nodeOf(left, right) : left, from / 2);
  }
  return level;
}

const heightOf = (width: number) => Math.ceil(Math.log2(width));

/** `SUBPROOF` of the RFC as the ranges of leaves whose roots it names. */
function parts(first: number, [from, to]: readonly [number, number], isWhole: boolean): [number, number][] {
  if (first === to - from) return isWhole ? [] : [[from, to]];
  const middle = from + 2 ** (heightOf(to - from) - 1);
  return first <= middle - from ? [...parts(first, [from, middle], isWhole), [middle, to]] : [...parts(first - (middle - from), [middle, to], false), [from, middle]];
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

export interface Sized {
  readonly size: number;
  readonly root: string;
}

/** Whether the longer tree begins with the shorter (RFC 9162 §2.1.4.2). */
export function goesOnFrom(shorter: Sized, longer: Sized, proof: readonly string[]): boolean {
  if (shorter.size < 1 || shorter.size > longer.size) return false;
  if (shorter.size === longer.size) return proof.length === 0 && shorter.root === longer.root;
  let [low, high] = [shorter.size - 1, longer.size - 1];
  while (low % 2 === 1) [low, high] = [low >> 1, high >> 1];
  // A whole subtree needs no proof of its own root.
  const [start, ...rest] = low === 0 ? [shorter.root, ...proof] : proof;
  if (start === undefined) return false;
  let [first, second]: [Uint8Array, Uint8Array] = [Buffer.from(start, 'hex'), Buffer.from(start, 'hex')];
  for (const beside of rest.map((each) => Buffer.from(each, 'hex'))) {
    if (high === 0) return false;
    if (low % 2 === 1 || low === high) {
      [first, second] = [nodeOf(beside, first), nodeOf(beside, second)];
      while (low % 2 === 0 && low !== 0) [low, high] = [low >> 1, high >> 1];
    } else second = nodeOf(second, beside);
    [low, high] = [low >> 1, high >> 1];
  }
  return high === 0 && Buffer.from(first).toString('hex') === shorter.root && Buffer.from(second).toString('hex') === longer.root;
}

/** A tree that only grows, of which the roots of its whole subtrees are kept: as many as its size has ones in binary. */
export class GrowingTree {
  private readonly peaks: Buffer[];
  size: number;

  constructor(from: { readonly size: number; readonly peaks: readonly string[] } = { size: 0, peaks: [] }) {
    this.size = from.size;
    this.peaks = from.peaks.map((peak) => Buffer.from(peak, 'hex'));
  }

  add(recordHash: string): void {
    let node: Buffer = leafOf(recordHash);
    for (let rest = this.size; rest % 2 === 1; rest >>= 1) node = nodeOf(this.peaks.pop()!, node);
    this.peaks.push(node);
    this.size += 1;
  }

  get root(): string {
    return this.peaks.length === 0 ? emptyRoot : this.peaks.reduceRight((right, left) => nodeOf(left, right)).toString('hex');
  }

  state(): { size: number; peaks: string[] } {
    return { size: this.size, peaks: this.peaks.map((peak) => peak.toString('hex')) };
  }
}
