import { existsSync } from 'node:fs';
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
    return { json: { ...done, backups, done: true }, lines };
  },
};
