import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { seeded, type SeededFault } from './seeded-fault.ts';

/** What is made anew, is somebody's data, or is large. */
const leftOut = /^(\.git|\.next|\.node|node_modules|test-results|playwright-report|coverage|data\/(?!seed|README).*|.*\.tsbuildinfo|\.env.*)$/;

/** A copy of the sources of a tree to put faults into; packages are shared with the tree it came from. */
export function copyTree(root: string, to: string): void {
  cpSync(root, to, { recursive: true, filter: (from) => !leftOut.test(relative(root, from).replaceAll(sep, '/')) });
  symlinkSync(join(root, 'node_modules'), join(to, 'node_modules'), 'dir');
}

/** Does something while the fault is in the copy. */
export async function withFault<T>(copy: string, fault: SeededFault, step: () => Promise<T>): Promise<T> {
  const path = join(copy, fault.file);
  const sound = readFileSync(path, 'utf8');
  writeFileSync(path, seeded(fault, sound));
  try {
    return await step();
  } finally {
    writeFileSync(path, sound);
  }
}
