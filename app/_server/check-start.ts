import { hostname } from 'node:os';
import { readConfig } from '#lib/config.ts';
import { exitCodeOf, Fault, needsAPerson } from '#lib/errors.ts';
import type { Runtime } from '#lib/runtime.ts';
import { runtime } from './runtime.ts';

export async function checkStart(): Promise<void> {
  const config = readConfig(process.env);
  if (!config.ok) {
    for (const { setting, problem } of config.problems) process.stderr.write(`${setting} ${problem}\n`);
    process.exit(needsAPerson);
  }
  try {
    beat(await runtime());
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(exitCodeOf(error));
  }
}

const beatMs = 5000;

/** Says that this process uses the data folder: nobody puts another in its place meanwhile. */
function beat({ store, clock }: Runtime): void {
  const instance = `${hostname()}/${process.pid}/web`;
  const say = () =>
    void store.presence.beat('web', instance, clock.now(), {}).catch((error: unknown) => {
      process.emitWarning(`The presence of the web process could not be noted: ${error instanceof Error ? error.message : String(error)}`, { code: 'RE_PRESENCE' });
    });
  say();
  setInterval(say, beatMs).unref();
}
