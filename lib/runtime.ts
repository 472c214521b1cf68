import { resolve } from 'node:path';
import { createMemoryFiles } from './store/memory/memory-files.ts';
import { createMemoryStore } from './store/memory/memory-store.ts';
import { fileTraces } from './store/csv/traces.ts';
import { openErasureKey } from './store/csv/erasure-key.ts';
import { openFileArtifacts } from './store/csv/artifacts.ts';
import { filesSyncedApart, nodeFiles } from './store/journal/files.ts';
import { openCsvStore } from './store/csv/open-store.ts';
import { openFileVault } from './store/csv/vault.ts';
import { neverBehind, systemClock, type Clock } from './clock.ts';
import type { Settings } from './config.ts';
import { makeIds } from './ids.ts';
import type { World } from './world.ts';

export type Runtime = World & { close(): Promise<void> };

export interface RuntimeOptions {
  readonly clock?: Clock;
  readonly random?: () => number;
  /** How long a table that somebody saves must be still to be taken for done. */
  readonly tableRestMs?: number;
  /** Never waits in place for the disk: there is other work meanwhile. */
  readonly syncsApart?: boolean;
}

/**
 * The runtimes this process has open, by data folder. Kept on `globalThis` because a bundler may load this module several
 * times in one process, and each would read the journal and hold its rows once more.
 */
const place = Symbol.for('re-engine.runtimes');
type Shared = typeof globalThis & { [place]?: Map<string, { users: number; opening: Promise<Runtime> }> };

/**
 * Opens the world that verbs work on: the store of `settings.storeKind`, its vault and artifacts, the clock. A second call for
 * the same folder shares what the first opened; the last `close` closes it. Faults are those of `openCsvStore`.
 */
export async function openRuntime(settings: Settings, options: RuntimeOptions = {}): Promise<Runtime> {
  const shared = ((globalThis as Shared)[place] ??= new Map());
  const name = `${settings.storeKind}:${resolve(settings.dataDir)}`;
  const entry = shared.get(name) ?? { users: 0, opening: open(settings, options) };
  shared.set(name, entry);
  entry.users += 1;
  let closed = false;
  const leave = async () => {
    if (closed) return;
    closed = true;
    entry.users -= 1;
    if (entry.users > 0) return;
    if (shared.get(name) === entry) shared.delete(name);
    await (await entry.opening).close();
  };
  try {
    return { ...(await entry.opening), settings, close: leave };
  } catch (error) {
    if (shared.get(name) === entry) shared.delete(name);
    throw error;
  }
}

async function open(settings: Settings, options: RuntimeOptions): Promise<Runtime> {
  const { random = Math.random } = options;
  const { dataDir } = settings;
  const { store, ...files } = settings.storeKind === 'memory' ? { store: createMemoryStore(), ...createMemoryFiles() } : await openFiles(settings, random, options);
  const clock = neverBehind(options.clock ?? systemClock, () => store.lastAt());
  return { store, ...files, clock, ids: makeIds(() => clock.now()), random, settings, close: () => store.close() };
}

async function openFiles({ dataDir, anyFileSystem }: Settings, random: () => number, { tableRestMs, syncsApart }: RuntimeOptions) {
  const store = await openCsvStore({ dataDir, anyFileSystem, random, files: syncsApart ? filesSyncedApart : nodeFiles, ...(tableRestMs !== undefined && { tableRestMs }) });
  return { store, vault: openFileVault(dataDir), artifacts: openFileArtifacts(dataDir), traces: fileTraces(dataDir), tableFiles: store.tableFiles, seal: openErasureKey(dataDir).seal };
}
