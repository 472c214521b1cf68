import { z } from 'zod';
import { readFileIfThere } from '#lib/store/journal/files.ts';
import { replaceFile } from '#lib/store/journal/replace-file.ts';
import type { Head, Store } from '#lib/store/port.ts';
import { GrowingTree } from './merkle.ts';
import type { SignedHead } from './head-line.ts';
import type { SigningPlace } from './signing-key.ts';

/** The tree over all records as far as it was signed, so that the next head needs only what came since. It can be deleted: it comes back. */

const savedSchema = z.object({ size: z.number().int().min(1), peaks: z.array(z.string().regex(/^[0-9a-f]{64}$/)).min(1).max(53) });

const recordsAtOnce = 1000;

/** `newest`: the last head that was signed, which vouches for what was saved. */
export async function treeUpTo(store: Store, head: Head, place: SigningPlace, newest: SignedHead | null, signal?: AbortSignal): Promise<GrowingTree> {
  const tree = (newest && newest.seq <= head.seq && (await store.hashesAt([newest.seq]))[0] === newest.hash && saved(place, newest)) || new GrowingTree();
  while (tree.size < head.seq) {
    signal?.throwIfAborted();
    const seqs = Array.from({ length: Math.min(recordsAtOnce, head.seq - tree.size) }, (_, i) => tree.size + 1 + i);
    for (const hash of await store.hashesAt(seqs)) {
      if (hash === null) throw new Error(`record ${tree.size + 1} of the journal is gone`);
      tree.add(hash);
    }
    await new Promise(setImmediate);
  }
  return tree;
}

function saved({ treeFile }: SigningPlace, newest: SignedHead): GrowingTree | null {
  const text = readFileIfThere(treeFile)?.toString('utf8');
  const parsed = text === undefined ? null : savedSchema.safeParse(jsonIn(text));
  if (!parsed?.success) return null;
  const tree = new GrowingTree(parsed.data);
  return tree.size === newest.seq && tree.root === newest.root ? tree : null;
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // Cut off or changed: it is made anew.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export function saveTree({ treeFile }: SigningPlace, tree: GrowingTree): void {
  replaceFile(treeFile, `${JSON.stringify(tree.state())}\n`, { durable: false });
}
