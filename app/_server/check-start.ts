import { readConfig } from '#lib/config.ts';
import { exitCodeOf, Fault, needsAPerson } from '#lib/errors.ts';
import { runtime } from './runtime.ts';

export async function checkStart(): Promise<void> {
  const config = readConfig(process.env);
  if (!config.ok) {
    for (const { setting, problem } of config.problems) process.stderr.write(`${setting} ${problem}\n`);
    process.exit(needsAPerson);
  }
  try {
    await runtime();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(exitCodeOf(error));
  }
}
