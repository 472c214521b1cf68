import { fingerprintOf, headLine, keyIdOf } from '#lib/audit/head-line.ts';
import { beginWithNewKey, rotateKey } from '#lib/audit/rotate-key.ts';
import { openSigningKey, publicPem, signingPlace } from '#lib/audit/signing-key.ts';
import { refusal, Refused } from '#lib/errors.ts';
import { UsageError, type Command } from './command.ts';
import { refuseWithoutData } from './data-folder.ts';

/** The key that heads and packs are signed with. */
export const auditKeyCommands: readonly Command[] = [
  {
    name: 'audit key',
    usage: '',
    summary: 'Print the public key that checks signed heads and evidence packs, to give to whoever checks them',
    words: [0, 0],
    async run({ settings }) {
      if (settings.storeKind !== 'csv') throw new Refused(refusal('invalid_input', `Nothing is signed: RE_STORE is ${settings.storeKind}.`));
      refuseWithoutData(settings);
      const key = openSigningKey(settings);
      const [pem, fingerprint] = [publicPem(key), fingerprintOf(key)];
      return { json: { keyId: keyIdOf(key), fingerprint, publicKey: pem, file: signingPlace(settings).publicFile }, lines: [pem.trimEnd(), `SHA-256 ${fingerprint}`] };
    },
  },
  {
    name: 'audit rotate',
    usage: '[--lost] --yes',
    summary: 'Replace the signing key by a new one that the old one vouches for; --lost when there is no old one, or what it signed was changed',
    words: [0, 0],
    options: { lost: { type: 'boolean' }, yes: { type: 'boolean' } },
    async run(shell) {
      if (!shell.flag('yes')) throw new UsageError('Add --yes to replace the key. The old one is removed for good, and what it signed stays valid.', this.usage);
      const call = await shell.call();
      if (!shell.flag('lost')) {
        const change = await rotateKey(call);
        return { json: { signed: headLine(change) }, lines: ['A new key signs from here on. The old one signed this line; give it to whoever knows the old one:', headLine(change)] };
      }
      const { head, line, putAside } = await beginWithNewKey(call);
      return { json: { seq: head.seq, hash: head.hash, signed: line, putAside }, lines: ['Another key signs from here on, and nothing links it to the one before. Tell whoever checks your heads its fingerprint (audit key).', ...putAside.map((path) => `Put aside: ${path}`), line] };
    },
  },
];
