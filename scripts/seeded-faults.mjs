import { ensureNode } from './ensure-node.mjs';
import { ensurePackages } from './ensure-packages.mjs';
import { inRoot, root } from './project.mjs';
import { run } from './run.mjs';

/** `npm run seeded-faults [-- NAME…]`: whether the tests can fail; see `seeded-faults/main.ts`. */
await ensurePackages();
const node = await ensureNode();
process.exitCode = await run(node, ['--disable-warning=ExperimentalWarning', inRoot('seeded-faults', 'main.ts'), ...process.argv.slice(2)], { cwd: root });
