import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { commitsOf, compare } from './checker/commits.ts';
import type { Account } from './checker/journal.ts';
import type { JournalRecord } from './checker/record.ts';
import type { Sent } from './console-clients.ts';
import type { Tally } from './tally.ts';

/** What people and programs were told over HTTP, and what was sent, against the journal. */

/** Commands of these kinds are one record each; others depend on what else there was. */
const single = /-(lead|draft|reject)$/;

export function judgeCommands(tally: Tally, { appends }: Account, sent: readonly Sent[]): void {
  // What a lead writes goes by a file: it is looked for by itself.
  const commands = sent.filter(({ name }) => !name.endsWith('-play'));
  const acknowledged = commands.filter(({ status }) => status !== null && status >= 200 && status < 300).map(({ name }) => name);
  const commits = commitsOf(appends, ({ correlationId }) => (correlationId.startsWith('cmd-') ? correlationId : null));
  const { lost, duplicated, halfApplied } = compare(commits, acknowledged, (name) => (single.test(name) ? 1 : null));
  tally.add('tried', sent.length);
  tally.add('acknowledged', sent.filter(({ status }) => status !== null && status >= 200 && status < 300).length);
  tally.addOwn('refused', sent.filter(({ status }) => status !== null && status >= 400).length);
  tally.addOwn('sentAgain', sent.filter(({ times }) => times > 1).length);
  tally.bad('lost', 'console', lost);
  tally.bad('duplicated', 'console', duplicated);
  tally.bad('halfApplied', 'console', [...halfApplied, ...leftWaiting(appends)]);
}

/** An entry of the DNC list and the end of what waits for that address are one commit. */
function leftWaiting(appends: Account['appends']): string[] {
  const waiting = new Map<string, string>();
  const forbidden = new Map<string, string>();
  const left = new Set<string>();
  for (const append of appends) {
    for (const { subject, type, event } of append) {
      const content = event?.['content'] as { recipient?: string } | undefined;
      if (content?.recipient !== undefined) waiting.set(subject, content.recipient);
      if (['ApprovalBlocked', 'ApprovalCancelled', 'DispatchStarted', 'DraftRejected', 'DraftExpired'].includes(type)) waiting.delete(subject);
      const fields = event?.['fields'] as { kind?: string; value?: string } | undefined;
      if (type === 'DncEntryAdded' && fields?.kind === 'email' && fields.value !== undefined) forbidden.set(fields.value, subject);
    }
    for (const [approval, recipient] of waiting) if (forbidden.has(recipient)) left.add(`${String(forbidden.get(recipient))} left ${approval} waiting`);
  }
  return [...left];
}

/** Intent before the message, one message an approval, and no message that was said to be sent and is not there. */
export function judgeSends(tally: Tally, { records }: Account, dataDir: string): void {
  const outbox = join(dataDir, 'sandbox', 'outbox', 'email');
  // A kill may leave a message that was being written, under a name of its own; it was not delivered.
  const delivered = new Set((existsSync(outbox) ? readdirSync(outbox) : []).filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length)));
  const started = new Set(records.filter(({ type }) => type === 'DispatchStarted').map(({ event }) => String(event?.['idempotencyKey'])));
  const accepted = records.filter(({ type }) => type === 'DispatchAccepted').map((record) => `${idOf(record)}.${String(record.event?.['attempt'])}`);
  tally.addOwn('sends', delivered.size);
  tally.bad('contradictions', 'sends', [...delivered].filter((key) => !started.has(key)).map((key) => `${key} went out without an intent in the journal`));
  tally.bad('lost', 'sends', accepted.filter((key) => !delivered.has(key)).map((key) => `${key} was recorded as sent and is not there`));
  tally.bad('duplicated', 'sends', [...repeated([...delivered].map(approvalOf)), ...repeated(accepted.map(approvalOf))].map((id) => `${id} was sent more than once`));
}

/** Those of the messages that the journal does not have; one that it has twice is told as such. */
export function judgeMessages(tally: Tally, { records }: Account, played: readonly string[]): string[] {
  const recorded = records.filter(({ type }) => type === 'MessageRecorded').map(({ event }) => String((event?.['fields'] as { externalId?: string } | undefined)?.externalId));
  tally.bad('duplicated', 'messages', repeated(recorded));
  const known = new Set(recorded);
  return played.filter((id) => !known.has(id));
}

const approvalOf = (key: string) => key.slice(0, key.lastIndexOf('.'));
const idOf = ({ subject }: JournalRecord) => subject.slice(subject.indexOf(':') + 1);

function repeated(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.filter((name) => seen.size === seen.add(name).size);
}
