import { ensureBuild } from './ensure-build.mjs';
import { ensureNode } from './ensure-node.mjs';
import { ensurePackages } from './ensure-packages.mjs';

/** `npm run build`: the console, when its sources changed. `npm start` does it by itself. */
await ensurePackages();
await ensureBuild(await ensureNode());
