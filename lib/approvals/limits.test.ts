import { expect, test } from 'vitest';
import { isRefusal } from '#lib/errors.ts';
import { content } from './given.ts';
import { checkContent } from './limits.ts';

test.each([
  ['half of a surrogate pair', { body: 'hello\ud800there' }, 'body'],
  ['a NUL', { body: 'hello\0there' }, 'body'],
  ['a line break in the subject', { subject: 'House\nBcc: kim@example.org' }, 'subject'],
  ['half of a surrogate pair in the subject', { subject: 'House \udc00' }, 'subject'],
] as const)('%s cannot be sent, and is refused before anybody approves it', (_name, part, field) => {
  const refused = checkContent({ ...content, ...part });
  expect(isRefusal(refused) && refused.details).toEqual({ field });
});

test.each(['😀 at five?', 'Zoë, \u202eRTL\u202c, 家', 'a\ttab and\na line'])('%j can be sent', (body) => expect(checkContent({ ...content, body })).toBeNull());
