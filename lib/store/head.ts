import type { Head } from './port.ts';

/** The head of a chain without records. */
export const zeroHead: Head = { seq: 0, hash: '0'.repeat(64) };
