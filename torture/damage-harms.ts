import type { Random } from './random.ts';

/** The files of a journal by name, in order. */
export type Journal = ReadonlyMap<string, Buffer>;

/** One kind of damage; null when it comes to nothing here. What only cuts the end off is no damage that a journal alone can show. */
export interface Harm {
  readonly name: string;
  change(journal: Journal, random: Random, other: Journal): Journal | null;
}

const newline = 10;
const nameOf = (journal: Journal, random: Random) => random.pick([...journal.keys()]);
const withFile = (journal: Journal, name: string, bytes: Buffer): Journal => new Map([...journal].map(([each, old]) => [each, each === name ? bytes : old]));

/** Lines of one file without their ends; the last is empty. */
const linesOf = (bytes: Buffer) => bytes.toString('latin1').split('\n');
const joined = (lines: readonly string[]) => Buffer.from(lines.join('\n'), 'latin1');

/** The first record of any journal looks like one that lost its race here: it says nothing, and changes nothing. */
const firstForeign = 6;

/** On the lines of one file that are records, but not the last ones of the journal, which could as well have been cut off. */
function onLines(change: (lines: string[], at: number, random: Random, foreign: string) => string[] | null): Harm['change'] {
  return (journal, random, other) => {
    const name = nameOf(journal, random);
    const lines = linesOf(journal.get(name)!);
    const isLast = name === [...journal.keys()].at(-1);
    const last = lines.length - (isLast ? 5 : 2);
    if (last < 2) return null;
    const foreign = linesOf([...other.values()][0]!);
    const changed = change([...lines], random.between(1, last), random, foreign[random.between(firstForeign, foreign.length - 2)]!);
    return changed && withFile(journal, name, joined(changed));
  };
}

export const harms: readonly Harm[] = [
  {
    name: 'a flipped bit',
    change(journal, random) {
      const name = nameOf(journal, random);
      const bytes = Buffer.from(journal.get(name)!);
      const at = random.between(0, bytes.length - 1);
      bytes[at] = bytes[at]! ^ (1 << random.between(0, 7));
      return withFile(journal, name, bytes);
    },
  },
  {
    name: 'bytes overwritten',
    change(journal, random) {
      const name = nameOf(journal, random);
      const bytes = Buffer.from(journal.get(name)!);
      const at = random.between(0, bytes.length - 1);
      bytes.fill(random.pick([0, 32, newline, 255]), at, Math.min(bytes.length, at + random.between(1, 600)));
      return isCutOnly(journal, name, bytes) ? null : withFile(journal, name, bytes);
    },
  },
  {
    name: 'bytes taken out of the middle',
    change(journal, random) {
      const name = nameOf(journal, random);
      const bytes = journal.get(name)!;
      const at = random.between(0, bytes.length - 1);
      const changed = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random.between(1, 400))]);
      return isCutOnly(journal, name, changed) ? null : withFile(journal, name, changed);
    },
  },
  { name: 'a record taken out', change: onLines((lines, at) => lines.toSpliced(at, 1)) },
  { name: 'several records taken out', change: onLines((lines, at, random) => lines.toSpliced(at, random.between(2, 3))) },
  { name: 'a record twice', change: onLines((lines, at) => lines.toSpliced(at, 0, lines[at]!)) },
  { name: 'an older record once more', change: onLines((lines, at, random) => lines.toSpliced(at, 0, lines[random.between(1, at)]!)) },
  { name: 'two records changed places', change: onLines((lines, at) => lines.toSpliced(at, 2, lines[at + 1]!, lines[at]!)) },
  { name: 'a record of another journal', change: onLines((lines, at, _random, foreign) => lines.toSpliced(at, 0, foreign)) },
  { name: 'a record replaced by one of another journal', change: onLines((lines, at, _random, foreign) => lines.toSpliced(at, 1, foreign)) },
  { name: 'a line of words', change: onLines((lines, at) => lines.toSpliced(at, 0, 'checked and found in order')) },
  { name: 'an empty line', change: onLines((lines, at) => lines.toSpliced(at, 0, '')) },
  { name: 'another name in a record', change: onLines((lines, at) => lines.toSpliced(at, 1, lines[at]!.replace('worker:damage', 'person:usr_1'))) },
  { name: 'the data of a record blanked', change: onLines((lines, at) => lines.toSpliced(at, 1, lines[at]!.replace(/,"\{.*\}",/, ',,'))) },
  { name: 'saved by a spreadsheet', change: onLines((lines) => lines.map((line) => (line === '' ? line : `${line}\r`))) },
  {
    name: 'a file missing in the middle',
    change: (journal, random) => {
      const names = [...journal.keys()];
      const gone = names[random.between(0, names.length - 2)]!;
      return new Map([...journal].filter(([name]) => name !== gone));
    },
  },
  {
    name: 'two files changed places',
    change: (journal) => {
      const [first = '', second = ''] = [...journal.keys()];
      return new Map([...journal].map(([name, bytes]) => [name, name === first ? journal.get(second)! : name === second ? journal.get(first)! : bytes]));
    },
  },
  {
    name: 'a file cut off before another',
    change: (journal, random) => {
      const name = random.pick([...journal.keys()].slice(0, -1));
      const bytes = journal.get(name)!;
      return withFile(journal, name, bytes.subarray(0, random.between(0, bytes.length - 1)));
    },
  },
  {
    name: 'a file of another journal',
    change: (journal, random, other) => withFile(journal, random.pick([...journal.keys()].slice(0, -1)), [...other.values()][0]!),
  },
];

/** What is left at the end of the last file may be the beginning of an append that never ended. */
function isCutOnly(journal: Journal, name: string, changed: Buffer): boolean {
  if (name !== [...journal.keys()].at(-1)) return false;
  const old = journal.get(name)!;
  let same = 0;
  while (same < changed.length && changed[same] === old[same]) same += 1;
  return !changed.subarray(same).includes(newline);
}
