import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { areas, chosen } from './areas.ts';
import { seedAll, type Row } from './campaign.ts';

/**
 * `npm run seeded-faults [-- NAME…]`: whether the tests can fail. Puts each fault of the lists, or of the named areas or faults, into a copy of
 * the tree and runs the one test that has to notice. Prints a table and one line of JSON. Exit 1 when one was missed, 2 for an unknown name.
 */
const root = resolve(import.meta.dirname, '..');
const { faults, unknown } = chosen(process.argv.slice(2));
if (unknown.length > 0) {
  process.stderr.write(`There is no fault or area ${unknown.join(', ')}. Areas: ${Object.keys(areas).join(', ')}. Faults:\n${Object.values(areas).flat().map(({ name, what }) => `  ${name}: ${what}`).join('\n')}\n`);
  process.exitCode = 2;
} else process.exitCode = await run();

async function run(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 're-seeded-faults-'));
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interrupted.abort());
  try {
    const rows = await seedAll({ root, folder, faults, signal: interrupted.signal, progress: (text) => void process.stderr.write(`${text}\n`) });
    print(rows);
    return rows.some(({ verdict }) => verdict.kind === 'missed' || (verdict.kind === 'notRun' && verdict.broken)) ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function print(rows: readonly Row[]): void {
  const caughtBy = ({ fault: { test }, verdict }: Row) => (verdict.kind === 'caught' ? `${test.file}: ${test.name}` : `${verdict.kind === 'missed' ? 'MISSED' : 'not run'}: ${verdict.why}`);
  const cells = [['fault', 'file', 'seconds', 'caught by'], ...rows.map((row) => [row.fault.name, row.fault.file, row.seconds.toFixed(1), caughtBy(row)])];
  const widths = cells[0]!.map((_, i) => Math.max(...cells.map((row) => row[i]!.length)));
  for (const row of cells) console.log(row.map((cell, i) => cell.padEnd(widths[i]!)).join('  ').trimEnd());
  const count = (kind: Row['verdict']['kind']) => rows.filter(({ verdict }) => verdict.kind === kind).length;
  const notRun = rows.flatMap(({ fault, verdict }) => (verdict.kind === 'notRun' ? [{ what: fault.name, why: verdict.why }] : []));
  console.log(JSON.stringify({ faults: rows.length, caught: count('caught'), missed: count('missed'), notRun }));
}
