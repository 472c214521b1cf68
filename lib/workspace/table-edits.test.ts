import { expect, test } from 'vitest';
import { ana, mel } from '#lib/approvals/given.ts';
import { listActivity } from '#lib/audit/list-activity.ts';
import { on } from '#lib/store/event.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { dismissTableEdit } from './dismiss-table-edit.ts';
import { listTableEdits } from './list-table-edits.ts';
import { tableEditListSchema } from './schema.ts';
import { workspaceId } from './workspace.ts';

const edit = (table: string, left: number) => ({ type: 'TableEditKept', table, keptAs: left > 0 ? `${table}.edited-1.csv` : '', taken: 1, left, differences: left > 0 ? ['Row 2 (apr_1), status: pending → approved'] : [] }) as const;

test('what was left out is listed until a manager has seen it, for everybody at once', async () => {
  const t = createTestWorld();
  await t.record(on('workspace', workspaceId, [edit('dnc', 0), edit('approvals', 1), edit('leads', 2)]), { kind: 'file', id: 'x', name: 'File edit' });
  const tables = async () => tableEditListSchema.parse(await listTableEdits(t.as(ana))).items.map(({ table }) => table);
  expect(await tables()).toEqual(['leads', 'approvals']);
  await expect(dismissTableEdit(t.as(ana), { keptAs: 'leads.edited-1.csv' })).rejects.toMatchObject({ refusal: { code: 'forbidden' } });
  await dismissTableEdit(t.as(mel), { keptAs: 'leads.edited-1.csv' });
  expect(await tables()).toEqual(['approvals']);
  const { seq } = await t.world.store.head();
  await dismissTableEdit(t.as(mel), { keptAs: 'leads.edited-1.csv' });
  expect((await t.world.store.head()).seq).toBe(seq);
  await expect(dismissTableEdit(t.as(mel), { keptAs: 'nothing.csv' })).rejects.toMatchObject({ refusal: { code: 'not_found' } });
});

test('the activity says what was changed by hand and who has seen it', async () => {
  const t = createTestWorld();
  await t.record(on('workspace', workspaceId, [edit('approvals', 1)]), { kind: 'file', id: 'approvals.edited-1.csv', name: 'File edit' });
  await dismissTableEdit(t.as(mel), { keptAs: 'approvals.edited-1.csv' });
  const { items } = await listActivity(t.as(ana), {});
  expect(items.map((item) => item.text)).toEqual([
    expect.stringMatching(/has seen what was left out of approvals\.csv\.$/),
    'approvals.csv was changed by hand: 1 row taken in, 1 difference not applied and kept in approvals.edited-1.csv: Row 2 (apr_1), status: pending → approved',
  ]);
});
