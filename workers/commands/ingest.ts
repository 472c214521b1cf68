import type { Disposition } from '#lib/messages/record-inbound.ts';
import { ingestFiles } from '#lib/messages/ingest-files.ts';
import { count, oneLine } from './columns.ts';
import type { Command } from './command.ts';

const shownMax = 50;

/** What became of messages, in the order people want to know. */
const words: Readonly<Record<Disposition['kind'], string>> = {
  recorded: 'recorded', duplicate: 'there already', auto_reply: 'automatic, kept without an answer', bounce: 'delivery reports',
  unknown_sender: 'from somebody unknown: a contact card waits', unreadable: 'unreadable',
};

export const ingest: Command = {
  name: 'ingest',
  usage: 'PATH… [--dry-run]',
  summary: 'Take in mail from .eml files, Maildirs and mboxes; says what became of every message',
  words: [1, 1000],
  options: { 'dry-run': { type: 'boolean' } },
  async run(shell) {
    const report = await ingestFiles(await shell.call(), {
      paths: shell.words, dryRun: shell.flag('dry-run'), signal: shell.signal,
      onProgress: (done, total) => shell.progress(bar(done, total)),
    });
    const told = Object.entries(words).flatMap(([kind, text]) => {
      const n = report.counts[kind as Disposition['kind']];
      return n > 0 ? [`  ${String(n).padStart(6)}  ${text}`] : [];
    });
    const head = `${report.dryRun ? 'Would take in' : 'Took in'} ${count(report.found, 'message')}:`;
    const remarks = report.remarks.slice(0, shownMax).map(({ source, kind, why }) => `  ${source}: ${words[kind]}${why ? ` (${oneLine(why, 160)})` : ''}`);
    const more = report.remarks.length > shownMax ? [`  … and ${report.remarks.length - shownMax} more (--json names them)`] : [];
    const unusable = report.unusable.map(({ path, why }) => `  ${path}: ${why}`);
    const lines = [head, ...told, ...remarks, ...more, ...(unusable.length > 0 ? ['Could not be looked at:', ...unusable] : [])];
    return { json: report, lines, exitCode: report.unusable.length > 0 || report.counts.unreadable > 0 ? 1 : 0 };
  },
};

function bar(done: number, total: number): string {
  const share = total === 0 ? 1 : done / total;
  const filled = Math.round(share * 24);
  return `[${'='.repeat(filled)}${' '.repeat(24 - filled)}] ${Math.round(share * 100)} % of ${(total / 1_048_576).toFixed(1)} MiB`;
}
