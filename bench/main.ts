import { readdir } from 'node:fs/promises';
import type { Figure } from './figure.ts';

/** `npm run bench [-- NAME…]`: measures, prints ratios as a table and one line of JSON. Exit 1 when something could not be measured. */

interface Bench {
  run(): Promise<Figure[]>;
}

const names = (await readdir(import.meta.dirname)).filter((name) => name.endsWith('.bench.ts')).map((name) => name.slice(0, -'.bench.ts'.length)).sort();
const asked = process.argv.slice(2).filter((word) => !word.startsWith('-'));
const unknown = asked.filter((name) => !names.includes(name));
const figures: Figure[] = [];
const failed: { bench: string; why: string }[] = unknown.map((bench) => ({ bench, why: `there is no such bench; there is: ${names.join(', ')}` }));

for (const name of names) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  process.stderr.write(`measuring ${name} …\n`);
  try {
    const bench: Bench = await import(`./${name}.bench.ts`);
    figures.push(...(await bench.run()));
  } catch (error) {
    failed.push({ bench: name, why: error instanceof Error ? error.message : String(error) });
  }
}

const header = ['figure', 'ours', 'peer', 'unit', 'ratio', 'wanted', ''];
const rows = figures.map(({ name, ours, peer, unit, ratio, wanted, ok }) => [name, String(ours), String(peer), unit, String(ratio), wanted, ok ? '' : 'falls short']);
const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
for (const row of [header, ...rows]) console.log(row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ').trimEnd());
for (const { bench, why } of failed) console.log(`${bench} could not be measured: ${why}`);
console.log(JSON.stringify({ figures, failed }));
process.exitCode = failed.length > 0 ? 1 : 0;
