import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { inRoot, root } from './project.mjs';
import { run } from './run.mjs';
import { giveUp, say, seconds } from './say.mjs';

const stampFile = inRoot('.next', 'built-from');
const inputs = ['app', 'components', 'lib', 'public', 'next.config.ts', 'postcss.config.mjs', 'proxy.ts', 'instrumentation.ts', 'tsconfig.json', 'package-lock.json'];

function* files(path) {
  if (!existsSync(path)) return;
  if (statSync(path).isFile()) return yield path;
  for (const name of readdirSync(path).sort()) yield* files(join(path, name));
}

/** Changes when anything that feeds the build does; tests do not. */
function stamp(node) {
  const hash = createHash('sha256').update(node);
  for (const input of inputs)
    for (const file of files(inRoot(input))) if (!/\.test\.tsx?$/.test(file)) hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

export function isBuilt(node) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp(node);
}

/** Builds the web part when its sources changed since the last build. */
export async function ensureBuild(node) {
  const now = stamp(node);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === now) return;
  const began = performance.now();
  say('Building the console …');
  rmSync(stampFile, { force: true });
  const lines = [];
  const code = await run(node, [inRoot('node_modules', 'next', 'dist', 'bin', 'next'), 'build'], {
    cwd: root, env: { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' }, onLine: (line) => lines.push(line), ownGroup: true,
  });
  if (code !== 0) {
    say(lines.join('\n'));
    giveUp('The build failed; the compiler says why above.', code);
  }
  writeFileSync(stampFile, now);
  say(`Built in ${seconds(began)}.`);
}
