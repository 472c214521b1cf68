import { randomFillSync } from 'node:crypto';

/** Kinds of subject, by the three letters their ids begin with. */
export type IdPrefix = 'apr' | 'lea' | 'msg' | 'con' | 'crd' | 'dnc' | 'usr' | 'tok' | 'cor' | 'job' | 'crl';

export interface Ids {
  /** Opaque, unique, and sortable by the time of making: `apr_` + 26 characters of Crockford base 32 (ULID layout). */
  next(prefix: IdPrefix): string;
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** `value` below 2^53. */
function encode(value: number, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) {
    text = alphabet[value % 32] + text;
    value = Math.floor(value / 32);
  }
  return text;
}

/** Asking the system for a few bytes costs as much as asking for many. */
function pooledBytes(): (size: number) => Uint8Array {
  const pool = Buffer.alloc(4096);
  let used = pool.length;
  return (size) => {
    if (used + size > pool.length) {
      randomFillSync(pool);
      used = 0;
    }
    used += size;
    return pool.subarray(used - size, used);
  };
}

/** 40 of the 80 bits behind the time: a number holds no more than 53 exactly. */
const half = 2 ** 40;

const read40 = (bytes: Uint8Array) => bytes.reduce((sum, byte) => sum * 256 + byte, 0);

/**
 * ULID layout (48 bits of time, 80 random bits); within one millisecond, and when the clock steps back, the random part
 * counts up, so ids of one process always sort in the order they were made.
 */
export function makeIds(now: () => number, random: (size: number) => Uint8Array = pooledBytes()): Ids {
  let lastMs = -1;
  let high = 0;
  let low = 0;
  return {
    next(prefix) {
      const ms = now();
      if (ms > lastMs) {
        lastMs = ms;
        const bytes = random(10);
        const [first, second] = [read40(bytes.subarray(0, 5)), read40(bytes.subarray(5))];
        // One place to the right: the first bit stays free, so that counting up does not run over.
        high = Math.floor(first / 2);
        low = Math.floor(((first % 2) * half + second) / 2);
      } else {
        low = (low + 1) % half;
        if (low === 0) high += 1;
      }
      return `${prefix}_${encode(lastMs, 10)}${encode(high, 8)}${encode(low, 8)}`;
    },
  };
}
