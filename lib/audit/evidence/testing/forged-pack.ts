import { hash, type KeyObject } from 'node:crypto';
import { writeRecord, type Written } from '#lib/store/journal/record.ts';
import { headLine, keyIdOf, signHead } from '../../head-line.ts';
import { treeOf } from '../../merkle.ts';
import { keyIn, newKeyPem, publicPem } from '../../signing-key.ts';
import { signPack, type Pack } from '../pack.ts';

/** For tests: packs that somebody wrote by hand and signed with a key of their own. */

export interface Forged {
  readonly pack: Pack;
  readonly key: KeyObject;
}

/** A pack of a journal that holds these events and nothing else. */
export function forged(events: readonly object[]): Forged {
  const key = keyIn(Buffer.from(newKeyPem()), 'forged');
  const written: Written[] = [];
  for (const [i, event] of events.entries()) {
    const whole = { seq: i + 1, at: Date.parse('2026-11-23T10:00:00Z'), actor: 'person:usr_1', correlationId: 'cor', cause: 'c', ...event } as never;
    written.push(writeRecord(whole, { prev: written.at(-1)?.hash ?? '0'.repeat(64), part: 1, parts: 1, idempotencyKey: undefined }));
  }
  const [hashes, at] = [written.map((each) => each.hash), '2026-11-23T10:00:01.000Z'];
  const tree = treeOf(hashes);
  const head = signHead({ kind: 're-head-1', seq: hashes.length, hash: hashes.at(-1)!, root: tree.root, at, journal: hashes[0]!, keyId: keyIdOf(key) }, key);
  const pack: Pack = {
    format: 're-evidence-2', madeAt: at, about: { leadId: 'lea_1', from: null, to: null }, head: headLine(head),
    records: written.map(({ line }, i) => ({ line: line.trimEnd(), path: tree.path(i) })), heads: [], keys: [], publicKey: publicPem(key), page: '', signature: '',
  };
  return { pack, key };
}

/** How a page of ours begins. */
export const begin = '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">\n';

/** The page of a pack in whatever words, signed with it. `around` puts the JSON of the pack into it. */
export function pageOf({ pack, key }: Forged, around: (json: string) => string): string {
  return around(JSON.stringify(signPack({ ...pack, page: hash('sha256', around(JSON.stringify(pack))) }, key)));
}
