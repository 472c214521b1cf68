import type { DomainEvent } from '#lib/store/event.ts';
import type { SubjectKind } from '#lib/store/recorded.ts';
import { eventTypes } from '#lib/store/fold.ts';
import { eventOf, readRecord, type JournalRecord } from '#lib/store/journal/record.ts';
import { describeEvent } from '../describe-event.ts';
import type { Pack } from './pack.ts';

/**
 * An evidence pack as one page that opens with a double click, the records and proofs inside it. The page follows from the records
 * alone: whoever verifies it makes it anew and compares every byte. Nothing in it runs or is fetched.
 */
export function renderPack(pack: Pack): string {
  const records = pack.records.flatMap(({ line }) => readRecord(line) ?? []);
  const names = namesIn(records);
  return [
    '<!doctype html>', '<html lang="en"><head><meta charset="utf-8">',
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; style-src \'unsafe-inline\'">',
    `<title>Evidence: ${text(titleOf(pack, names))}</title>`, `<style>${style}</style></head><body>`,
    `<h1>${text(titleOf(pack, names))}</h1>`,
    `<p>${records.length} records of a journal of ${pack.journal.size}, as they stood on ${text(pack.madeAt)}. Times are UTC. To check this file: <code>npm run -s re -- audit verify FILE</code>. It proves that these records stand in the journal exactly so, each at its place; that the key is the team’s must be known from elsewhere. ${completeness(pack)}</p>`,
    `<dl><dt>Last record</dt><dd>${pack.journal.size} <code>${pack.journal.head}</code></dd><dt>Root over all records</dt><dd><code>${pack.journal.root}</code></dd><dt>Heads signed earlier</dt><dd>${pack.heads.length}</dd></dl>`,
    '<ol>', ...records.map((record) => item(record, names, pack.about.leadId)), '</ol>',
    `<script type="application/json" id="evidence">${JSON.stringify(pack).replaceAll('<', '\\u003c')}</script>`, '</body></html>', '',
  ].join('\n');
}

/** The pack inside a page; null when there is none. */
export function packIn(page: string): unknown {
  const found = /<script type="application\/json" id="evidence">([^<]*)<\/script>/.exec(page);
  return found?.[1] === undefined ? null : JSON.parse(found[1]);
}

const style =
  'body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c1917}h1{font-size:1.4rem}code{font-size:.85em;overflow-wrap:anywhere}li{margin:0 0 1rem}pre{white-space:pre-wrap;overflow-wrap:anywhere;background:#f5f5f4;padding:.75rem;margin:.5rem 0}small{color:#57534e}dt{font-weight:600}dd{margin:0 0 .5rem}';

/** Safe in a page: also what a reader cannot see is shown, so that nothing hides in it. */
function text(raw: string): string {
  return raw
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

function titleOf({ about }: Pack, names: ReadonlyMap<string, string>): string {
  if (about.leadId !== null) return names.get(`lead:${about.leadId}`) ?? about.leadId;
  return `${about.from ?? 'the beginning'} to ${about.to ?? 'the end'}`;
}

function completeness({ about }: Pack): string {
  return about.leadId === null ? 'No record between the first and the last of them is left out.' : 'Whether all records of the lead are here can be told with the journal itself.';
}

/** What people and leads are called, as records in the pack say themselves. */
function namesIn(records: readonly JournalRecord[]): Map<string, string> {
  const names = new Map<string, string>();
  for (const record of records) {
    const event = knownEvent(record);
    if (event?.type === 'LeadAdded') names.set(record.subject, event.fields.name);
    if (event?.type === 'UserAdded') names.set(`person:${record.subject.slice('user:'.length)}`, event.name);
  }
  return names;
}

function knownEvent(record: JournalRecord): (DomainEvent & { subject: { kind: SubjectKind; id: string } }) | null {
  if (record.data === '' || !(eventTypes as readonly string[]).includes(record.type)) return null;
  const event = eventOf(record);
  return event.type === 'Blank' ? null : event;
}

function item(record: JournalRecord, names: ReadonlyMap<string, string>, leadId: string | null): string {
  const event = knownEvent(record);
  const who = names.get(record.actor) ?? record.actor;
  const what = event ? describeEvent(event, { actor: who, subject: names.get(record.subject) ?? names.get(`lead:${leadId}`) ?? record.subject }).text : record.data === '' ? `${record.type}: its data was erased.` : record.type;
  const seen = event ? contentOf(event) : '';
  return `<li value="${record.seq}"><strong>${text(what)}</strong>${seen}<br><small>${new Date(record.at).toISOString()} · ${text(record.actor)} · ${text(record.subject)} · ${text(record.type)} · <code>${record.hash}</code></small></li>`;
}

/** The words themselves, where a record holds some: what was drafted, received, approved. */
function contentOf(event: DomainEvent): string {
  switch (event.type) {
    case 'DraftSubmitted':
    case 'DraftEdited':
      return `<pre>${text(`${event.content.channel} from ${event.content.sender} to ${event.content.recipient}\n${event.content.subject ?? ''}\n\n${event.content.body}`)}</pre><small>content hash <code>${text(event.contentHash)}</code></small>`;
    case 'DraftApproved':
      return `<br><small>content hash <code>${text(event.contentHash)}</code></small>`;
    case 'DispatchStarted':
      return `<br><small>attempt ${event.attempt}, content hash <code>${text(event.contentHash)}</code></small>`;
    case 'DispatchAccepted':
    case 'DispatchUncertain':
    case 'DispatchRefused':
      return `<br><small>${text(event.evidence)}</small>`;
    case 'MessageRecorded':
      return `<pre>${text(`${event.fields.channel} ${event.fields.direction === 'in' ? 'from' : 'to'} ${event.fields.address.value}\n${event.fields.subject ?? ''}\n\n${event.fields.text}`)}</pre>`;
    default:
      return '';
  }
}
