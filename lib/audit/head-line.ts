import { createPublicKey, hash, sign, verify, type KeyObject } from 'node:crypto';
import type { Head } from '#lib/store/port.ts';

/**
 * A signed statement of where the journal ended, as one line of text: somebody keeps it elsewhere, and a history that was cut or
 * rewritten since no longer agrees with it. Pure but for the signature. `docs/decisions/0002-signed-heads-and-evidence.md` says
 * how to check one without our code.
 *
 *     re-head-1    <seq> <hash> <root> <time> <journal> <key id> <signature>
 *     re-restart-1 <seq> <hash> <root> <time> <journal> <key id> <keeps> <signature>
 *     re-key-1     <seq> <hash> <root> <time> <journal> <key id> <public key> <new public key> <signature> <new key's signature>
 *
 * `root` is that of the tree over all records up to there (`merkle.ts`), `journal` the hash of the first record: lines of another
 * journal are told apart. A restart takes back every earlier head beyond record `keeps`: a person put back an older history on
 * purpose. Signatures are Ed25519 (RFC 8032), base64url, over what stands before the first of them.
 */

interface Base extends Head {
  readonly root: string;
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly journal: string;
  readonly keyId: string;
}
export type Statement =
  | (Base & { readonly kind: 're-head-1' })
  | (Base & { readonly kind: 're-restart-1'; readonly keeps: number })
  /** From here on another key signs; both vouch for it. Raw public keys, base64url. */
  | (Base & { readonly kind: 're-key-1'; readonly oldKey: string; readonly newKey: string });

export type SignedHead = Statement & { readonly signatures: readonly string[] };

/** The first 16 hex digits of the key's fingerprint. */
export const keyIdOf = (key: KeyObject) => fingerprintOf(key).slice(0, 16);

/** SHA-256 of the public key (SPKI, DER): what people compare to know whose key it is. */
export function fingerprintOf(key: KeyObject): string {
  return hash('sha256', publicHalf(key).export({ type: 'spki', format: 'der' }));
}

export const publicHalf = (key: KeyObject) => (key.type === 'private' ? createPublicKey(key) : key);

export function rawKey(key: KeyObject): string {
  return publicHalf(key).export({ format: 'jwk' }).x ?? '';
}

export function keyFrom(raw: string): KeyObject {
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw }, format: 'jwk' });
}

/** `keys`: the one that signs, and for a change of keys the new one. */
export function signHead(statement: Statement, ...keys: readonly KeyObject[]): SignedHead {
  const bytes = Buffer.from(wordsOf(statement));
  return { ...statement, signatures: keys.map((key) => sign(null, bytes, key).toString('base64url')) };
}

function wordsOf(statement: Statement): string {
  const { kind, seq, hash: tip, root, at, journal, keyId } = statement;
  return [kind, seq, tip, root, at, journal, keyId, ...extraOf(statement)].join(' ');
}

function extraOf(statement: Statement): (string | number)[] {
  if (statement.kind === 're-restart-1') return [statement.keeps];
  return statement.kind === 're-key-1' ? [statement.oldKey, statement.newKey] : [];
}

export function headLine(head: SignedHead): string {
  return `${wordsOf(head)} ${head.signatures.join(' ')}`;
}

const common = String.raw`(?<seq>[1-9]\d{0,14}) (?<hash>[0-9a-f]{64}) (?<root>[0-9a-f]{64}) (?<at>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z) (?<journal>[0-9a-f]{64}) (?<keyId>[0-9a-f]{16})`;
const patterns = {
  're-head-1': new RegExp(String.raw`^re-head-1 ${common} (?<signature>[\w-]{86})$`),
  're-restart-1': new RegExp(String.raw`^re-restart-1 ${common} (?<keeps>0|[1-9]\d{0,14}) (?<signature>[\w-]{86})$`),
  're-key-1': new RegExp(String.raw`^re-key-1 ${common} (?<oldKey>[\w-]{43}) (?<newKey>[\w-]{43}) (?<signature>[\w-]{86}) (?<newSignature>[\w-]{86})$`),
} as const;

/** Null when a text is no such line. Whether the signature holds is another question. */
export function readHeadLine(text: string): SignedHead | null {
  for (const kind of Object.keys(patterns) as (keyof typeof patterns)[]) {
    const found = patterns[kind].exec(text.trim())?.groups;
    if (found) return read(kind, found);
  }
  return null;
}

function read(kind: Statement['kind'], found: Readonly<Record<string, string>>): SignedHead {
  const { seq, hash: tip = '', root = '', at = '', journal = '', keyId = '', keeps, oldKey = '', newKey = '', signature = '', newSignature = '' } = found;
  const base = { seq: Number(seq), hash: tip, root, at, journal, keyId };
  if (kind === 're-head-1') return { kind, ...base, signatures: [signature] };
  if (kind === 're-restart-1') return { kind, ...base, keeps: Number(keeps), signatures: [signature] };
  return { kind, ...base, oldKey, newKey, signatures: [signature, newSignature] };
}

/** A change of keys is signed by a key when that is the old one or the new one, and both signatures hold. */
export function isSignedBy(head: SignedHead, key: KeyObject): boolean {
  const bytes = Buffer.from(wordsOf(head));
  if (head.kind !== 're-key-1') return head.keyId === keyIdOf(key) && holds(bytes, head.signatures[0], key);
  const keys = [keyFrom(head.oldKey), keyFrom(head.newKey)] as const;
  return head.keyId === keyIdOf(keys[0]) && keys.some((each) => each.equals(publicHalf(key))) && keys.every((each, i) => rawKey(each) === (i === 0 ? head.oldKey : head.newKey) && holds(bytes, head.signatures[i], each));
}

function holds(statement: Uint8Array, signature: string | undefined, key: KeyObject): boolean {
  const bytes = Buffer.from(signature ?? '', 'base64url');
  // Only one way of writing a signature counts.
  return bytes.toString('base64url') === signature && verify(null, statement, publicHalf(key), bytes);
}
