import { expect, test } from 'vitest';
import { safeHtml } from './safe-html.ts';

const body = (html: string) => /<body>(.*)<\/body>/s.exec(safeHtml(html).html)?.[1] ?? '';

test.each([
  ['a script', '<script>alert(1)</script>', 'alert'],
  ['an event handler', '<p onclick="alert(1)">x</p>', 'onclick'],
  ['a javascript link', '<a href="javascript:alert(1)">x</a>', 'javascript'],
  ['a link with a tab in its scheme', '<a href="java\tscript:alert(1)">x</a>', 'script'],
  ['a data link', '<a href="data:text/html,<script>">x</a>', 'data:text'],
  ['an SVG that animates a link', '<svg><a><animate attributeName="href" values="javascript:alert(1)"/><text>x</text></a></svg>', 'javascript'],
  ['a frame', '<iframe src="https://x.example"></iframe>', 'iframe'],
  ['a form', '<form action="https://x.example"><input name="password"></form>', 'input'],
  ['a style sheet', '<style>@import "https://x.example"</style>', 'import'],
  ['a link element', '<link rel="stylesheet" href="https://x.example">', 'x.example'],
  ['a base', '<base href="https://x.example/">', 'base'],
  ['a refresh', '<meta http-equiv="refresh" content="0;url=https://x.example">', 'refresh'],
  ['a remote background', '<body background="https://x.example/a.gif"><p>x</p></body>', 'x.example'],
  ['a style with url()', '<p style="background-image:url(https://x.example)">x</p>', 'x.example'],
  ['a colour with url()', '<p style="background-color:url(https://x.example)">x</p>', 'x.example'],
  ['a style with var()', '<p style="color:var(--x,url(https://x.example))">x</p>', 'var('],
  ['a style that covers the page', '<div style="position:fixed;top:0;left:0;width:100%;height:100%">x</div>', 'position'],
  ['a style with a CSS escape', '<p style="color:\\75rl(x)">x</p>', '\\75'],
  ['a remote picture', '<img src="https://track.example/x.gif">', 'track.example'],
  ['a picture set', '<img srcset="https://track.example/x.gif 2x">', 'track.example'],
  ['an SVG picture', '<img src="data:image/svg+xml;base64,PHN2Zz4=">', 'svg'],
  ['a file by cid', '<img src="cid:1@x">', 'cid:'],
  ['a comment that closes late', '<!--><img src=x onerror=alert(1)>-->', 'onerror'],
  ['a mutation through math', '<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>', 'onerror'],
  ['an id that shadows the page', '<p id="cookie" class="c" name="n">x</p>', 'id='],
])('%s does not get through', (_, html, trace) => expect(body(html).toLowerCase()).not.toContain(trace));

test('words, tables, harmless styles and inline pictures stay', () => {
  const html = '<h2>Offer</h2><table><tr><td colspan="2" style="color:#c00;text-align:center">645,000</td></tr></table><img src="data:image/png;base64,AAAA" alt="plan">';
  expect(body(html)).toBe('<h2>Offer</h2><table><tr><td colspan="2" style="color:#c00;text-align:center">645,000</td></tr></table><img src="data:image/png;base64,AAAA" alt="plan" />');
});

test('a link shows where it leads, whatever it says', () => {
  expect(body('<a href="https://evil.example/login">https://bank.example</a>')).toBe(
    '<a href="https://evil.example/login" rel="noopener noreferrer nofollow" target="_blank" data-host="evil.example">https://bank.example</a>',
  );
});

test('what is not fetched is counted', () => expect(safeHtml('<img src="https://a.example/1"><img src="https://a.example/2">').remoteCount).toBe(2));

test('HTML nested without end comes to an end', () => {
  const startedAt = performance.now();
  safeHtml('<div>'.repeat(200_000));
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
