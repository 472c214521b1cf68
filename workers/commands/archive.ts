import { UsageError, type Command } from './command.ts';
import { count } from './columns.ts';

/** Makes the journal's older files smaller; they verify and are read as before. */
export const archive: Command = {
  name: 'archive',
  usage: '[--keep N]',
  summary: 'Compress closed files of the journal but for the newest N (2)',
  words: [0, 0],
  options: { keep: { type: 'string' } },
  async run(shell) {
    const keep = Number(shell.option('keep') ?? '2');
    if (!Number.isSafeInteger(keep) || keep < 0) throw new UsageError('--keep takes a whole number of files.', this.usage);
    const { files } = await (await shell.call()).world.store.archive({ keep });
    return { json: { files }, lines: files.length === 0 ? ['Nothing to compress.'] : [`${count(files.length, 'file')} compressed:`, ...files.map((file) => `  ${file}`)] };
  },
};
