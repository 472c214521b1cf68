import { spawn } from 'node:child_process';
import { ensureNode } from './ensure-node.mjs';
import { ensurePackages } from './ensure-packages.mjs';
import { readEnvFiles } from './env-files.mjs';
import { inRoot } from './project.mjs';

/** `npm run -s re -- <command>`: the command line on a Node that can run it; nothing of its own on standard output. */
await ensurePackages();
const node = await ensureNode();
const child = spawn(node, [inRoot('workers', 'cli.ts'), ...process.argv.slice(2)], { stdio: 'inherit', env: readEnvFiles() });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 143);
});
