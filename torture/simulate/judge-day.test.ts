import { expect, test } from 'vitest';
import type { JournalRecord } from '../checker/record.ts';
import { judgeDay, type Allowed } from './judge-day.ts';
import type { Taken } from './sim-network.ts';

/** The judge of a day sees each rule broken, and nothing wrong where it is not. */

const allowed: Allowed = { limits: { email: { perHour: 3, perDay: 5, gapMs: 10_000 }, whatsapp: { perHour: 9, perDay: 9, gapMs: 0 } }, perLeadPerDay: 2, perHouseholdPerDay: 2, quiet: ['whatsapp'] };
const noon = Date.parse('2026-01-05T18:00:00Z');
const minute = 60_000;

interface Send {
  readonly atMs: number;
  readonly lead?: string;
  readonly channel?: string;
}

function history(sends: readonly Send[], between: readonly { readonly before: number; readonly type: string; readonly subject: string; readonly event: Record<string, unknown> }[] = []): { records: JournalRecord[]; taken: Taken[] } {
  const records: JournalRecord[] = [];
  const add = (atMs: number, type: string, subject: string, event: Record<string, unknown>, actor = 'worker:route') =>
    records.push({ seq: records.length + 1, ts: new Date(atMs).toISOString(), type, subject, actor, correlationId: 'c', key: null, cause: 'test', part: 1, parts: 1, event, prev: '', hash: '' });
  for (let i = 0; i < 9; i++) add(noon - 1, 'LeadAdded', `lead:l${i}`, { fields: { timeZone: 'America/Denver', household: i >= 6 ? 'home' : null } });
  const taken: Taken[] = sends.map(({ atMs, lead = `l${records.length % 6}`, channel = 'email' }, i) => {
    for (const each of between.filter(({ before }) => before === i)) add(noon + atMs, each.type, each.subject, each.event, 'person:usr_1');
    const content = { recipient: 'a@example.org', subject: null, body: `Words ${i}` };
    add(noon + atMs, 'DraftSubmitted', `approval:a${i}`, { leadId: lead, content });
    add(noon + atMs, 'DraftApproved', `approval:a${i}`, { undoUntilMs: 0 }, 'person:usr_1');
    add(noon + atMs, 'DispatchStarted', `approval:a${i}`, { channel, idempotencyKey: `a${i}.1`, attempt: 1 });
    add(noon + atMs, 'DispatchAccepted', `approval:a${i}`, { attempt: 1 });
    return { channel: channel as Taken['channel'], messageId: `a${i}.1@sim`, to: 'a@example.org', subject: '', body: `Words ${i}`, goAheadAt: 0, at: 0 };
  });
  return { records, taken };
}

const judged = (sends: readonly Send[], between?: Parameters<typeof history>[1]) => {
  const { records, taken } = history(sends, between);
  return judgeDay(records, taken, allowed);
};
const apart = (count: number, ms: number): Send[] => Array.from({ length: count }, (_, i) => ({ atMs: i * ms, lead: `l${i % 6}` }));

test('as much as is allowed, as far apart as it must be, is well', () => {
  expect(judged(apart(3, 10_000))).toEqual([]);
  expect(judged(apart(5, 31 * minute))).toEqual([]);
});

test.each<[string, Send[]]>([
  ['in an hour', apart(4, 10_000)],
  ['in a day', apart(6, 31 * minute)],
  ['follows after', apart(2, 9999)],
  ['to a lead in a day', [0, 1, 2].map((i) => ({ atMs: i * minute, lead: 'l1' }))],
  ['to a household in a day', [6, 7, 8].map((i) => ({ atMs: i * minute, lead: `l${i}` }))],
  ['where the lead is', [{ atMs: 10 * 60 * minute, channel: 'whatsapp' }]],
])('%s: found', (words, sends) => expect(judged(sends).join()).toContain(words));

test('who wrote since may have more, and a larger quota counts from when it is there', () => {
  const three = [0, 1, 2].map((i) => ({ atMs: i * minute, lead: 'l1' }));
  expect(judged(three, [{ before: 2, type: 'MessageRecorded', subject: 'message:m1', event: { fields: { direction: 'in', leadId: 'l1' } } }])).toEqual([]);
  const shared = { addresses: [{ kind: 'email', value: 'kim@example.org' }] };
  const asOther = [{ before: 0, type: 'LeadEdited', subject: 'lead:l1', event: { changes: shared } }, { before: 0, type: 'LeadAdded', subject: 'lead:l9', event: { fields: shared } }, { before: 2, type: 'MessageRecorded', subject: 'message:m1', event: { fields: { direction: 'in', leadId: 'l9' } } }];
  expect(judged(three, asOther)).toEqual([]);
  expect(judged(three, asOther.slice(1)).join()).toContain('to a lead in a day');
  const wider = { ...allowed.limits, email: { perHour: 9, perDay: 9, gapMs: 0 } };
  expect(judged(apart(4, 10_000), [{ before: 3, type: 'PolicyChanged', subject: 'policy:policy', event: { after: { channels: wider } } }])).toEqual([]);
});

test('what is begun while sending is paused is found', () => {
  expect(judged(apart(1, 0), [{ before: 0, type: 'ChannelPaused', subject: 'channel:all', event: {} }]).join()).toContain('paused');
});
