import type { NamedTest, SeededFault } from './seeded-fault.ts';

/** Faults of whoever verifies the journal: what would let damage pass. */

const verify = (name: string): NamedTest => ({ project: 'int', file: 'lib/audit/verify-journal.int.test.ts', name });
const damage = (name: string): NamedTest => ({ project: 'int', file: 'lib/store/csv/damage.int.test.ts', name });

export const auditFaults: readonly SeededFault[] = [
  {
    name: 'end-not-verified', what: 'a changed end of the last line passes verification',
    file: 'lib/audit/verify-journal.ts', find: 'if (segment.torn && holdsMoreThanALine(', replace: 'if (!segment && holdsMoreThanALine(',
    test: damage('a flipped bit anywhere is found when the journal is verified and when it is opened'),
  },
  {
    name: 'gap-not-verified', what: 'a missing file passes verification',
    file: 'lib/audit/verify-journal.ts', find: 'if (number !== i + 1) {', replace: 'if (number < 0) {',
    test: damage('a missing file in the middle, and one after a file that was not closed, are found'),
  },
  {
    name: 'verification-stops-at-first', what: 'of several damaged places only the first is told',
    file: 'lib/audit/verify-journal.ts', find: 'readOn(text);', replace: '',
    test: verify('two damaged places are both named, each once, with byte and record'),
  },
  {
    name: 'blank-not-verified', what: 'data that is gone without an erasure passes verification',
    file: 'lib/audit/verify-journal.ts', find: 'if (blank !== null) found(', replace: 'if (blank === -1) found(',
    test: { project: 'int', file: 'lib/erasure/erase-lead.int.test.ts', name: 'a blank record that no erasure explains is damage' },
  },
  {
    name: 'nothing-verified', what: 'a data folder without a journal passes verification',
    file: 'lib/audit/verify-journal.ts', find: 'if (numbers.length === 0) found(', replace: 'if (numbers.length < 0) found(',
    test: verify('no journal at all is a problem, not a success'),
  },
];
