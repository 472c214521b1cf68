import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ownPart, segmentsOf } from './quoted.ts';

test.each([
  ['a top-posted answer', 'Yes please.\n\nOn Tue, May 5, 2026 at 9:00 AM Ana Ruiz <ana@example.com> wrote:\n\n> Would 5 suit?\n> Reply STOP to opt out', 'Yes please.'],
  ['an attribution over two lines', 'Yes.\n\nOn Tue, May 5, 2026 at 9:00 AM Ana Ruiz of the Example Group\n<ana@example.com> wrote:\n> Would 5 suit?', 'Yes.'],
  ['Outlook', 'Sí, gracias\n\n________________________________\nDe: Ana <ana@example.com>\nEnviado: martes\nPara: Lee\nAsunto: Visita\n\nReply STOP to opt out', 'Sí, gracias'],
  ['a header block without a line', 'OK\n\nFrom: Ana <ana@example.com>\nSent: Tuesday\nTo: Lee\nSubject: Visit\n\nunsubscribe', 'OK'],
  ['an original-message divider', 'Fine\n-----Original Message-----\nFrom: Ana\nstop', 'Fine'],
  ['Spanish', 'Claro\nEl mar, 5 may 2026 a las 9:00, Ana (<ana@example.com>) escribió:\n\n> ¿Le viene bien?', 'Claro'],
  ['a quote without marks', 'Yes\n\nOn Tue, 5 May 2026, Ana Ruiz wrote:\n\nWould 5 suit? Reply STOP.', 'Yes'],
  ['an answer between the quotes', '> Would 5 suit?\nYes.\n> Bring your papers?\nI will.', 'Yes.\nI will.'],
  ['nothing quoted', 'On second thought, 6 is better.\nTo: be honest I was late', 'On second thought, 6 is better.\nTo: be honest I was late'],
  ['a forwarded mail and nothing else', '---------- Forwarded message ---------\nFrom: Ana\nDate: x y\nstop', ''],
])('%s', (_, text, own) => expect(ownPart(text)).toBe(own));

test('nothing is lost: the segments joined are the text', () => {
  const line = fc.oneof(fc.string(), fc.constantFrom('> quoted', 'On Tue, 5 May 2026, Ana wrote:', 'From: a', 'To: b', 'Subject: c', '_____________', ''));
  fc.assert(
    fc.property(fc.array(line).map((lines) => lines.join('\n').replace(/\r/g, '')), (text) => {
      expect(segmentsOf(text).map((each) => each.text).join('\n')).toBe(text);
    }),
  );
});

test('a text made to be slow is not', () => {
  const startedAt = performance.now();
  segmentsOf('On '.repeat(40_000));
  segmentsOf(`${'On a\n'.repeat(30_000)}`);
  segmentsOf(`${'From: x\n'.repeat(30_000)}`);
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});
