import { spawn } from 'node:child_process';
import { ensureNode } from './ensure-node.mjs';
import { ensurePackages } from './ensure-packages.mjs';
import { inRoot, root } from './project.mjs';

/** `npm run bench [-- NAME]`: runs `bench/<name>.bench.ts`, all of them unless named. */
await ensurePackages();
const node = await ensureNode();
const child = spawn(node, ['--disable-warning=ExperimentalWarning', inRoot('bench', 'main.ts'), ...process.argv.slice(2)], { cwd: root, stdio: 'inherit' });
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
