import { expect, test } from 'vitest';
import { Refused } from '#lib/errors.ts';
import { matchColumns } from './columns.ts';
import { readTable } from './read-table.ts';
import { writeTable } from './write-table.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const utf16 = (text: string, bigEndian: boolean) => {
  const bytes = Buffer.from(text, 'utf16le');
  return new Uint8Array(bigEndian ? bytes.swap16() : bytes);
};
const whole = { headers: ['name', 'city'], rows: [{ row: 2, cells: ['José', 'Peña Blanca'] }] };

test.each<[string, Uint8Array]>([
  ['UTF-8', utf8('name,city\nJosé,Peña Blanca\n')],
  ['UTF-8 with a mark, CRLF', utf8('\ufeffname,city\r\nJosé,Peña Blanca\r\n')],
  ['old Mac line ends', utf8('name,city\rJosé,Peña Blanca')],
  ['semicolons', utf8('name;city\nJosé;Peña Blanca')],
  ['tabs', utf8('name\tcity\nJosé\tPeña Blanca')],
  ['UTF-16LE', utf16('\ufeffname\tcity\r\nJosé\tPeña Blanca\r\n', false)],
  ['UTF-16BE', utf16('\ufeffname,city\r\nJosé,Peña Blanca\r\n', true)],
  ['UTF-16LE without its mark', utf16('name,city\r\nJosé,Peña Blanca\r\n', false)],
  ['cp1252', new Uint8Array(Buffer.from('name,city\nJosé,Peña Blanca', 'latin1'))],
  ['quotes', utf8('"name","city"\n"José","Peña Blanca"')],
])('%s is read', (_, bytes) => {
  expect(readTable(bytes, 'a.csv')).toMatchObject(whole);
});

test('a line that names the separator is obeyed and counted', () => {
  expect(readTable(utf8('sep=;\r\nname;city\r\nJosé;Peña Blanca'), 'a.csv')).toMatchObject({ rows: [{ row: 3 }] });
});

test('rows keep the numbers a spreadsheet shows, over empty rows and cells with line breaks', () => {
  const { rows } = readTable(utf8('name,note\nA,"two\nlines"\n\n,\nB,x'), 'a.csv');
  expect(rows.map(({ row }) => row)).toEqual([2, 5]);
});

test.each<[string, Uint8Array, RegExp]>([
  ['an empty file', utf8('  \n'), /leads\.csv cannot be read: it is empty/],
  ['a spreadsheet file', utf8('PK\u0003\u0004...'), /not a text file/],
  ['a quotation mark left open', utf8('name,city\nA,"Golden\nB,Denver\n'), /row \d a quotation mark/],
])('%s is refused by name', (_, bytes, message) => {
  expect(() => readTable(bytes, 'leads.csv')).toThrow(message);
  expect(() => readTable(bytes, 'leads.csv')).toThrow(Refused);
});

test('columns are found by their usual names, and a mapping goes first', () => {
  const synonyms = { name: ['nombre completo'], email: ['e-mail address', 'correo electrónico'] } as const;
  expect([...matchColumns(['Correo Electronico', 'NOMBRE COMPLETO', 'Shoe size'], synonyms).at]).toEqual([['email', 0], ['name', 1]]);
  expect(matchColumns(['Who', 'email'], synonyms, { Who: 'name', email: null })).toMatchObject({ ignored: ['email'] });
  expect(() => matchColumns(['Who'], synonyms, { Who: 'nmae' })).toThrow(/“nmae” is not a field/);
  expect(() => matchColumns(['Who'], synonyms, { What: 'name' })).toThrow(/no column “What”/);
});

test('what a spreadsheet would run is written as text, and read back as it was', () => {
  const cells = ['=HYPERLINK("http://x")', '+13035550142', '-1', '@cmd', 'plain, with "quotes"'];
  const text = writeTable(['a', 'b', 'c', 'd', 'e'], [cells]);
  expect(text).toContain(`'+13035550142`);
  expect(text).toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(readTable(utf8(text), 'a.csv').rows[0]?.cells).toEqual(cells);
});
