import { expect, test } from 'vitest';
import { metricsText } from './metrics-text.ts';

test('each metric is told with its kind, its help and one line per value; what is not known is not told as 0', async () => {
  const { text, contentType } = await metricsText([
    { name: 're_approvals', help: 'By status.', kind: 'gauge', samples: [{ labels: { status: 'sent' }, value: 2 }, { labels: { status: 'say "no"\n' }, value: 0 }] },
    { name: 're_journal_records_total', help: 'Records.', kind: 'counter', samples: [{ labels: {}, value: 41 }] },
    { name: 're_worker_last_seen_timestamp_seconds', help: 'Seen.', kind: 'gauge', samples: [] },
  ]);
  expect(contentType).toContain('version=0.0.4');
  expect(text.trim().split(/\n+/)).toEqual([
    '# HELP re_approvals By status.', '# TYPE re_approvals gauge', 're_approvals{status="sent"} 2', 're_approvals{status="say \\"no\\"\\n"} 0',
    '# HELP re_journal_records_total Records.', '# TYPE re_journal_records_total counter', 're_journal_records_total 41',
  ]);
});
