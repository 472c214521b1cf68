import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { acceptHistory } from '#lib/audit/accept-history.ts';
import { processesUsing } from '#lib/backup/in-use.ts';
import { makeBackup } from '#lib/backup/make-backup.ts';
import { restoreBackup, type Restored } from '#lib/backup/restore-backup.ts';
import { iso } from '#lib/clock.ts';
import { Fault, Refused } from '#lib/errors.ts';
import { placeOf } from '#lib/store/journal/restoring.ts';
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
      const made = await makeBackup(call, shell.words[0], { onProgress: shell.progress, signal: shell.signal });
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
    const { settings } = shell;
    if (settings.storeKind !== 'csv') throw new UsageError('Nothing is kept on disk: RE_STORE is memory.', this.usage);
    const { username } = userInfo();
    const actor = { kind: 'operator', id: username, name: username } as const;
    const done = await restoreBackup({ settings, actor, place, confirmed: shell.flag('yes'), now: iso(Date.now()), inUse: () => inUse(settings.dataDir), onProgress: shell.progress });
    const late = inUse(done.setAside);
    const unsigned = await goOnSigning(shell, done);
    return { json: { ...done, stillInUse: late, unsigned }, exitCode: unsigned === null ? 0 : 1, lines: [...restored(done), ...(unsigned === null ? [] : [`The signed heads do not go on from here yet, and nothing is sent before: ${unsigned}`]), ...late.map((name) => `${name} still writes to the folder that was set aside: what it is told is lost. Stop it.`)] };
  },
};

/** Says to the signed heads that the older history is meant; null when it is done, else why not. */
async function goOnSigning(shell: Shell, { madeAt }: Restored): Promise<string | null> {
  try {
    await acceptHistory(await shell.call(), { reason: `Restored the backup of ${madeAt}`, confirm: true });
    return null;
  } catch (error) {
    if (error instanceof Fault || error instanceof Refused) return error.message;
    throw error;
  }
}

function restored({ head, madeAt, setAside, recordsSetAside, present, carried }: Restored): string[] {
  const { dnc, erased, blocked, sentBack, shutOut, left } = carried;
  const known = present !== 'none' && present !== 'another';
  return [
    `Restored up to record ${head.seq}, as of ${madeAt}.`,
    ...(setAside === null ? [] : [`What was there lies in ${setAside}${recordsSetAside > 0 ? `; ${count(recordsSetAside, 'record')} of it ${recordsSetAside === 1 ? 'is' : 'are'} not in the backup` : ''}.`]),
    ...(known ? [`Of the time since then, ${count(dnc, 'Do-Not-Contact entry', 'Do-Not-Contact entries')}, ${count(erased.length, 'erasure')} and ${count(shutOut.length, 'ended access', 'ended accesses')} hold on.`] : ['Nothing is known of the time since then: who said stop, who was erased, whose access ended must be entered again.']),
    ...(present === 'damaged' ? ['The journal that was there is damaged: what could be read of it was carried over, and there may have been more.'] : []),
    ...(blocked > 0 ? [`${count(blocked, 'draft')} went out since then, or may have: blocked.`] : []),
    ...(sentBack > 0 ? [`${count(sentBack, 'draft')} went back to review: nothing is sent before somebody decides again.`] : []),
    ...left,
    'Users and passwords are those of the backup; everybody signs in again.',
  ];
}

const mega = (bytes: number) => (bytes / 1024 / 1024).toFixed(1);

function list({ backups }: { readonly backups: readonly { readonly place: string; readonly headSeq: number; readonly bytes: number; readonly at: number }[] }) {
  const items = backups.map((backup) => ({ ...backup, at: iso(backup.at), there: existsSync(backup.place) }));
  return { json: { items }, lines: items.length === 0 ? ['No backup was made yet.'] : items.map(({ at, headSeq, bytes, place, there }) => `${at}  ${count(headSeq, 'record')}  ${mega(bytes)} MB  ${place}${there ? '' : '  (not there any more)'}`) };
}

const recentMs = 15_000;

/** Processes that have its journal open, or said within the last seconds, also from another machine, that they use it. */
function inUse(folder: string | null): string[] {
  if (folder === null || !existsSync(placeOf(folder))) return [];
  const place = placeOf(folder);
  const open = processesUsing(place).map((pid) => `process ${pid}`);
  return open.length > 0 ? open : beating(join(place, 'run'));
}

function beating(folder: string): string[] {
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
