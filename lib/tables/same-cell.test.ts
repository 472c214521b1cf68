import { describe, expect, test } from 'vitest';
import { isSameCell, type Cell, type CellKind } from './same-cell.ts';

const at = '2026-11-03T15:59:37.250Z';

describe('what a spreadsheet makes of a cell is no change', () => {
  test.each<[CellKind, Cell, string]>([
    ['text', null, ''], ['text', 'two\nlines ', 'two\r\nlines'], ['text', 'Zoe\u0308', 'Zoë'], ['number', 3, '3'], ['number', 3, '3.0'], ['number', 3, '3,0'],
    ['text', '+13035550142', '13035550142'], ['text', '+13035550142', "'+13035550142"], ['text', '+13035550142', '1.3036E+10'], ['text', '+525512345678', '5,25512E+11'], ['text', '02139', '2139'],
    ['text', '=SUM(A1)', '#NAME?'], ['text', '- call her', '#NOMBRE?'], ['text', '-abcXYZ', 'Err:509'],
    ['text', 'true', 'TRUE'], ['word', 'pending', 'Pending'],
    ['instant', at, '2026-11-03T15:59:37'], ['instant', at, '2026-11-03 15:59'], ['instant', at, '11/3/2026 15:59'], ['instant', at, '03.11.2026 15:59:37'], ['instant', at, '3/11/26 3:59 PM'],
    ['instant', at, '03-Nov-26'], ['instant', at, 'Nov 3, 2026'], ['instant', at, '46329'], ['instant', at, '46329.66640335648'], ['instant', null, ''],
  ])('%s %s as %s', (kind, ours, theirs) => expect(isSameCell(kind, ours, theirs)).toBe(true));

  test('a text longer than a cell of Excel holds comes back cut', () => expect(isSameCell('text', 'x'.repeat(40_000), 'x'.repeat(32_767))).toBe(true));
});

describe('what a person changed is one', () => {
  test.each<[CellKind, Cell, string]>([
    ['word', 'pending', 'approved'], ['text', 'Zoë', 'Zoe'], ['text', 'Zoë', 'zoë'], ['number', 3, '4'], ['text', '+13035550142', '13035550143'], ['text', '+13035550142', '1.4E+10'],
    ['text', 'jo@example.com', ''], ['text', null, 'x'], ['text', 'plain', '#NAME?'], ['text', 'a long text', 'a long'], ['text', 'abc', '1E+5'],
    ['instant', at, '2026-11-04 15:59'], ['instant', at, '2026-11-03 16:59'], ['instant', at, '11/3/2025'], ['instant', at, '04-Nov-26'], ['instant', at, 'soon'], ['instant', at, ''], ['instant', null, '2026-11-03'],
    ['instant', at, '46330'], ['instant', at, '2026-12-03'], ['instant', at, '3:59 AM 11/3/2026'],
  ])('%s %s as %s', (kind, ours, theirs) => expect(isSameCell(kind, ours, theirs)).toBe(false));
});
