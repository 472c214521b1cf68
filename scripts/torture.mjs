import { ensureBuild } from './ensure-build.mjs';
import { ensureNode } from './ensure-node.mjs';
import { ensurePackages } from './ensure-packages.mjs';
import { inRoot, root } from './project.mjs';
import { run } from './run.mjs';
import { ensureTestTools } from './test-tools.mjs';

/** `npm run torture -- CAMPAIGN [--n N] [--seed S]`: runs `torture/<campaign>.ts` with what it needs; see `torture/main.ts`. */
const words = process.argv.slice(2);
await ensurePackages();
const node = await ensureNode();
if (words.includes('crash') || words.includes('send')) await ensureBuild(node);
const { found } = await ensureTestTools(words.includes('race') ? ['faketime'] : words.includes('faults') || words.includes('send') ? ['strace'] : []);
process.exitCode = await run(node, ['--disable-warning=ExperimentalWarning', inRoot('torture', 'main.ts'), ...words], { cwd: root, env: found });
