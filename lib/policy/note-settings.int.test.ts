import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openCsvStore } from '#lib/store/csv/open-store.ts';
import { createTestWorld } from '#lib/store/memory/test-world.ts';
import { noteSettings } from './note-settings.ts';

test('two writers of one data folder that start together record one change, and a later start knows it', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 're-settings-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const start = async (env: Readonly<Record<string, string>>) => {
    const store = await openCsvStore({ dataDir });
    onTestFinished(() => store.close());
    const { world, as } = createTestWorld(env);
    return { store, note: () => noteSettings({ ...as({ kind: 'worker', id: 'settings', name: 'Worker' }), world: { ...world, store } }, {}) };
  };
  const [a, b] = [await start({}), await start({})];
  expect(await Promise.all([a.note(), b.note()])).toEqual([[], []]);
  const [c, d] = [await start({ RE_TIME_ZONE: 'America/Chicago' }), await start({ RE_TIME_ZONE: 'America/Chicago' })];
  expect((await Promise.all([c.note(), d.note()])).flat()).toEqual(['teamZone']);
  expect(await (await start({ RE_TIME_ZONE: 'America/Chicago' })).note()).toEqual([]);
  const { items } = await a.store.events({}, { cursor: null, limit: 50 });
  expect(items.map(({ type }) => type)).toEqual(['PolicySettingsChanged', 'PolicySettingsNoted']);
});
