import { readConfig } from '#lib/config.ts';
import { openRuntime, type Runtime } from '#lib/runtime.ts';

/** The world of this web process, opened at the first request and kept: route handlers may be separate module instances. */
const key = Symbol.for('re-engine.web-runtime');

interface Kept {
  [key]?: Promise<Runtime>;
}

export function runtime(): Promise<Runtime> {
  const kept = globalThis as Kept;
  kept[key] ??= open().catch((error: unknown) => {
    delete kept[key];
    throw error;
  });
  return kept[key];
}

function open(): Promise<Runtime> {
  const config = readConfig(process.env);
  if (!config.ok) throw new Error(config.problems.map(({ setting, problem }) => `${setting} ${problem}`).join('\n'));
  return openRuntime(config.settings);
}
