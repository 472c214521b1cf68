import { expect, test } from 'vitest';
import { mel } from '#lib/approvals/given.ts';
import { on } from '#lib/store/event.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { whyOnDnc, type DncFields } from './entry.ts';
import { listedAlready } from './listed-already.ts';
import { removeDncEntry } from './remove-entry.ts';

/** Whether somebody is on the list already, for whoever would add them again. */

const entry = { kind: 'email', value: 'l.ee@gmail.com', channel: 'email', reason: 'asked', source: 'console' } as const satisfies DncFields;

test('an entry that forbids as much stands for a new one, in any spelling; a narrower one or one that was lifted does not', async () => {
  const { world, as, record } = createTestWorld();
  await record(on('dnc', 'dnc_1', [{ type: 'DncEntryAdded', fields: entry }]));
  const listed = async (more: Partial<DncFields>) => (await listedAlready(world.store, { ...entry, ...more }))?.id;
  expect(await listed({ value: 'lee+homes@googlemail.com' })).toBe('dnc_1');
  for (const other of [{ channel: 'all' }, { channel: 'whatsapp' }, { value: 'leo@gmail.com' }] as const) expect(await listed(other)).toBeUndefined();
  await record(on('dnc', 'dnc_2', [{ type: 'DncEntryAdded', fields: { ...entry, channel: 'all' } }]));
  expect(await listed({ channel: 'whatsapp' })).toBe('dnc_2');
  for (const id of ['dnc_1', 'dnc_2']) await removeDncEntry(as(mel), { id, reason: 'they came back', confirm: true });
  expect(await listed({})).toBeUndefined();
});

test('that mail came back does not stand for somebody’s wish; the wish stands for it', async () => {
  const { world, record } = createTestWorld();
  await record(on('dnc', 'dnc_1', [{ type: 'DncEntryAdded', fields: { ...entry, source: 'bounce:msg_1' } }]));
  expect(await listedAlready(world.store, entry)).toBeUndefined();
  expect((await listedAlready(world.store, { ...entry, source: 'bounce:msg_2' }))?.id).toBe('dnc_1');
  await record(on('dnc', 'dnc_2', [{ type: 'DncEntryAdded', fields: { ...entry, value: 'kim@example.org' } }]));
  expect((await listedAlready(world.store, { ...entry, value: 'kim@example.org', source: 'bounce:msg_3' }))?.id).toBe('dnc_2');
});

test('why nothing is sent names the reason where there is one', () => {
  expect([whyOnDnc({ reason: 'asked' }), whyOnDnc({ reason: '' })]).toEqual(['On the Do-Not-Contact list: asked', 'On the Do-Not-Contact list.']);
});
