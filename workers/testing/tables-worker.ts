import { readConfig } from '#lib/config.ts';
import { openRuntime } from '#lib/runtime.ts';
import { tablesStep } from '../steps/tables.ts';

/** For tests: a process that looks after the tables without pause, to be killed at any moment. Says `ready` when it begins. */

const config = readConfig(process.env);
if (!config.ok) throw new Error(JSON.stringify(config.problems));
const step = tablesStep(await openRuntime(config.settings, { tableRestMs: 2 }));
process.stdout.write('ready\n');
for (;;) {
  await step.run(new AbortController().signal);
  await new Promise((resolve) => setImmediate(resolve));
}
