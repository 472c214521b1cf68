import fc from 'fast-check';
import { expect, test } from 'vitest';
import { splitMbox } from './mbox.ts';

async function* inChunks(text: string, size: number): AsyncIterable<Buffer> {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function split(text: string, size = 7, bytesMax = 1000): Promise<(string | null)[]> {
  const parts: (string | null)[] = [];
  for await (const part of splitMbox(inChunks(text, size), bytesMax)) parts.push(part.bytes?.toString() ?? null);
  return parts;
}

const separator = 'From lee@example.net Fri May  1 12:00:00 2026';

test.each(['\n', '\r\n'])('messages are cut at their separators, quoting undone', async (end) => {
  const text = [separator, 'Subject: a', '', '>From me', '>>From you', '> quoted', '', separator, 'Subject: b', '', 'x', ''].join(end);
  expect(await split(text)).toEqual([['Subject: a', '', 'From me', '>From you', '> quoted', ''].join(end), ['Subject: b', '', 'x', ''].join(end)]);
});

test('a line of a body that begins with “From ” does not cut', async () => {
  expect(await split(`${separator}\nSubject: a\n\nFrom here on we walk.\n\nFrom Monday we are closed until 10\n`)).toHaveLength(1);
  expect(await split(`${separator}\nSubject: a\n\ntext\n${separator}\n`)).toHaveLength(1);
});

test('one that is too large is told apart and does not swallow the next', async () => {
  expect(await split(`${separator}\n${'x'.repeat(5000)}\n\n${separator}\nSubject: b\n\nx\n`)).toEqual([null, 'Subject: b\n\nx\n']);
});

test('what is written to an mbox comes out of it, however it is cut into chunks', async () => {
  const line = fc.oneof(fc.stringMatching(/^[ -~]{0,30}$/), fc.constantFrom('From x', '>From x', '>>From y', '', separator));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(line, { minLength: 1 }), { minLength: 1, maxLength: 4 }), fc.integer({ min: 1, max: 50 }), async (messages, size) => {
      const bodies = messages.map((lines) => `Subject: x\n\n${lines.join('\n')}\n`);
      const written = bodies.map((body) => `${separator}\n${body.replace(/^(>*From )/gm, '>$1')}\n`).join('');
      expect(await split(written, size, 100_000)).toEqual(bodies);
    }),
  );
});
