/** What a recipient sees behind the unsubscribe link: a page that works without scripts, cookies or signing in. */
export function unsubscribePage(state: 'ask' | 'done' | 'unknown_link'): Response {
  const { title, text, form } = pages[state];
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex"><title>${title}</title><style>${style}</style></head><body><main><h1>${title}</h1><p>${text}</p>${form ? '<form method="post"><button name="List-Unsubscribe" value="One-Click">Unsubscribe</button></form>' : ''}</main></body></html>`;
  return new Response(page, {
    status: state === 'unknown_link' ? 404 : 200,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store', 'referrer-policy': 'no-referrer', 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'" },
  });
}

const pages = {
  ask: { title: 'Unsubscribe', text: 'One click, and we do not write to you again, on any channel.', form: true },
  done: { title: 'You are unsubscribed', text: 'We do not write to you again, on any channel. You need not do anything else.', form: false },
  unknown_link: { title: 'This link does not work', text: 'It is not one of ours, or it was cut short. Answer the mail with the word “stop” instead: that works as well.', form: false },
} as const;

const style = 'body{font:17px/1.5 system-ui,sans-serif;color:#1c1917;background:#fff;margin:0}main{max-width:30rem;margin:15vh auto;padding:0 1.25rem}h1{font-size:1.5rem;margin:0 0 .5rem}button{font:inherit;padding:.6rem 1.2rem;border:0;border-radius:.5rem;background:#1c1917;color:#fff;cursor:pointer}@media(prefers-color-scheme:dark){body{color:#e7e5e4;background:#1c1917}button{background:#e7e5e4;color:#1c1917}}';
