import { randomBytes } from 'node:crypto';

/** Kinds of subject, by the three letters their ids begin with. */
export type IdPrefix = 'apr' | 'lea' | 'msg' | 'con' | 'crd' | 'dnc' | 'usr' | 'tok' | 'cor' | 'job' | 'crl';

export interface Ids {
  /** Opaque, unique, and sortable by the time of making: `apr_` + 26 characters of Crockford base 32 (ULID layout). */
  next(prefix: IdPrefix): string;
}

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

function encode(value: bigint, length: number): string {
  let text = '';
  for (let i = 0; i < length; i++) {
    text = alphabet[Number(value & 31n)] + text;
    value >>= 5n;
  }
  return text;
}

/**
 * ULID layout (48 bits of time, 80 random bits); within one millisecond, and when the clock steps back, the random part
 * counts up, so ids of one process always sort in the order they were made.
 */
export function makeIds(now: () => number, random: (size: number) => Uint8Array = randomBytes): Ids {
  let lastMs = -1;
  let tail = 0n;
  return {
    next(prefix) {
      const ms = now();
      if (ms > lastMs) {
        lastMs = ms;
        tail = random(10).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) >> 1n;
      } else {
        tail += 1n;
      }
      return `${prefix}_${encode(BigInt(lastMs), 10)}${encode(tail, 16)}`;
    },
  };
}
