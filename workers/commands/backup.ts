import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { acceptHistory } from '#lib/audit/accept-history.ts';
import { makeBackup } from '#lib/backup/make-backup.ts';
import { restoreBackup } from '#lib/backup/restore-backup.ts';
import { iso } from '#lib/clock.ts';
import { eraseLead } from '#lib/erasure/erase-lead.ts';
import { Fault } from '#lib/errors.ts';
import { isGone } from '../identity.ts';
import { count } from './columns.ts';
import { UsageError, type Command, type Shell } from './command.ts';

/** Everything that cannot be made again, copied elsewhere and put back. */
export const backupCommands: readonly Command[] = [
  {
    name: 'backup',
    usage: '[PLACE] [--list]',
    summary: 'Copy the journal, mail and secrets to a folder (beside the data folder unless named), while everything runs; --list shows those made before',
    words: [0, 1],
    options: { list: { type: 'boolean' } },
    async run(shell) {
      const call = await shell.call();
      if (shell.flag('list')) return list(await call.world.store.workspace.get());
      const made = await makeBackup(call, shell.words[0], { onProgress: shell.progress });
      return { json: made, lines: [`Backup of ${count(made.head.seq, 'record')} and ${count(made.files, 'file')} (${mega(made.bytes)} MB), verified: ${made.place}`, 'It holds secrets: keep it where only you can read it, best on another disk.'] };
    },
  },
];

export const restore: Command = {
  name: 'restore',
  usage: 'PLACE [--yes]',
  summary: 'Put a backup in the place of the data folder, once it is verified; what was there is kept under another name',
  words: [1, 1],
  options: { yes: { type: 'boolean' } },
  async run(shell) {
    const [place = ''] = shell.words;
    if (shell.settings.storeKind !== 'csv') throw new UsageError('Nothing is kept on disk: RE_STORE is memory.', this.usage);
    const erased = await erasedHere(shell);
    const done = await restoreBackup({ dataDir: shell.settings.dataDir, place, confirmed: shell.flag('yes'), now: iso(Date.now()), running: running(shell.settings.dataDir), onProgress: shell.progress });
    const again = await goOn(shell, erased);
    return {
      json: { ...done, erasedAgain: again },
      lines: [
        `Restored up to record ${done.head.seq}.`,
        ...(done.setAside === null ? [] : [`What was there lies in ${done.setAside}${done.recordsSetAside > 0 ? `; ${count(done.recordsSetAside, 'record')} of it are not in the backup` : ''}.`]),
        ...(again.length === 0 ? [] : [`${count(again.length, 'lead')} who had been erased since then ${again.length === 1 ? 'was' : 'were'} erased again: ${again.join(', ')}.`]),
        ...(erased === null ? ['The journal that was there could not be read, so nobody knows who had been erased since the backup: erase them again.'] : []),
      ],
    };
  },
};

const mega = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);

function list({ backups }: { readonly backups: readonly { readonly place: string; readonly headSeq: number; readonly bytes: number; readonly at: number }[] }) {
  const items = backups.map((backup) => ({ ...backup, at: iso(backup.at), there: existsSync(backup.place) }));
  return { json: { items }, lines: items.length === 0 ? ['No backup was made yet.'] : items.map(({ at, headSeq, bytes, place, there }) => `${at}  ${count(headSeq, 'record')}  ${mega(bytes)} MB  ${place}${there ? '' : '  (not there any more)'}`) };
}

/** Who was erased, as far as the journal that is there says; null when it cannot be read. */
async function erasedHere(shell: Shell): Promise<string[] | null> {
  if (!existsSync(join(shell.settings.dataDir, 'journal'))) return [];
  try {
    return (await (await shell.call()).world.store.workspace.get()).erasures.map((erasure) => erasure.leadId);
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  } finally {
    await shell.done();
  }
}

/** The restored history goes on, without those who were erased after it was copied. */
async function goOn(shell: Shell, erased: readonly string[] | null): Promise<string[]> {
  const call = await shell.call();
  await acceptHistory(call, { reason: 'Restored from a backup', confirm: true });
  const again: string[] = [];
  for (const leadId of erased ?? []) {
    if (!(await call.world.store.leads.get(leadId))) continue;
    await eraseLead(call, { leadId, reason: 'Erased again after a restore', confirm: true });
    again.push(leadId);
  }
  return again;
}

const recentMs = 15_000;

/** Processes that said within the last seconds that they use the folder, and are not known to have ended. */
function running(dataDir: string): string[] {
  const folder = join(resolve(dataDir), 'run');
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const [, role] = /^(worker|web)\..+\.json$/.exec(name) ?? [];
    if (role === undefined) return [];
    const { instance, atMs } = beatIn(join(folder, name));
    return Date.now() - atMs < recentMs && !isGone(instance, '') ? [`the ${role} process ${instance}`] : [];
  });
}

/** A beat that cannot be read says nothing. */
function beatIn(path: string): { instance: string; atMs: number } {
  try {
    const beat = JSON.parse(readFileSync(path, 'utf8')) as { instance?: unknown; atMs?: unknown };
    return { instance: String(beat.instance), atMs: Number(beat.atMs) || 0 };
  } catch (error) {
    if (error instanceof SyntaxError) return { instance: '', atMs: 0 };
    throw error;
  }
}
