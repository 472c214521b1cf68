import { expect, test } from 'vitest';
import type { JournalRecord } from '../checker/record.ts';
import { judgePeople, type Seen } from './judge-people.ts';

/** The judge sees each thing that was not heeded, and nothing wrong where all was. */

const noon = Date.parse('2026-01-05T18:00:00Z');
type Step = readonly [atMs: number, type: string, subject: string, event: Record<string, unknown>, cause?: string];

const records = (steps: readonly Step[]): JournalRecord[] =>
  steps.map(([atMs, type, subject, event, cause = 'test'], i) => ({ seq: i + 1, ts: new Date(noon + atMs).toISOString(), type, subject, actor: 'person:usr_1', correlationId: 'c', key: null, cause, part: 1, parts: 1, event, prev: '', hash: '' }));

const lead: Step = [0, 'LeadAdded', 'lead:l1', { fields: { addresses: [{ kind: 'email', value: 'kim@mail.example.org' }, { kind: 'phone', value: '+13035550142' }] } }];
const draft = (id = 'a1'): Step => [0, 'DraftSubmitted', `approval:${id}`, { leadId: 'l1', content: { channel: 'email', recipient: 'kim@mail.example.org' } }];
const approved = (id = 'a1'): Step => [0, 'DraftApproved', `approval:${id}`, { undoUntilMs: noon + 1000 }];
const begun = (atMs = 2000, attempt = 1, id = 'a1'): Step => [atMs, 'DispatchStarted', `approval:${id}`, { channel: 'email', attempt, idempotencyKey: `${id}.${attempt}` }];
const refused = (nextAttemptMs: number): Step => [2000, 'DispatchRefused', 'approval:a1', { attempt: 1, nextAttemptAt: noon + nextAttemptMs }];
const limited: Step = [2000, 'DispatchRefused', 'approval:a1', { attempt: 1, code: 'limited', nextAttemptAt: noon + 62_000 }];
const listed = (kind: string, value: string, channel = 'all'): Step => [1, 'DncEntryAdded', 'dnc:d1', { fields: { kind, value, channel } }];
const wrote = (kind = 'ordinary'): Step => [1, 'MessageRecorded', 'message:m1', { fields: { direction: 'in', leadId: 'l1', nature: { kind } } }];
const breaker = (state: Record<string, unknown>): Step => [1, 'BreakerMoved', 'channel:email', { sender: 's', breaker: state }];
const byHand: Step = [3000, 'BreakerMoved', 'channel:email', { sender: 's', breaker: { kind: 'half_open' } }, 'try-channel'];
const seen: Seen = { askedForTime: [{ key: 'a1.1', retryAfterMs: 60_000 }, { key: 'a1.2', retryAfterMs: 1000 }], taken: new Set(['a1.1']), stoppedOnTheWay: [], begunBehindClock: [] };
const judged = (...steps: Step[]) => judgePeople(records([lead, draft(), ...steps]), seen).join('; ');
const failures = (count: number): Step[] =>
  Array.from({ length: count }, (_, i) => [draft(`f${i}`), approved(`f${i}`), begun(1000 + i, 1, `f${i}`), [1000 + i, 'DispatchRefused', `approval:f${i}`, { attempt: 1, code: 'connection', nextAttemptAt: null }] as Step]).flat();

test.each<[string, Step[]]>([
  ['all as it should be', [approved(), begun()]],
  ['an entry that was lifted, one for another channel, one for somebody else', [listed('email', 'kim@mail.example.org'), [1, 'DncEntryRemoved', 'dnc:d1', {}], approved(), listed('lead', 'l1', 'whatsapp'), begun()]],
  ['a lead who never had this address', [approved(), [0, 'LeadAdded', 'lead:l2', { fields: { addresses: [{ kind: 'email', value: 'lee@mail.example.org' }] } }], listed('lead', 'l2'), begun()]],
  ['somebody else on the list', [approved(), listed('domain', 'ample.org'), begun()]],
  ['they wrote before it was approved', [wrote(), approved(), begun()]],
  ['a report of a mail system is no answer of theirs', [approved(), wrote('bounce'), begun()]],
  ['tried again when it was said', [approved(), begun(), refused(62_000), begun(62_000, 2)]],
  ['sent again because a person said so', [approved(), begun(), [3000, 'DispatchUncertain', 'approval:a1', { attempt: 1 }], [4000, 'UncertainResolved', 'approval:a1', { as: 'send_again', undoUntilMs: noon + 5000 }], begun(5000, 2)]],
  ['a channel that failed often is left alone for a minute', [approved(), ...failures(5), begun(61_004)]],
  ['a channel that failed four times, or worked between', [approved(), ...failures(4), begun()]],
  ['a channel that wants no more for a minute gets none for a minute', [approved(), begun(), limited, draft('a2'), approved('a2'), begun(62_000, 1, 'a2')]],
  ['somebody who has seen to it ends the rest: the channel, and what met its trouble, are tried before', [approved(), begun(), limited, [3000, 'RetryHastened', 'approval:a1', { nextAttemptAt: noon + 3000 }], byHand, begun(3000, 2)]],
  ['the same after failures in a row', [approved(), ...failures(5), byHand, begun(3000)]],
  ['one tries whether the channel works, then the next', [approved(), breaker({ kind: 'open', untilMs: noon + 2000 }), begun(), breaker({ kind: 'half_open' })]],
])('%s: nothing is wrong', (_, steps) => expect(judged(...steps)).toBe(''));

test.each<[string, Step[]]>([
  ['while email kim@mail.example.org was on the list', [approved(), listed('email', 'kim@mail.example.org'), begun()]],
  ['while phone +13035550142 was on the list', [approved(), listed('phone', '+13035550142'), begun()]],
  ['while domain example.org was on the list', [approved(), listed('domain', 'example.org'), begun()]],
  ['while lead l1 was on the list', [approved(), listed('lead', 'l1', 'email'), begun()]],
  ['while lead l1 was on the list', [approved(), [1, 'MessageRecorded', 'message:m1', { fields: { direction: 'in', leadId: 'l1', nature: { kind: 'bounce', complaint: true } } }], begun()]],
  ['while lead l0 was on the list', [[0, 'LeadAdded', 'lead:l0', { fields: { addresses: [{ kind: 'email', value: 'kim@mail.example.org' }] } }], [0, 'LeadEdited', 'lead:l0', { changes: { addresses: [] } }], approved(), listed('lead', 'l0'), begun()]],
  ['after failure 5 of its channel in a row', [approved(), ...failures(5), begun(61_003)]],
  ['they had written since', [approved(), wrote(), begun()]],
  ['1 ms before its approval was final', [approved(), begun(999)]],
  ['1 ms too soon after it was refused', [approved(), begun(), refused(62_000), begun(61_999, 2)]],
  ['the channel asked for 60000', [approved(), begun(), refused(61_999)]],
  ['1 ms before its channel wanted more', [approved(), begun(), limited, draft('a2'), approved('a2'), begun(61_999, 1, 'a2')]],
  ['1 ms before its channel wanted more', [approved(), begun(), limited, [2001, 'DispatchRefused', 'approval:a1', { attempt: 2, code: 'limited', nextAttemptAt: noon + 62_000 }], draft('a2'), approved('a2'), begun(61_999, 1, 'a2')]],
  ['nobody knows what became of the one before', [approved(), begun(), [3000, 'DispatchUncertain', 'approval:a1', { attempt: 1 }], begun(4000, 2)]],
  ['before its channel wanted more', [approved(), begun(), limited, [3000, 'RetryHastened', 'approval:a1', { nextAttemptAt: noon + 3000 }], begun(3000, 2)]],
  ['too soon after it was refused', [approved(), begun(), limited, byHand, begun(3000, 2)]],
  ['1 ms before the rest of its channel was over', [approved(), breaker({ kind: 'open', untilMs: noon + 2001 }), begun()]],
  ['while another one was trying', [approved(), breaker({ kind: 'half_open' }), begun(), draft('a2'), approved('a2'), begun(2000, 1, 'a2')]],
])('%s: found', (words, steps) => expect(judged(...steps)).toContain(words));

test('what was handed over after a stop, and what was begun while nobody knew the time: found', () => {
  const steps = records([lead, draft(), approved(), begun()]);
  expect(judgePeople(steps, { ...seen, stoppedOnTheWay: ['a1.1'] }).join()).toContain('after its recipient had said stop');
  expect(judgePeople(steps, { ...seen, stoppedOnTheWay: ['a9.1'] })).toEqual([]);
  expect(judgePeople(steps, { ...seen, begunBehindClock: ['a1.1'] }).join()).toContain('while the clock stood behind');
});
