import { hash, type KeyObject } from 'node:crypto';
import type { Content } from '#lib/approvals/content.ts';
import { channelNames, isChannel } from '#lib/channels/channel.ts';
import { useInWords } from '#lib/policy/message-template.ts';
import { eventTypes } from '#lib/store/fold.ts';
import type { DomainEvent, RecordedEvent } from '#lib/store/event.ts';
import { eventOf, readRecord, type JournalRecord } from '#lib/store/journal/record.ts';
import { describeEvent } from '../describe-event.ts';
import { readHeadLine } from '../head-line.ts';
import { text, time } from './html-text.ts';
import { signPack, type Pack } from './pack.ts';
import { summaryOf, type DncSummary, type DraftSummary } from './summary.ts';

/**
 * An evidence pack as one page that opens with a double click, the records and proofs inside it. The page follows from the records
 * alone, in the words of this version: whoever verifies it with that version makes it anew and compares every byte, whoever does with
 * another compares it with what was signed. Nothing in it runs or is fetched.
 */
export function renderPack(pack: Pack): string {
  const records = pack.records.flatMap(({ line }) => readRecord(line) ?? []);
  const events = records.flatMap((record) => knownEvent(record) ?? []);
  const names = namesIn(events);
  const title = text(`Evidence: ${titleOf(pack, names)}`);
  return [
    `${opening}<meta name="referrer" content="no-referrer">`,
    `<title>${title}</title>`, `<style>${style}</style></head><body>`, `<h1>${title}</h1>`,
    ...aboutPack(pack, records.length), ...summary(events, names),
    '<h2>Records</h2>', '<ol>', ...records.map((record) => item(record, pack, names)), '</ol>',
    `<script type="application/json" id="evidence">${embedded(pack)}</script>`, '</body></html>', '',
  ].join('\n');
}

/** Every page begins so, whoever words it: no script runs, and nothing is loaded into it. */
const opening = ['<!doctype html>', '<html lang="en"><head><meta charset="utf-8">', '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">', ''].join('\n');

/** The page of a pack, signed together with the pack. */
export function signedPage(pack: Pack, key: KeyObject): string {
  return renderPack(signPack({ ...pack, page: hash('sha256', renderPack(unsigned(pack))) }, key));
}

/** Is the page, in whatever words, the one that was signed with this pack in it? What could run in it is none of ours, signed or not. */
export function isAsSigned(page: string, pack: Pack): boolean {
  if (!page.startsWith(opening)) return false;
  const around = page.split(embedded(pack));
  return around.length === 2 && hash('sha256', around.join(embedded(unsigned(pack)))) === pack.page;
}

/** The pack that is handed in has both fields already, at their places: the order is the order on the page. */
const unsigned = (pack: Pack): Pack => ({ ...pack, page: '', signature: '' });

/** JSON in which nothing ends the element it stands in, and everything can be seen. */
function embedded(pack: Pack): string {
  return JSON.stringify(pack).replace(/[<>&\u007f-\uffff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The pack inside a page; null when there is none. */
export function packIn(page: string): unknown {
  const found = /<script type="application\/json" id="evidence">([^<]*)<\/script>/.exec(page);
  return found?.[1] === undefined ? null : JSON.parse(found[1]);
}

const style =
  'body{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#1c1917;background:#fff}h1{font-size:1.4rem}h2{font-size:1.1rem;margin-top:2rem}code{font-size:.85em;overflow-wrap:anywhere}li{margin:0 0 1rem}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f5f5f4;padding:.75rem;margin:.5rem 0}small{color:#57534e}dt{font-weight:600}dd{margin:0 0 .5rem}table{border-collapse:collapse;width:100%}td,th{border:1px solid #d6d3d1;padding:.35rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}';

type Names = ReadonlyMap<string, string>;

function titleOf({ about }: Pack, names: Names): string {
  if (about.leadId !== null) return names.get(`lead:${about.leadId}`) ?? about.leadId;
  return `${about.from ?? 'the beginning'} to ${about.to ?? 'the end'}`;
}

function aboutPack(pack: Pack, records: number): string[] {
  const head = readHeadLine(pack.head);
  const complete = pack.about.leadId === null ? 'No record of that time is left out.' : 'Whether all records of the lead are here can be told with the journal itself.';
  return [
    `<p>${records} records of a journal of ${head?.seq ?? 0}, put together on ${text(pack.madeAt)}. Times are UTC. To check this file: <code>npm run -s re -- audit verify FILE</code>. It then proves that these records stand in the journal exactly so, each at its place, and that this page is as it was signed; the version of RE Engine that made it proves as well that the page shows what they say; another writes with <code>--out</code> what it makes of them itself. That the key is the team’s must be known from elsewhere. ${complete}</p>`,
    `<dl><dt>Signed head</dt><dd><code>${text(pack.head)}</code></dd><dt>Heads signed earlier that the journal goes on from</dt><dd>${pack.heads.length === 0 ? 'none' : pack.heads.map(({ line }) => `<code>${text(line)}</code>`).join('<br>')}</dd></dl>`,
  ];
}

function summary(events: readonly RecordedEvent[], names: Names): string[] {
  const { drafts, dnc } = summaryOf(events);
  return [
    '<h2>Drafts and what became of them</h2>', drafts.length === 0 ? '<p>None in these records.</p>' : table(['Draft', 'To', 'Approved by', 'Content hash approved', 'Outcome'], drafts.map((draft) => draftRow(draft, names))),
    '<h2>Do Not Contact</h2>', dnc.length === 0 ? '<p>No entry names this person or time. Entries on a whole domain are not looked at here.</p>' : table(['Who', 'Since', 'Reason', 'Now'], dnc.map((entry) => dncRow(entry, names))),
  ];
}

function table(headers: readonly string[], rows: readonly string[]): string {
  return `<table><thead><tr>${headers.map((header) => `<th scope="col">${header}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function draftRow({ id, seq, channel, recipient, approved, outcome, outcomeAt, sentHash }: DraftSummary, names: Names): string {
  const by = approved ? `${text(names.get(approved.by) ?? approved.by)}<br><small>${time(approved.at)}</small>` : 'nobody';
  const differs = sentHash !== null && approved && approved.contentHash !== sentHash ? `<br>sent: <code>${text(sentHash)}</code>` : '';
  return `<tr><td>${text(id)}<br><small>record ${seq}</small></td><td>${text(`${nameOf(channel)} to ${recipient}`)}</td><td>${by}</td><td><code>${text(approved?.contentHash ?? '')}</code>${differs}</td><td>${text(outcome)}<br><small>${time(outcomeAt)}</small></td></tr>`;
}

function dncRow({ what, since, reason, removed }: DncSummary, names: Names): string {
  const now = removed ? `removed by ${names.get(removed.by) ?? removed.by}: ${removed.reason}` : 'on the list';
  return `<tr><td>${text(what)}</td><td>${time(since)}</td><td>${text(reason)}</td><td>${text(now)}${removed ? `<br><small>${time(removed.at)}</small>` : ''}</td></tr>`;
}

/** What people and leads are called, as records in the pack say themselves. */
function namesIn(events: readonly RecordedEvent[]): Names {
  const names = new Map<string, string>();
  for (const event of events) {
    if (event.type === 'LeadAdded') names.set(`lead:${event.subject.id}`, event.fields.name);
    if (event.type === 'LeadEdited' && event.changes.name !== undefined) names.set(`lead:${event.subject.id}`, event.changes.name);
    if (event.type === 'UserAdded') names.set(`person:${event.subject.id}`, event.name);
  }
  return names;
}

function knownEvent(record: JournalRecord): RecordedEvent | null {
  if (record.data === '' || !(eventTypes as readonly string[]).includes(record.type)) return null;
  const event = eventOf(record);
  return event.type === 'Blank' ? null : event;
}

function item(record: JournalRecord, { about }: Pack, names: Names): string {
  const event = knownEvent(record);
  const what = event ? sentenceOf(event, about.leadId, names) : record.data === '' ? `${record.type}: ${isOutside(record, about) ? 'stands outside the time and is not shown.' : 'its data was erased.'}` : record.type;
  return `<li value="${record.seq}"><strong>${text(what)}</strong>${event ? contentOf(event) : ''}<br><small>${time(record.at)} · ${text(record.actor)} · ${text(record.subject)} · ${text(record.type)} · <code>${record.hash}</code></small></li>`;
}

function sentenceOf(event: RecordedEvent, leadId: string | null, names: Names): string {
  const subject = event.subject.kind === 'channel' ? event.subject.id : `${event.subject.kind}:${event.subject.id}`;
  return describeEvent(event, { actor: names.get(event.actor) ?? event.actor, subject: names.get(subject) ?? names.get(`lead:${leadId}`) ?? subject }).text;
}

function isOutside({ at }: JournalRecord, { leadId, from, to }: Pack['about']): boolean {
  return leadId === null && ((from !== null && at < Date.parse(from)) || (to !== null && at > Date.parse(to)));
}

/** Throws for one that this version does not know. */
function nameOf(channel: string): string {
  if (!isChannel(channel)) throw new Error(`There is no name for the channel ${channel}`);
  return channelNames[channel];
}

function templateWords({ template }: Content): string {
  return template ? `\n\nsent as the template ${useInWords(template)}` : '';
}

/** The words themselves, where a record holds some: what was drafted, received, approved. */
function contentOf(event: DomainEvent): string {
  switch (event.type) {
    case 'DraftSubmitted':
    case 'DraftEdited':
      return `<pre>${text(`${nameOf(event.content.channel)} from ${event.content.sender} to ${event.content.recipient}\n${event.content.subject ?? ''}\n\n${event.content.body}${templateWords(event.content)}${event.content.attachments.map(({ name, sizeBytes, sha256 }) => `\n\nattached: ${name}, ${sizeBytes} bytes, SHA-256 ${sha256}`).join('')}`)}</pre><small>content hash <code>${text(event.contentHash)}</code></small>`;
    case 'DraftApproved':
      return `<br><small>content hash <code>${text(event.contentHash)}</code></small>${(event.warnings ?? []).map(({ kind, words }) => `<br><small>approved over a warning (${kind === 'fact' ? 'fact' : 'fair housing'}): ${text(words)}</small>`).join('')}`;
    case 'DispatchStarted':
      return `<br><small>attempt ${text(String(event.attempt))}, content hash <code>${text(event.contentHash)}</code></small>`;
    case 'DispatchAccepted':
    case 'DispatchUncertain':
    case 'DispatchRefused':
      return `<br><small>${text(event.evidence)}</small>`;
    case 'MessageRecorded':
      return `<pre>${text(`${nameOf(event.fields.channel)} ${event.fields.direction === 'in' ? 'from' : 'to'} ${event.fields.address.value}\n${event.fields.subject ?? ''}\n\n${event.fields.text}`)}</pre>`;
    default:
      return '';
  }
}
