import type { NamedTest, SeededFault } from './seeded-fault.ts';

/** Faults of erasure: what would leave somebody's data behind, let them come back, or break the chain they were in. */

const erase = (name: string): NamedTest => ({ project: 'int', file: 'lib/erasure/erase-lead.int.test.ts', name });
const leftovers = (name: string): NamedTest => ({ project: 'int', file: 'lib/erasure/leftovers.int.test.ts', name });

export const erasureFaults: readonly SeededFault[] = [
  {
    name: 'erased-data-kept', what: 'records of somebody erased keep their data',
    file: 'lib/store/csv/rewrite-segments.ts', find: 'lines.push(goes ? blanked(found.text) : found.text);', replace: 'lines.push(found.text);',
    test: erase('an erased person is nowhere to be found, the chain holds, and they stay away'),
  },
  {
    name: 'erased-records-dropped', what: 'records of somebody erased are taken out whole, and the chain with them',
    file: 'lib/store/csv/rewrite-segments.ts', find: 'lines.push(goes ? blanked(found.text) : found.text);', replace: 'if (!goes) lines.push(found.text);',
    test: erase('an erased person is nowhere to be found, the chain holds, and they stay away'),
  },
  {
    name: 'idle-lines-kept', what: 'lines that do not count keep the data of somebody erased',
    file: 'lib/store/csv/rewrite-segments.ts', find: 'idle += 1;', replace: 'lines.push(text);',
    test: leftovers('appends that lost their race and lines that were never finished lose an erased person as well'),
  },
  {
    name: 'compressed-copy-kept', what: 'a compressed file beside the plain one keeps the data of somebody erased',
    file: 'lib/store/csv/rewrite-segments.ts', find: 'if (compressed) return;', replace: 'return;',
    test: leftovers('a compressed file beside the plain one, of a process that died between the two, loses an erased person as well'),
  },
  {
    name: 'erasure-left-half-done', what: 'an erasure that was cut off is taken for finished',
    file: 'lib/erasure/finish-erasures.ts', find: 'if (begun.length === 0) return [];', replace: 'return [];',
    test: erase('an erasure that was cut off is brought to its end, by another process'),
  },
  {
    name: 'erased-rows-kept', what: 'rows of somebody erased stay in the tables',
    file: 'lib/store/tables.ts', find: 'this.tableOf(kind)?.remove(id);', replace: '',
    test: erase('an erased person is nowhere to be found, the chain holds, and they stay away'),
  },
  {
    name: 'original-of-a-shared-mail-kept', what: 'the original of a teammate’s mail that is kept with another lead still names somebody erased',
    file: 'lib/erasure/what-is-theirs.ts', find: '[...rows, ...alsoReached].flatMap(', replace: 'rows.flatMap(',
    test: erase('erased is whom a teammate’s mail reached beside another lead: the other keeps it, and nothing names the erased'),
  },
  {
    name: 'erased-person-let-in', what: 'somebody who was erased can be made a lead again',
    file: 'lib/erasure/erased.ts', find: "entries.find((entry) => entry.kind === 'erased') ?? null", replace: 'null',
    test: erase('an erased person is nowhere to be found, the chain holds, and they stay away'),
  },
  {
    name: 'blank-accepted-at-start', what: 'the store opens although the data of a record is gone and no erasure says why',
    file: 'lib/store/csv/journal.ts', find: 'if (blank !== null) throw', replace: 'if (blank === -1) throw',
    test: erase('a blank record that no erasure explains is damage'),
  },
];
