/** What somebody wrote now, apart from what their mail program repeated below or between. Pure. */

export interface Segment {
  readonly kind: 'own' | 'quoted';
  readonly text: string;
}

/** `On Tue, 5 May 2026, Ana Ruiz wrote:` and the like, in the languages our leads' programs speak. */
const attributions: readonly RegExp[] = [
  /^(?:on|am|le|el|il|op|em|den)\b.{4,240}(?:wrote|schrieb|a écrit|escribi[oó]|ha scritto|schreef|escreveu|skrev)\s*.{0,80}:\s*$/iu,
  /^\s*\d{4}[-/.]\d{1,2}[-/.]\d{1,2}.{4,160}<[^<>\s]+@[^<>\s]+>\s*:\s*$/u,
  /^.{0,120}<[^<>\s]+@[^<>\s]+>\s*(?:wrote|schrieb|escribi[oó])\s*:\s*$/iu,
];
const dividers: readonly RegExp[] = [
  /^-{2,}\s*(?:original message|forwarded message|original appointment|mensaje original|mensaje reenviado|ursprüngliche nachricht|message d'origine|messaggio originale)\b/iu,
  /^_{10,}\s*$/,
];
const headerLine = /^\*?(?:from|de|von|sent|enviado(?: el)?|gesendet|envoyé|to|para|an|à|subject|asunto|betreff|objet|date|fecha|cc)\s?:\*?\s\S/iu;

/** Reading stops being worth it long before this; what is past it counts as quoted only if it begins with `>`. */
const linesMax = 20_000;

/** The text in order, cut into what is new and what is quoted. Joined with line feeds it is the text again. */
export function segmentsOf(text: string): Segment[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const segments: { kind: Segment['kind']; lines: string[] }[] = [];
  let rest = false;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? '';
    rest ||= i < linesMax && opensRest(lines, i);
    const kind = rest || isQuotedLine(lines, i) ? 'quoted' : 'own';
    const last = segments.at(-1);
    if (last?.kind === kind) last.lines.push(line);
    else segments.push({ kind, lines: [line] });
  }
  return segments.map(({ kind, lines: each }) => ({ kind, text: each.join('\n') }));
}

/** Only what is new: for classification and for opt-outs. */
export function ownPart(text: string): string {
  return segmentsOf(text).filter((each) => each.kind === 'own').map((each) => each.text).join('\n').trim();
}

/** From here on nothing is new: a divider, a block of headers, or an attribution with no `>` lines below it. */
function opensRest(lines: readonly string[], at: number): boolean {
  const line = (lines[at] ?? '').trim();
  if (dividers.some((divider) => divider.test(line))) return hasHeaders(lines, at + 1) || !line.startsWith('_');
  if (headerLine.test(line)) return hasHeaders(lines, at + 1);
  if (!isAttribution(lines, at)) return false;
  const next = lines.slice(at + 1, at + 6).find((each) => each.trim() !== '' && !/wrote:|escribi[oó]:/iu.test(each));
  return next !== undefined && !next.trimStart().startsWith('>');
}

function hasHeaders(lines: readonly string[], from: number): boolean {
  return lines.slice(from, from + 4).filter((line) => headerLine.test(line.trim())).length >= 2;
}

function isQuotedLine(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  if (line.trimStart().startsWith('>')) return true;
  if (at >= linesMax) return false;
  return isAttribution(lines, at) || (at > 0 && line.trim() !== '' && isAttribution(lines, at - 1) && !isOneLineAttribution(lines[at - 1] ?? ''));
}

/** On one line, or broken over two as programs do at 76 characters. */
function isAttribution(lines: readonly string[], at: number): boolean {
  const line = (lines[at] ?? '').trim();
  if (isOneLineAttribution(line)) return true;
  if (!/^(?:on|am|le|el|il|op|em)\b/iu.test(line) || line.length > 240) return false;
  return isOneLineAttribution(`${line} ${(lines[at + 1] ?? '').trim()}`);
}

function isOneLineAttribution(line: string): boolean {
  return line.length <= 400 && attributions.some((attribution) => attribution.test(line.trim()));
}
