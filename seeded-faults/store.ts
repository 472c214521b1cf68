import type { NamedTest, SeededFault } from './seeded-fault.ts';

/** Faults of the store: what would make it lose, double, hide or invent something. */

const unit = (file: string, name: string): NamedTest => ({ project: 'unit', file, name });
const int = (file: string, name: string): NamedTest => ({ project: 'int', file, name });

const power = (name: string) => int('lib/store/csv/power-loss.int.test.ts', name);
const race = (name: string) => int('lib/store/csv/lost-race.int.test.ts', name);
const reopened = (name: string) => int('lib/store/csv/reopened.int.test.ts', name);
const damage = (name: string) => int('lib/store/csv/damage.int.test.ts', name);
const disk = (name: string) => int('lib/store/csv/faults.int.test.ts', name);
const record = (name: string) => unit('lib/store/journal/record.test.ts', name);
const contract = (name: string) => unit('lib/store/memory/memory-store.test.ts', `memory store: ${name}`);

const durability: readonly SeededFault[] = [
  {
    name: 'folder-not-synced', what: 'a new file of the journal is synced, its name in the folder is not',
    file: 'lib/store/journal/segment.ts', find: 'if (!this.named) syncFolder(this.files, this.folder);', replace: '',
    test: power('power loss right after an acknowledgement takes nothing that was acknowledged, in the first file or a new one'),
  },
  {
    name: 'data-not-synced', what: 'an append is not synced',
    file: 'lib/store/journal/segment.ts', find: 'await this.source.datasync();', replace: '',
    test: power('power loss right after an acknowledgement takes nothing that was acknowledged, in the first file or a new one'),
  },
  {
    name: 'acknowledged-before-sync', what: 'a commit is acknowledged while its append is still being synced',
    file: 'lib/store/csv/journal.ts', find: 'await durable;', replace: 'await Promise.race([durable, Promise.resolve()]);',
    test: power('power loss right after an acknowledgement takes nothing that was acknowledged, in the first file or a new one'),
  },
  {
    name: 'own-append-read-early', what: 'readers in the process that writes see records that are not durable yet',
    file: 'lib/store/csv/journal.ts', find: 'while (this.looksNew() && this.appending) await this.appending;', replace: '',
    test: power('nobody reads what is not durable yet, not even in the process that wrote it'),
  },
  {
    name: 'goes-on-after-failed-sync', what: 'a writer whose sync failed goes on writing',
    file: 'lib/store/csv/journal.ts', find: 'this.throwIfDamaged();\n    if (this.stopped) throw this.stopped;', replace: 'this.throwIfDamaged();',
    test: disk('commits that wait together all fail together'),
  },
  {
    name: 'short-append-taken-for-whole', what: 'an append of which the disk took a part counts as written',
    file: 'lib/store/journal/segment.ts', find: 'if (written !== bytes.length)', replace: 'if (written < 0)',
    test: int('lib/store/csv/short-write.int.test.ts', 'a writer whose disk took only a part of an append stops, and says so; a new one goes on'),
  },
  {
    name: 'replacement-not-synced', what: 'a file is put in the place of another before its bytes are on the disk',
    file: 'lib/store/journal/replace-file.ts', find: 'if (durable) files.sync(fd);', replace: '',
    test: disk('replacing a file: when sync fails the old one is still there, alone'),
  },
  {
    name: 'replacement-folder-not-synced', what: 'a file that was put in the place of another may be gone after power loss, and nobody is told',
    file: 'lib/store/journal/replace-file.ts', find: 'if (durable) syncFolder(files, dirname(path));', replace: '',
    test: power('replacing a file: it is in its place for good only when the folder was synced, and says so when that fails'),
  },
  {
    name: 'replacement-cut-short', what: 'a file that the disk took only a part of is put in the place of a whole one',
    file: 'lib/store/journal/replace-file.ts', find: 'done += written;', replace: 'done = bytes.length;',
    test: disk('replacing a file: a short write is gone on with'),
  },
  {
    name: 'waiting-commands-dropped', what: 'a store that is closed does not wait for commands it took',
    file: 'lib/store/ledger.ts', find: 'this.closed = true;\n    await this.draining;', replace: 'this.closed = true;',
    test: reopened('commands that wait when the store is closed are recorded before it is'),
  },
];

const races: readonly SeededFault[] = [
  {
    name: 'no-look-back', what: 'a writer takes its append for part of the chain without reading it back',
    file: 'lib/store/csv/journal.ts', find: 'if (wasTorn || !segment.bytes(segment.offset, bytes.length + 1).equals(bytes)) return', replace: 'if (wasTorn) return',
    test: race('a writer whose append landed behind another one decides again, and neither is lost'),
  },
  {
    name: 'bytes-instead-of-chain', what: 'a writer whose bytes stand in the file takes them for part of the chain, whatever stands before them',
    file: 'lib/store/csv/journal.ts', find: '!segment.bytes(segment.offset, bytes.length + 1).equals(bytes)', replace: '!segment.bytes(segment.offset, 2 ** 20).includes(bytes)',
    test: race('a writer whose append landed behind another one decides again, and neither is lost'),
  },
  {
    name: 'turn-trusted', what: 'a writer that saw nobody else since its last append trusts to be alone',
    file: 'lib/store/csv/journal.ts', find: 'if (wasTorn || !segment.bytes(', replace: 'if (wasTorn || (this.othersWrote || this.chain.head.seq === 0) && !segment.bytes(',
    test: race('a writer whose append landed behind another one decides again, and neither is lost'),
  },
  {
    name: 'lost-append-applied', what: 'the rows of an append that lost its race are shown all the same',
    file: 'lib/store/csv/journal.ts', find: "if (!this.readBackOrStop(segment, written, bytes)) return 'lost';", replace: "if (!this.readBackOrStop(segment, written, bytes)) return (accept(this.chain.head), 'lost');",
    test: race('a writer whose append landed behind another one decides again, and neither is lost'),
  },
  {
    name: 'lost-append-acknowledged', what: 'a commit that lost its race is acknowledged instead of decided again',
    file: 'lib/store/ledger.ts', find: "if (kept === 'lost')", replace: "if (kept === 'lost' && round > roundsMax)",
    test: race('a writer whose append landed behind another one decides again, and neither is lost'),
  },
  {
    name: 'rest-not-looked-at', what: 'a writer that found its own append takes what stands behind it for read: its readers fall behind',
    file: 'lib/store/journal/segment.ts', find: 'this.seen = this.offset;\n          return;', replace: 'return;',
    test: race('a writer whose append landed behind another one decides again, and neither is lost'),
  },
  {
    name: 'stale-decision-written', what: 'what was decided on rows that changed since is written all the same, and readers go back to those rows',
    file: 'lib/store/csv/journal.ts', find: "if (this.ledger.head.hash !== base) return 'lost';", replace: '',
    test: race('a decision on rows that changed before it was written down is made again'),
  },
  {
    name: 'reads-without-looking', what: 'a reader does not look at what others were told is done',
    file: 'lib/store/csv/open-store.ts', find: 'await journal.catchUp();\n    return ledger.tables;', replace: 'return ledger.tables;',
    test: race('what one process was told is done, another one that asks next sees'),
  },
  {
    name: 'journal-followed-backwards', what: 'a reader follows a journal that became shorter',
    file: 'lib/store/journal/segment.ts', find: 'if (size < this.offset) throw', replace: 'if (size < 0) throw',
    test: damage('a journal that is cut or taken away while it is open is told, not followed'),
  },
];

const chain: readonly SeededFault[] = [
  {
    name: 'data-hash-not-checked', what: 'what happened can be rewritten',
    file: 'lib/store/journal/record.ts', find: "if (data !== '' && hash('sha256', data) !== dataHash) return null;", replace: '',
    test: record('a line that is not exactly what was written is no record'),
  },
  {
    name: 'chain-hash-not-checked', what: 'who did it and when can be rewritten',
    file: 'lib/store/journal/record.ts', find: 'if (chainHash(cells, dataHash, prev) !== own) return null;', replace: '',
    test: record('a line that is not exactly what was written is no record'),
  },
  {
    name: 'part-of-append-applied', what: 'the first records of an append count before the last one is there',
    file: 'lib/store/journal/chain.ts', find: "if (record.part < record.parts) return { kind: 'part' };", replace: '',
    test: record('an append counts with its last part, and the next one follows it'),
  },
  {
    name: 'part-before-not-needed', what: 'a record whose part before it is gone is taken as if it were there',
    file: 'lib/store/journal/chain.ts', find: 'if (!last || record.prev !== last.hash || record.part !== last.part + 1 || record.parts !== last.parts)', replace: 'if (!last || record.part < 0)',
    test: record('a part without the part before it, a wrong place, a stranger: damage'),
  },
  {
    name: 'stranger-skipped', what: 'a record that follows none of the chain is skipped like one that lost its race',
    file: 'lib/store/journal/chain.ts', find: 'if (this.knows(record)) return nothing;', replace: 'if (record) return nothing;',
    test: record('a part without the part before it, a wrong place, a stranger: damage'),
  },
  {
    name: 'repeat-skipped', what: 'a record that is there a second time goes unnoticed',
    file: 'lib/store/journal/chain.ts', find: 'if (this.start(record.seq) === startOf(record.hash)) throw', replace: 'if (record.seq < 0) throw',
    test: record('a part without the part before it, a wrong place, a stranger: damage'),
  },
  {
    name: 'place-not-checked', what: 'a record that names a wrong place in the chain counts',
    file: 'lib/store/journal/chain.ts', find: 'if (record.seq !== before + 1) throw', replace: 'if (record.seq < 0) throw',
    test: record('a part without the part before it, a wrong place, a stranger: damage'),
  },
  {
    name: 'late-append-counts', what: 'an append behind the end of a closed file counts, and one in the next file with it',
    file: 'lib/store/journal/chain.ts', find: 'if (record.prev !== this.head.hash || this.closed) {', replace: 'if (record.prev !== this.head.hash) {',
    test: unit('lib/store/journal/closed-file.test.ts', 'an append behind the record that closes its file never counts; the same one counts in the next file'),
  },
  {
    name: 'damage-skipped', what: 'a line in the middle that is no record is passed over',
    file: 'lib/store/journal/chain.ts', find: 'if (!record) throw new Damage(', replace: 'if (!record) return nothing; if (!record) throw new Damage(',
    test: damage('a line of somebody else is found'),
  },
  {
    name: 'unfinished-line-not-marked', what: 'a writer ends the unfinished line of another one without a mark, and what was never acknowledged comes alive',
    file: 'lib/store/csv/journal.ts', find: 'Buffer.from(`${tornMark}\\n`)', replace: "Buffer.from('\\n')",
    test: damage('a fragment that happens to be a whole record never comes alive'),
  },
  {
    name: 'end-not-looked-at', what: 'a last line whose end was changed passes for one that was never finished',
    file: 'lib/store/csv/journal.ts', find: 'if (current.torn && holdsMoreThanALine(', replace: 'if (!current && holdsMoreThanALine(',
    test: reopened('a last line whose end was changed is told when the store is opened'),
  },
  {
    name: 'missing-file-not-noticed', what: 'the store opens although a file of the journal is missing',
    file: 'lib/store/csv/journal.ts', find: 'if (last !== undefined && last > current.number)', replace: 'if (last === -1)',
    test: damage('a missing file in the middle, and one after a file that was not closed, are found'),
  },
  {
    name: 'roll-drops-append', what: 'the append that finds a file full closes it and is forgotten',
    file: 'lib/store/csv/journal.ts', find: 'if (this.current.offset > this.segmentBytesMax) await this.closeFile();', replace: "if (this.current.offset > this.segmentBytesMax) return await this.closeFile(), 'kept';",
    test: reopened('everything is read back in its order, through as many files as there are'),
  },
];

const rows: readonly SeededFault[] = [
  {
    name: 'unknown-event-passed-over', what: 'a record of a type that this version does not know is passed over when the journal is opened',
    file: 'lib/store/fold.ts', find: 'if (kind === undefined) throw', replace: 'if (kind === undefined) return; if (kind === undefined) throw',
    test: reopened('a whole record of a type this version does not know is refused when the store is opened'),
  },
  {
    name: 'wrong-subject-passed-over', what: 'a record about the wrong kind of subject is passed over when the journal is opened',
    file: 'lib/store/fold.ts', find: 'if (kind !== event.subject.kind) throw', replace: 'if (kind !== event.subject.kind) return; if (kind !== event.subject.kind) throw',
    test: reopened('a whole record about the wrong kind of subject is refused when the store is opened'),
  },
  {
    name: 'half-a-commit-left', what: 'of a commit that is refused in the middle the first events stay in the rows',
    file: 'lib/store/ledger.ts', find: '      this.tables = this.base.fork();\n', replace: '',
    test: unit('lib/store/refused-commit.test.ts', 'a commit that is refused in its middle leaves nothing to those that are decided right behind it'),
  },
  {
    name: 'key-forgotten', what: 'a command that is sent again with its key is done again',
    file: 'lib/store/ledger.ts', find: 'tables.keys.set(entry.idempotencyKey, subjects);', replace: '',
    test: contract('commits > a key used before records nothing and says what it changed'),
  },
  {
    name: 'key-lost-on-restart', what: 'a command that is sent again with its key after a restart is done again',
    file: 'lib/store/csv/append-lines.ts', find: 'else entries.push({ events: [eventOf(record)], idempotencyKey: record.idempotencyKey });', replace: 'else entries.push({ events: [eventOf(record)], idempotencyKey: undefined });',
    test: reopened('a key is known again after a restart, with what was done under it'),
  },
  {
    name: 'time-goes-back', what: 'a clock that went back is believed',
    file: 'lib/store/ledger.ts', find: 'const at = Math.max(meta.now, this.at);', replace: 'const at = meta.now;',
    test: contract('commits > time in the chain never goes back'),
  },
  {
    name: 'rows-shared', what: 'what is only being decided shows in the rows that everybody reads',
    file: 'lib/store/table.ts', find: 'from ? from.rows.clone() :', replace: 'from ? from.rows :',
    test: contract('commits > reads outside a commit never see what is only being decided'),
  },
  {
    name: 'index-keeps-old', what: 'a row is still found under what it no longer is',
    file: 'lib/store/table.ts', find: 'if (!after.includes(key)) tree.delete(key);', replace: 'if (after.includes(key)) tree.delete(key);',
    test: contract('leads and contacts > an address that a lead gave up is free again'),
  },
  {
    name: 'count-not-kept', what: 'a row that moved on is still counted where it was',
    file: 'lib/store/table.ts', find: 'this.sizes.set(facet, this.count(facet) - 1);', replace: 'this.sizes.set(facet, this.count(facet));',
    test: contract('approvals > counts per status and channel'),
  },
  {
    name: 'watch-skips-an-event', what: 'whoever watches misses the event after each batch',
    file: 'lib/store/watch.ts', find: 'seen = upTo;', replace: 'seen = upTo + 1;',
    test: unit('lib/store/watch.test.ts', 'whoever watches hears of every event, those there were and those that come, up to one they wait for'),
  },
];

const snapshots: readonly SeededFault[] = [
  {
    name: 'older-tables-written', what: 'a process that is behind puts older tables for people in the place of newer ones',
    file: 'lib/store/csv/snapshots.ts', find: 'if (marker.seq > head.seq || (known && known.seq > head.seq)) return false;', replace: '',
    test: int('lib/store/csv/snapshots-replaced.int.test.ts', 'a process that is behind never puts older tables in the place of newer ones'),
  },
  {
    name: 'table-written-in-place', what: 'a table for people is written over instead of replaced: who reads it meanwhile sees half of it',
    file: 'lib/store/csv/snapshots.ts', find: 'draft.replace();', replace: "process.getBuiltinModule('node:fs').copyFileSync(draft['temporary'], path);",
    test: int('lib/store/csv/snapshots-replaced.int.test.ts', 'a table is never written in place: whoever has the old one open goes on reading it whole'),
  },
  {
    name: 'edited-table-overwritten', what: 'a table that somebody changed is written over',
    file: 'lib/store/csv/snapshots.ts', find: "if (foundSum && known && !known.sums.includes(foundSum)) return { kind: 'left' };", replace: '',
    test: int('lib/store/csv/snapshots-replaced.int.test.ts', 'a table that somebody changed is left as it is until it was moved aside, also when everything else is written'),
  },
];

const edits: readonly SeededFault[] = [
  {
    name: 'table-read-half', what: 'a table is read while whoever saves it is still writing',
    file: 'lib/store/csv/edited-tables.ts', find: 'return performance.now() - before.sinceMs >= this.restMs;', replace: 'return true;',
    test: int('workers/steps/tables.int.test.ts', 'a file is read when whoever writes it is done, not before'),
  },
  {
    name: 'table-read-while-open', what: 'a table is taken from under a spreadsheet that has it open',
    file: 'lib/store/csv/edited-tables.ts', find: ' || isHeld(path, Date.now())', replace: '',
    test: int('workers/steps/tables.int.test.ts', 'a table that is open in a spreadsheet is neither read nor replaced; a lock that was forgotten does not hold for ever'),
  },
  {
    name: 'edit-left-untold', what: 'what a person changed in a table is thrown away when nothing of it is taken in',
    file: 'lib/workspace/take-in-edits.ts', find: 'taken === 0 && left === 0 ? []', replace: 'taken === 0 ? []',
    test: int('workers/steps/tables.int.test.ts', 'an approval that somebody sets to approved is not; nothing is sent, and it is told'),
  },
  {
    name: 'removed-entry-back', what: 'an old copy of dnc.csv without ids brings back whom a manager removed',
    file: 'lib/dnc/file-rows.ts', find: '(wasOurs ? (removed?.id ?? null) : null)', replace: 'null',
    test: int('workers/steps/tables.int.test.ts', 'an entry that a manager removed does not come back with an old copy of the file'),
  },
  {
    name: 'written-on-lost', what: 'what is written to a table after it was read goes with the copy',
    file: 'lib/store/csv/table-files.ts', find: 'if (markOf(pathOf(name)) !== mark) return edited.renew(aside);', replace: '',
    test: int('workers/steps/tables.int.test.ts', 'a file that goes on being written where it was moved to is looked at again'),
  },
];

export const storeFaults: readonly SeededFault[] = [...durability, ...races, ...chain, ...rows, ...snapshots, ...edits];
