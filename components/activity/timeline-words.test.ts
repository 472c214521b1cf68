import { expect, test } from 'vitest';
import type { ActivityView } from '#lib/audit/schema.ts';
import { daysOf, hrefOf } from './timeline-words.ts';

const item = (seq: number, at: string, part: Partial<ActivityView> = {}): ActivityView => ({
  seq, at, type: 'DraftApproved', actor: 'person:usr_1', actorName: 'Ana', subject: { kind: 'approval', id: 'apr_1' }, target: { kind: 'approval', id: 'apr_1' },
  leadId: 'lea_1', leadName: 'Bo', text: 'Ana approved the draft to Bo.', tone: 'good', cause: 'approve-draft', correlationId: 'cor_1', ...part,
});

test('a day is a day where the reader is', () => {
  const items = [item(3, '2026-05-02T05:30:00Z'), item(2, '2026-05-02T04:30:00Z'), item(1, '2026-04-30T12:00:00Z')];
  const days = daysOf(items, Date.parse('2026-05-02T18:00:00Z'), 'America/New_York');
  expect(days.map((day) => [day.label, day.items.length])).toEqual([['Today · Saturday, May 2, 2026', 2], ['Thursday, April 30, 2026', 1]]);
  expect(daysOf(items, Date.parse('2026-05-02T18:00:00Z'), 'America/Chicago').map((day) => day.label)).toEqual(['Today · Saturday, May 2, 2026', 'Yesterday · Friday, May 1, 2026', 'Thursday, April 30, 2026']);
});

test('a line leads to what it is about, else to its lead, else nowhere', () => {
  expect(hrefOf(item(1, '2026-05-02T05:30:00Z'))).toBe('/inbox?id=apr_1');
  expect(hrefOf(item(1, '2026-05-02T05:30:00Z', { target: { kind: 'message', id: 'msg_1' } }))).toBe('/leads/lea_1');
  expect(hrefOf(item(1, '2026-05-02T05:30:00Z', { target: null, leadId: null }))).toBeNull();
});
