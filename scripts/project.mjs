import { fileURLToPath } from 'node:url';
import { dirname, join } from 'node:path';

/** Where the project stands. */
export const root = join(dirname(fileURLToPath(import.meta.url)), '..');
export const inRoot = (...parts) => join(root, ...parts);
