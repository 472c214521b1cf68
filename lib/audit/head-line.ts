import { createPublicKey, hash, sign, verify, type KeyObject } from 'node:crypto';
import type { Head } from '#lib/store/port.ts';

/**
 * A signed statement of where the journal ended, as one line of text: somebody keeps it elsewhere, and a history that was cut or
 * rewritten since no longer agrees with it. Pure but for the signature.
 *
 *     re-head-1 <seq> <hash> <time> <journal> <key id> <signature>
 *     re-restart-1 <seq> <hash> <time> <journal> <key id> <signature>
 *
 * `journal` is the hash of its first record: lines of another journal are told apart. A restart says that a person put back an
 * older history on purpose, and that it goes on from there. The signature (Ed25519, RFC 8032, base64url) covers what stands before it.
 */

export const headKinds = ['re-head-1', 're-restart-1'] as const;

export interface SignedHead extends Head {
  readonly kind: (typeof headKinds)[number];
  /** ISO 8601 UTC. */
  readonly at: string;
  readonly journal: string;
  readonly keyId: string;
  readonly signature: string;
}

/** The first 16 hex digits of the SHA-256 of the public key (SPKI, DER). */
export function keyIdOf(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return hash('sha256', publicKey.export({ type: 'spki', format: 'der' })).slice(0, 16);
}

export function signHead(head: Head & { readonly at: string; readonly journal: string }, key: KeyObject, kind: SignedHead['kind'] = 're-head-1'): SignedHead {
  const statement = { kind, seq: head.seq, hash: head.hash, at: head.at, journal: head.journal, keyId: keyIdOf(key) };
  return { ...statement, signature: sign(null, Buffer.from(statementOf(statement)), key).toString('base64url') };
}

function statementOf({ kind, seq, hash: tip, at, journal, keyId }: Omit<SignedHead, 'signature'>): string {
  return `${kind} ${seq} ${tip} ${at} ${journal} ${keyId}`;
}

export function headLine(head: SignedHead): string {
  return `${statementOf(head)} ${head.signature}`;
}

const linePattern = /^(re-head-1|re-restart-1) (\d{1,15}) ([0-9a-f]{64}) (\S{20,30}) ([0-9a-f]{64}) ([0-9a-f]{16}) ([\w-]{86})$/;

/** Null when a text is no such line. Whether the signature holds is another question. */
export function readHeadLine(text: string): SignedHead | null {
  const [, kind, seq, tip = '', at = '', journal = '', keyId = '', signature = ''] = linePattern.exec(text.trim()) ?? [];
  const known = headKinds.find((each) => each === kind);
  return known ? { kind: known, seq: Number(seq), hash: tip, at, journal, keyId, signature } : null;
}

export function isSignedBy(head: SignedHead, key: KeyObject): boolean {
  const bytes = Buffer.from(head.signature, 'base64url');
  return bytes.toString('base64url') === head.signature && head.keyId === keyIdOf(key) && verify(null, Buffer.from(statementOf(head)), key.type === 'private' ? createPublicKey(key) : key, bytes);
}
