import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Actor } from '#lib/accounts/actor.ts';
import { readConfig, type Settings } from '#lib/config.ts';
import { addLead } from '#lib/leads/add-lead.ts';
import { openRuntime, type Runtime } from '#lib/runtime.ts';
import type { Call } from '#lib/world.ts';
import { restoreBackup, type RestoreOptions, type Restored } from '../restore-backup.ts';

/** For tests: a data folder in a folder of its own, with an operator at it. */

export const operator: Actor = { kind: 'operator', id: 'root', name: 'root' };
export const person: Actor = { kind: 'person', id: 'usr_test', name: 'Ana', role: 'admin' };

export interface WorkspaceToCopy {
  readonly top: string;
  readonly dataDir: string;
  readonly world: Runtime;
  readonly call: Call;
  readonly asPerson: Call;
  add(name: string): Promise<{ readonly id: string }>;
  close(): Promise<void>;
}

export function settingsOf(dataDir: string): Settings {
  const read = readConfig({ RE_DATA_DIR: dataDir, RE_UNDO_EMAIL_SECONDS: '0' });
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return read.settings;
}

export async function openWorkspace(): Promise<WorkspaceToCopy> {
  const top = mkdtempSync(join(tmpdir(), 're-backup-'));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  return { top, ...(await openAt(join(top, 'data'))) };
}

export async function openAt(dataDir: string): Promise<Omit<WorkspaceToCopy, 'top'>> {
  const world = await openRuntime(settingsOf(dataDir));
  onTestFinished(() => world.close());
  const call: Call = { world, actor: operator, correlationId: 'cor_test' };
  return {
    dataDir, world, call,
    asPerson: { ...call, actor: person },
    add: (name) => addLead(call, { name, addresses: [{ kind: 'email', value: `${name}@example.org` }] }),
    close: () => world.close(),
  };
}

export function restoring(dataDir: string, place: string, over: Partial<RestoreOptions> = {}): Promise<Restored> {
  return restoreBackup({ settings: settingsOf(dataDir), actor: operator, place, confirmed: true, now: '2026-11-23T16:00:00.000Z', inUse: () => [], ...over });
}
