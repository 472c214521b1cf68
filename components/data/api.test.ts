import { afterEach, expect, test, vi } from 'vitest';
import { ApiProblem, get, send } from './api.ts';

/** What the other side makes of each request, in turn; keys as they were sent. */
function answering(...answers: (() => Response)[]): (string | null)[] {
  const keys: (string | null)[] = [];
  vi.stubGlobal('fetch', async (_path: string, { headers }: { headers: Record<string, string> }) => {
    const answer = answers[keys.push(headers['idempotency-key'] ?? null) - 1];
    if (!answer) throw new Error('It was asked once too often.');
    return answer();
  });
  return keys;
}

const lost = () => {
  throw new TypeError('Failed to fetch');
};
const badGateway = () => new Response('<html>Bad Gateway</html>', { status: 502 });
const unreadable = () => new Response('{"id":"apr_', { status: 200 });
const cutOff = () => new Response(new ReadableStream({ start: (body) => body.error(new TypeError('terminated')) }), { status: 200 });
const done = () => Response.json({ id: 'apr_1', status: 'approved' });
const refused = () => Response.json({ code: 'wrong_status', title: 'Not now', status: 409 }, { status: 409 });
const notKnown = 'No answer came. Whether it was done is not known; look at it as it is now.';
const problemOf = (asked: Promise<unknown>) => asked.then(() => null, (error: unknown) => (error instanceof ApiProblem ? error : null));

afterEach(() => vi.unstubAllGlobals());

test.each([['lost on the way', lost], ['a gateway that gave up', badGateway], ['unreadable', unreadable], ['cut off', cutOff]])('a write whose answer was %s is asked once more under its own key', async (_how, first) => {
  const keys = answering(first, done);
  await expect(send('POST', '/api/approvals/apr_1/approve', {})).resolves.toMatchObject({ status: 'approved' });
  expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
});

test.each([['lost', lost], ['a gateway that gave up', badGateway], ['unreadable', unreadable], ['cut off', cutOff]])('no answer twice (%s): nobody says that nothing was done', async (_how, each) => {
  const keys = answering(each, each);
  expect(await problemOf(send('PATCH', '/api/approvals/apr_1', {}))).toMatchObject({ code: 'no_answer', detail: notKnown });
  expect(keys).toHaveLength(2);
});

test('the second time the session is over: of the first time nothing is known by that', async () => {
  answering(lost, () => Response.json({ code: 'not_signed_in', title: 'Sign in first', status: 401 }, { status: 401 }));
  expect(await problemOf(send('POST', '/api/me/sign-out-everywhere'))).toMatchObject({ code: 'no_answer', detail: notKnown });
});

test.each([[503, 'store_closed', 'The store is closed.'], [500, 'bug', 'This is a fault in the product; nothing was changed. Its number helps to find it.']])('the second time the server is ending or fails (%i): of the first time nothing is known by that', async (status, code, detail) => {
  const keys = answering(lost, () => Response.json({ code, title: 'Trouble', status, detail }, { status }));
  expect(await problemOf(send('POST', '/api/approvals/apr_1/approve', {}))).toMatchObject({ code: 'no_answer', detail: notKnown });
  expect(keys).toHaveLength(2);
});

test('a refusal is an answer: it is not asked again', async () => {
  const keys = answering(refused);
  expect(await problemOf(send('POST', '/api/approvals/apr_1/approve', {}))).toMatchObject({ code: 'wrong_status', status: 409 });
  expect(keys).toHaveLength(1);
});

test('who keeps a key of their own repeats it themselves', async () => {
  const keys = answering(lost);
  expect(await problemOf(send('POST', '/api/approvals/bulk', {}, 'mine'))).toMatchObject({ code: 'no_answer', status: 0 });
  expect(keys).toEqual(['mine']);
});

test.each(['/api/sandbox/messages', '/api/sandbox/answers'])('what no key keeps from being done twice (%s) is not asked again', async (path) => {
  const keys = answering(lost);
  expect(await problemOf(send('POST', path, {}))).toMatchObject({ code: 'no_answer' });
  expect(keys).toHaveLength(1);
});

test('of a question it is known that nothing was changed, and who asks decides about asking again', async () => {
  answering(lost, badGateway);
  expect(await problemOf(get('/api/approvals'))).toMatchObject({ code: 'offline', detail: 'Nothing was changed. It is tried again when the connection is back.' });
  expect(await problemOf(get('/api/approvals'))).toMatchObject({ code: 'unreadable', status: 502 });
});
