import { readdirSync, writeFileSync } from 'node:fs';
import type { NotRun } from './campaign.ts';

/** System clocks that jump, one for each process: libfaketime (Debian: `faketime`), whose offset is read from a file at every look. */

export interface Clocks {
  readonly env: (file: string) => Readonly<Record<string, string>>;
  set(file: string, offsetSeconds: number): void;
}

const places = ['/usr/lib/x86_64-linux-gnu/faketime', '/usr/lib/aarch64-linux-gnu/faketime', '/usr/lib/faketime', '/usr/lib64/faketime'];
const library = 'libfaketimeMT.so.1';

export function findClocks(): Clocks | NotRun {
  const place = places.find((folder) => namesIn(folder).includes(library));
  if (place === undefined) return { what: 'clock jumps', why: `${library} is not on this machine (Debian: apt-get install faketime)` };
  return {
    // Durations keep the true clock: a jump of the system clock does not move the monotonic one.
    env: (file) => ({ LD_PRELOAD: `${place}/${library}`, FAKETIME_TIMESTAMP_FILE: file, FAKETIME_NO_CACHE: '1', FAKETIME_DONT_FAKE_MONOTONIC: '1', DONT_FAKE_MONOTONIC: '1' }),
    set: (file, offsetSeconds) => writeFileSync(file, `${offsetSeconds < 0 ? '' : '+'}${offsetSeconds}\n`),
  };
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
