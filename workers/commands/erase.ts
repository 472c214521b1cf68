import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { leftovers } from '#lib/backup/make-backup.ts';
import { foldersSetAside } from '#lib/backup/restore-backup.ts';
import { eraseLead } from '#lib/erasure/erase-lead.ts';
import { whatIsTheirs } from '#lib/erasure/what-is-theirs.ts';
import { findLead } from '#lib/leads/find.ts';
import { count } from './columns.ts';
import { UsageError, type Command } from './command.ts';

/** Takes one person out of everything, for good. Without --yes it only says what that would be. */
export const erase: Command = {
  name: 'erase',
  usage: '--lead ID --reason TEXT [--yes]',
  summary: 'Take a lead out of the journal, the tables and the artifacts, for good; their addresses stay on the Do-Not-Contact list as fingerprints',
  words: [0, 0],
  options: { lead: { type: 'string' }, reason: { type: 'string' }, yes: { type: 'boolean' } },
  async run(shell) {
    const [leadId, reason] = [shell.option('lead'), shell.option('reason')];
    if (!leadId) throw new UsageError('--lead is missing.', this.usage);
    if (!reason) throw new UsageError('--reason is missing. It stays in the journal: leave out names.', this.usage);
    const call = await shell.call();
    if (!shell.flag('yes')) {
      const lead = await findLead(call.world.store, leadId);
      const theirs = await whatIsTheirs(call.world.store, lead);
      const counts = `${count(theirs.subjects.length, 'item')} (messages, drafts, conversations …) and ${count(theirs.artifacts.length, 'kept mail', 'kept mails')}`;
      return { json: { leadId, items: theirs.subjects.length, artifacts: theirs.artifacts.length, done: false }, exitCode: 1, lines: [`${lead.name}: ${counts} would be erased. Nobody can bring them back. To do it, add --yes.`] };
    }
    const done = await eraseLead(call, { leadId, reason, confirm: true });
    const backups = done.backups.filter((place) => existsSync(place));
    const lines = [
      `${leadId} is erased: ${count(done.records, 'record')} of the journal blanked, ${count(done.files.length, 'file')} written anew or removed.`,
      ...(backups.length === 0 ? [] : [`${count(backups.length, 'backup')} made before still hold${backups.length === 1 ? 's' : ''} their data. Delete or replace:`, ...backups.map((place) => `  ${place}`)]),
    ];
    const copies = [...new Set(backups.map(dirname))].flatMap(leftovers).concat(foldersSetAside(shell.settings.dataDir));
    if (copies.length > 0) lines.push('Left by backups and restores, and they may hold their data too. Delete:', ...copies.map((place) => `  ${place}`));
    return { json: { ...done, backups, copies, done: true }, lines };
  },
};
