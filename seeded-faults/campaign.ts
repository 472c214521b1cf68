import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runTests } from './run-tests.ts';
import { seeded, type NamedTest, type SeededFault } from './seeded-fault.ts';
import { copyTree, withFault } from './tree-copy.ts';
import { judgeWith, judgeWithout, type Outcome, type Verdict } from './verdict.ts';

export interface Row {
  readonly fault: SeededFault;
  readonly verdict: Verdict;
  readonly seconds: number;
}

export interface Order {
  readonly root: string;
  /** Empty, for this run alone. */
  readonly folder: string;
  readonly faults: readonly SeededFault[];
  readonly signal: AbortSignal;
  progress(text: string): void;
}

/** Tests run at once: each has processes of its own. */
const lanesMax = 2;

/** Sees that every named test passes, then puts in one fault after another and sees that its test fails. Throws when the list does not fit the tree. */
export async function seedAll(order: Order): Promise<Row[]> {
  for (const fault of order.faults) seeded(fault, readFileSync(join(order.root, fault.file), 'utf8'));
  const copies = Array.from({ length: lanesMax }, (_, i) => join(order.folder, String(i)));
  for (const copy of copies) {
    mkdirSync(copy);
    copyTree(order.root, copy);
  }
  const files = [...Map.groupBy(order.faults.map(({ test }) => test), ({ project, file }) => `${project} ${file}`).values()];
  order.progress(`${order.faults.length} faults; first their tests without them, in ${files.length} files`);
  const without = new Map<string, Outcome>();
  await inLanes(copies, files, order.signal, async (copy, tests) => {
    const each = [...new Map(tests.map((test) => [test.name, test])).values()];
    for (const [i, outcome] of (await runTests(copy, each, order.signal)).entries()) without.set(keyOf(each[i]!), outcome);
  });
  const rows = new Map<SeededFault, Row>();
  await inLanes(copies, order.faults, order.signal, async (copy, fault) => {
    const row = await seedOne(copy, fault, without.get(keyOf(fault.test)), order.signal);
    if (order.signal.aborted) return;
    rows.set(fault, row);
    order.progress(`${String(rows.size).padStart(3)}/${order.faults.length} ${fault.name}: ${row.verdict.kind}${row.verdict.kind === 'caught' ? '' : `, ${row.verdict.why}`}`);
  });
  return order.faults.map((fault) => rows.get(fault) ?? { fault, verdict: { kind: 'notRun', why: 'interrupted', broken: true }, seconds: 0 });
}

const keyOf = ({ project, file, name }: NamedTest) => `${project} ${file} ${name}`;

async function seedOne(copy: string, fault: SeededFault, without: Outcome | undefined, signal: AbortSignal): Promise<Row> {
  const began = performance.now();
  const verdict = judgeWithout(without ?? { kind: 'absent', why: 'interrupted' }) ?? judgeWith(await outcomeWith(copy, fault, signal));
  return { fault, verdict, seconds: (performance.now() - began) / 1000 };
}

async function outcomeWith(copy: string, fault: SeededFault, signal: AbortSignal): Promise<Outcome> {
  const [outcome] = await withFault(copy, fault, () => runTests(copy, [fault.test], signal));
  return outcome ?? { kind: 'absent', why: 'it gave no outcome' };
}

/** Does the work item by item, one at a time in each copy. */
async function inLanes<T>(copies: readonly string[], items: readonly T[], signal: AbortSignal, work: (copy: string, item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  await Promise.all(
    copies.map(async (copy) => {
      for (let item = left.shift(); item !== undefined && !signal.aborted; item = left.shift()) await work(copy, item);
    }),
  );
}
