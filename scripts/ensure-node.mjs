import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { inRoot } from './project.mjs';
import { run } from './run.mjs';
import { giveUp, say } from './say.mjs';

/** The first release that runs TypeScript files as they are. */
const needed = [22, 18];
const wanted = 'node@24';

export function isRecentEnough(version) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > needed[0] || (major === needed[0] && minor >= needed[1]);
}

function versionOf(binary) {
  try {
    return execFileSync(binary, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch (error) {
    if (error.code === 'ENOENT' || error.status !== undefined) return null;
    throw error;
  }
}

const candidates = () => [
  inRoot('.node', 'node_modules', 'node', 'bin', 'node'),
  inRoot('.node', 'node_modules', `node-${platform()}`, 'bin', 'node'),
];

function platform() {
  return `${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
}

function installed() {
  return candidates().find((binary) => existsSync(binary) && isRecentEnough(versionOf(binary) ?? 'v0.0')) ?? null;
}

/** A Node that runs TypeScript: this one when it does, else one brought through npm into `.node/`. Gives the path of the binary. */
export async function ensureNode() {
  if (isRecentEnough(process.version)) return process.execPath;
  const there = installed();
  if (there) return there;
  say(`This machine has Node ${process.version}; the product needs 22.18 or newer. Installing ${wanted} into .node/ …`);
  mkdirSync(inRoot('.node'), { recursive: true });
  writeFileSync(inRoot('.node', 'package.json'), '{"private":true}\n');
  const args = ['install', '--prefix', inRoot('.node'), '--no-audit', '--no-fund', '--no-package-lock', '--no-save', '--loglevel=error'];
  await run('npm', [...args, wanted]);
  if (!installed()) {
    // Where npm does not run the package's install script, the platform's own package holds the same binary.
    await run('npm', [...args, `node-${platform()}@24`]);
  }
  const brought = installed();
  if (!brought) giveUp('Node could not be installed through npm. Install Node 22.18 or newer by hand and run the same command again.');
  say(`Node ${versionOf(brought)} is in place.`);
  return brought;
}
