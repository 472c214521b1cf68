import sanitizeHtml from 'sanitize-html';

/**
 * HTML of a stranger as a document that does nothing: an allow-list of tags, attributes and styles, nothing fetched, no
 * script, no SVG, no style that moves or covers. The reader's frame is sandboxed and has its own policy besides. Pure.
 */

/** Parsing what is nested without end takes time that grows with the square; this bounds it to well under a second. */
const htmlLengthMax = 300_000;

const tags = [
  'p', 'div', 'span', 'br', 'hr', 'b', 'strong', 'i', 'em', 'u', 's', 'del', 'ins', 'sub', 'sup', 'small', 'big', 'font', 'center', 'code', 'pre', 'blockquote', 'q', 'cite',
  'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'dl', 'dt', 'dd', 'table', 'caption', 'thead', 'tbody', 'tfoot', 'tr', 'td', 'th', 'a', 'img',
];

/** Plain values only: no functions (url, var, calc, expression), no escapes, nothing negative. */
const color = [/^#[0-9a-f]{3,8}$/i, /^[a-z]{3,24}$/i, /^rgba?\(\s*\d{1,3}%?\s*(?:,\s*[\d.]{1,5}%?\s*){2,3}\)$/i];
const size = [/^\d{1,3}(?:\.\d{1,3})?(?:px|pt|em|rem|%)?$/i];
const word = [/^[a-z-]{2,20}$/i];
const styles = {
  'color': color, 'background-color': color, 'font-size': [/^(?:[6-9]|[1-4]\d)(?:\.\d{1,3})?(?:px|pt)$/i, /^[0-3](?:\.\d{1,3})?r?em$/i, ...word], 'font-weight': [/^(?:bold|normal|[1-9]00)$/i], 'font-style': [/^(?:italic|normal)$/i],
  'text-align': [/^(?:left|right|center|justify)$/i], 'text-decoration': [/^(?:underline|line-through|none)$/i], 'padding': size, 'padding-left': size, 'padding-right': size, 'padding-top': size, 'padding-bottom': size,
  'margin-left': size, 'margin-right': size, 'margin-top': size, 'margin-bottom': size,
};

const inlinePicture = /^data:image\/(?:png|jpeg|gif|webp);base64,[a-z0-9+/=\s]+$/i;

export interface SafeHtml {
  readonly html: string;
  readonly remoteCount: number;
}

export function safeHtml(source: string): SafeHtml {
  let remoteCount = 0;
  const body = sanitizeHtml(source.slice(0, htmlLengthMax), {
    allowedTags: tags,
    allowedAttributes: { 'a': ['href', 'rel', 'target', 'data-host'], 'img': ['src', 'alt', 'width', 'height'], 'td': ['colspan', 'rowspan', 'align'], 'th': ['colspan', 'rowspan', 'align'], 'ol': ['start'], '*': ['style', 'dir'] },
    allowedStyles: { '*': styles },
    allowedSchemes: ['https', 'http', 'mailto', 'tel'],
    allowedSchemesByTag: { img: ['data'] },
    allowProtocolRelative: false,
    nestingLimit: 100,
    nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'svg', 'math', 'template', 'iframe', 'object', 'xmp'],
    transformTags: {
      a: (tagName, attribs) => ({ tagName, attribs: linkAttributes(attribs) }),
      img: (tagName, attribs) => {
        if (inlinePicture.test(attribs['src'] ?? '')) return { tagName, attribs };
        remoteCount += 1;
        return { tagName: 'span', attribs: {}, text: attribs['alt'] ? `[${attribs['alt'].slice(0, 100)}]` : '' };
      },
    },
  });
  return { html: documentOf(body), remoteCount };
}

/** The host a link leads to is shown beside it, whatever its text pretends. */
function linkAttributes(attribs: Record<string, string>): Record<string, string> {
  const href = attribs['href'] ?? '';
  const url = URL.canParse(href) ? new URL(href) : null;
  if (!url || !['https:', 'http:', 'mailto:', 'tel:'].includes(url.protocol)) return {};
  return { href: url.href, rel: 'noopener noreferrer nofollow', target: '_blank', 'data-host': url.host === '' ? url.href.slice(0, 80) : url.host };
}

function documentOf(body: string): string {
  return `<!doctype html><html><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'"><meta name="referrer" content="no-referrer"><style>
html{color-scheme:light}body{margin:12px;font:14px/1.5 system-ui,sans-serif;color:#1a1a1a;background:#fff;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}a[data-host]::after{content:" (" attr(data-host) ")";color:#666;font-size:.85em}blockquote{margin:0 0 0 8px;padding-left:8px;border-left:2px solid #ccc}
</style></head><body>${body}</body></html>`;
}
