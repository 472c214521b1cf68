import { expect, test } from 'vitest';
import type { JournalRecord } from '../checker/record.ts';
import { judgeSend, onTheirWay, type Judged } from './judge-send.ts';
import type { Receipt } from './phases.ts';

/** The judge sees what is wrong: each rule with evidence that breaks it, and one without fault. */

const content = { channel: 'email', recipient: 'kim@example.org', subject: 'House', body: 'A house.' };
let seq = 0;
const record = (type: string, event: Record<string, unknown>, actor = 'worker:route', subject = 'approval:apr_1'): JournalRecord => ({
  seq: (seq += 1), ts: '2026-01-05T09:00:00.000Z', type, subject, actor, correlationId: 'c', key: null, cause: 'test', part: 1, parts: 1, event: { type, ...event }, prev: '', hash: '',
});
const submitted = () => record('DraftSubmitted', { leadId: 'lea_1', content }, 'token:tok_1');
const approved = (actor = 'person:usr_1') => record('DraftApproved', { contentHash: 'h1', undoUntilMs: 10 }, actor);
const started = (attempt = 1, contentHash = 'h1') => record('DispatchStarted', { idempotencyKey: `apr_1.${attempt}`, attempt, contentHash });
const accepted = () => record('DispatchAccepted', {});
const refused = (nextAttemptAt: number | null = 5000) => record('DispatchRefused', { nextAttemptAt });
const unknown = () => record('DispatchUncertain', { evidence: 'The connection broke behind the payload.' });
const sendAgain = () => record('UncertainResolved', { as: 'send_again' }, 'person:usr_1');
const proven = () => record('AttemptProven', { attempt: 1, evidence: 'It lies in Sent.' });
const dnc = () => record('DncEntryAdded', { fields: { kind: 'email', value: 'kim@example.org', channel: 'all' } }, 'person:usr_1', 'dnc:dnc_1');
const unsubscribed = () => record('DncEntryAdded', { fields: { kind: 'lead', value: 'lea_1', channel: 'email' } }, 'lead:lea_1', 'dnc:dnc_2');
const receipt = (over: Partial<Receipt> = {}): Receipt => ({ messageId: 'apr_1.1@example.com', to: 'kim@example.org', subject: 'House', body: 'A house.', goAheadAt: 100, at: 101, ...over });

const judge = (records: readonly JournalRecord[], receipts: readonly Receipt[], stops: { recipient: string; at: number }[] = [], acknowledged: string[] = []) => judgeSend({ records, receipts, stops, acknowledged, readAt: 1000 });
const wrong = (judged: Judged) => Object.entries(judged).flatMap(([name, found]: [string, readonly string[]]) => (found.length > 0 ? [name] : []));

test.each<[string, () => JournalRecord[], Receipt[]]>([
  ['sent and taken', () => [submitted(), approved(), started(), accepted()], [receipt()]],
  ['unknown and taken', () => [submitted(), approved(), started(), unknown()], [receipt()]],
  ['unknown and not taken', () => [submitted(), approved(), started(), unknown()], []],
  ['refused, and waiting for its next try', () => [submitted(), approved(), started(), refused()], []],
  ['refused, tried again, taken', () => [submitted(), approved(), started(), refused(), started(2), accepted()], [receipt({ messageId: 'apr_1.2@example.com' })]],
  ['sent again because a person said so', () => [submitted(), approved(), started(), unknown(), sendAgain(), started(2), accepted()], [receipt(), receipt({ messageId: 'apr_1.2@example.com' })]],
  ['sent again because a person said so, and proven to be taken before', () => [submitted(), approved(), started(), unknown(), sendAgain(), proven(), approved(), started(2), accepted()], [receipt(), receipt({ messageId: 'apr_1.2@example.com' })]],
  ['proven to be taken before while the second was on its way', () => [submitted(), approved(), started(), unknown(), sendAgain(), started(2), proven(), accepted()], [receipt(), receipt({ messageId: 'apr_1.2@example.com' })]],
  ['begun behind a stop on another channel', () => [submitted(), approved(), record('DncEntryAdded', { fields: { kind: 'lead', value: 'lea_1', channel: 'sms' } }, 'lead:lea_1', 'dnc:dnc_3'), started(), accepted()], [receipt()]],
  ['begun behind a stop that a manager took back', () => [submitted(), approved(), dnc(), record('DncEntryRemoved', {}, 'person:usr_1', 'dnc:dnc_1'), started(), accepted()], [receipt()]],
  ['stopped while it was on its way already', () => [submitted(), approved(), started(), dnc(), accepted()], [receipt()]],
])('nothing is wrong with what was %s', (_name, records, receipts) => expect(wrong(judge(records(), receipts, [{ recipient: 'kim@example.org', at: 200 }], ['apr_1']))).toEqual([]));

test.each<[string, string, () => JournalRecord[], Receipt[]]>([
  ['taken twice', 'duplicates', () => [submitted(), approved(), started(), accepted()], [receipt(), receipt()]],
  ['taken by two attempts', 'duplicates', () => [submitted(), approved(), started(), unknown(), started(2), accepted()], [receipt(), receipt({ messageId: 'apr_1.2@example.com' })]],
  ['taken without an attempt', 'unapproved', () => [submitted(), approved()], [receipt()]],
  ['sent without an approval', 'unapproved', () => [submitted(), started(), accepted()], [receipt()]],
  ['approved by a token', 'unapproved', () => [submitted(), approved('token:tok_1'), started(), accepted()], [receipt()]],
  ['edited behind its approval', 'unapproved', () => [submitted(), approved(), record('DraftEdited', { content }), started(), accepted()], [receipt()]],
  ['undone before it was begun', 'unapproved', () => [submitted(), approved(), record('DecisionUndone', {}), started(), accepted()], [receipt()]],
  ['begun after it was proven to be taken before', 'unapproved', () => [submitted(), approved(), started(), unknown(), sendAgain(), proven(), started(2), accepted()], [receipt(), receipt({ messageId: 'apr_1.2@example.com' })]],
  ['begun after it was cancelled', 'unapproved', () => [submitted(), approved(), record('ApprovalCancelled', {}), started(), refused(null)], []],
  ['begun after it was sent', 'unapproved', () => [submitted(), approved(), started(), accepted(), started(2), refused(null)], [receipt()]],
  ['begun with another hash', 'changed', () => [submitted(), approved(), started(1, 'h2'), accepted()], [receipt()]],
  ['taken with other words', 'changed', () => [submitted(), approved(), started(), accepted()], [receipt({ body: 'A castle.' })]],
  ['taken by somebody else', 'changed', () => [submitted(), approved(), started(), accepted()], [receipt({ to: 'lee@example.org' })]],
  ['begun behind a stop', 'afterOptOut', () => [submitted(), approved(), dnc(), started(), accepted()], [receipt()]],
  ['begun behind a click on the link', 'afterOptOut', () => [submitted(), approved(), unsubscribed(), started(), accepted()], [receipt()]],
  ['recorded as sent, and not taken', 'lost', () => [submitted(), approved(), started(), accepted()], []],
  ['proven to be taken, and not taken', 'lost', () => [submitted(), approved(), started(), unknown(), sendAgain(), proven()], []],
  ['approved and forgotten', 'lost', () => [submitted(), approved()], []],
  ['left half way', 'lost', () => [submitted(), approved(), started()], []],
  ['due again and forgotten', 'lost', () => [submitted(), approved(), started(), refused(999)], []],
  ['tried again by a machine while nobody knew', 'unparked', () => [submitted(), approved(), started(), unknown(), started(2), refused(null)], []],
  ['uncertain without a word why', 'unparked', () => [submitted(), approved(), started(), record('DispatchUncertain', { evidence: ' ' })], []],
  ['taken, and recorded as refused for now', 'unparked', () => [submitted(), approved(), started(), refused()], [receipt()]],
  ['taken, and recorded as refused for good', 'unparked', () => [submitted(), approved(), started(), refused(null)], [receipt()]],
])('what was %s is found', (_name, rule, records, receipts) => expect(wrong(judge(records(), receipts))).toContain(rule));

test('a payload asked for after the stop was acknowledged, and given, is found', () => {
  const history = [submitted(), approved(), started(), dnc(), accepted()];
  expect(wrong(judge(history, [receipt({ goAheadAt: 300 })], [{ recipient: 'kim@example.org', at: 200 }]))).toEqual(['afterOptOut']);
});

test('what a person was told is approved, and the journal does not know, is lost', () => {
  expect(wrong(judge([submitted()], [], [], ['apr_1']))).toEqual(['lost']);
  expect(wrong(judge([], [], [], ['apr_2']))).toEqual(['lost']);
});

test.each<[string, number, () => JournalRecord[]]>([
  ['while it was on its way', 1, () => [submitted(), approved(), started(), dnc(), accepted()]],
  ['by the link, while it was on its way', 1, () => [submitted(), approved(), started(), unsubscribed(), unknown()]],
  ['after it was sent', 0, () => [submitted(), approved(), started(), accepted(), dnc()]],
  ['never', 0, () => [submitted(), approved(), started(), accepted()]],
])('who said stop %s is counted so', (_name, count, records) => {
  expect(onTheirWay({ records: records(), receipts: [receipt()] })).toHaveLength(count);
  expect(onTheirWay({ records: records(), receipts: [] })).toHaveLength(0);
});
