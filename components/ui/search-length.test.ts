import { expect, test } from 'vitest';
import { listApprovalsInput } from '#lib/approvals/schema.ts';
import { listDncInput } from '#lib/dnc/schema.ts';
import { listLeadsInput } from '#lib/leads/schema.ts';
import { forecastInput } from '#lib/policy/forecast.ts';
import { searchLengthMax } from './search-length.ts';

test('a search box holds what the server takes, and no more', () => {
  for (const schema of [listApprovalsInput, listLeadsInput, listDncInput, forecastInput]) {
    expect(schema.safeParse({ q: 'x'.repeat(searchLengthMax) }).success).toBe(true);
    expect(schema.safeParse({ q: 'x'.repeat(searchLengthMax + 1) }).success).toBe(false);
  }
});
