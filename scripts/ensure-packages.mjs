import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from './project.mjs';
import { run } from './run.mjs';
import { giveUp, say, seconds } from './say.mjs';

const packagesIn = (path) => JSON.parse(readFileSync(path, 'utf8')).packages;

/** Whether what npm last installed is what the lock file names; packages for other platforms do not count. */
export function areInstalled() {
  const record = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(record)) return false;
  const there = packagesIn(record);
  return Object.entries(packagesIn(inRoot('package-lock.json'))).every(
    ([path, { version, optional }]) => path === '' || optional || there[path]?.version === version,
  );
}

/** Installs exactly what the lock file names, when that is not what is there. */
export async function ensurePackages() {
  if (areInstalled()) return;
  const began = performance.now();
  say('Installing packages (a few minutes on a new machine) …');
  const code = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) giveUp('Packages could not be installed; npm says why above. Check the network and the free space, then run the same command again.');
  say(`Packages installed in ${seconds(began)}.`);
}
