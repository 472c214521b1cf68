import { readConfig } from '#lib/config.ts';
import { Fault } from '#lib/errors.ts';
import { runtime } from './runtime.ts';

/** Exit code of a process whose configuration is wrong (sysexits.h EX_CONFIG): starting it again would not help. */
const configurationWrong = 78;

export async function checkStart(): Promise<void> {
  const config = readConfig(process.env);
  if (!config.ok) {
    for (const { setting, problem } of config.problems) process.stderr.write(`${setting} ${problem}\n`);
    process.exit(configurationWrong);
  }
  try {
    await runtime();
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(configurationWrong);
  }
}
