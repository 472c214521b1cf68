import fc from 'fast-check';
import { expect, test } from 'vitest';
import { approvalIdOf, domainOf, idempotencyKeyOf, messageIdOf } from './message-id.ts';

const key = fc.tuple(fc.stringMatching(/^[0-9a-hjkmnp-tv-z]{26}$/), fc.integer({ min: 1, max: 999 })).map(([id, n]) => `apr_${id}.${n}`);

test('the Message-ID of a dispatch leads back to the dispatch', () => {
  fc.assert(
    fc.property(key, (idempotencyKey) => {
      const id = messageIdOf(idempotencyKey, 'example.com');
      expect(idempotencyKeyOf(id, 'example.com')).toBe(idempotencyKey);
      expect(idempotencyKeyOf(`<${id.toUpperCase().replace(/^APR_.*@/, id.slice(0, id.indexOf('@') + 1))}>`, 'example.com')).toBe(idempotencyKey);
      expect(`${approvalIdOf(idempotencyKey)}.`).toBe(idempotencyKey.slice(0, idempotencyKey.lastIndexOf('.') + 1));
    }),
  );
});

test.each(['apr_1.1@elsewhere.com', 'apr_1.0@example.com', 'apr_1@example.com', 'lea_1.1@example.com', 'xapr_1.1@example.com', 'apr_1.1@example.com.evil.com', ''])(
  '%s is not one of ours',
  (id) => expect(idempotencyKeyOf(id, 'example.com')).toBeNull(),
);

test.each([
  ['Ana Ruiz <Ana@Example.COM>', 'example.com'],
  ['ana@bücher.example', 'xn--bcher-kva.example'],
  ['ana@ｅxample.com', 'example.com'],
])('%s has the domain %s', (mailbox, domain) => expect(domainOf(mailbox)).toBe(domain));
