import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { inRoot } from './project.mjs';

/** The environment with `.env` and then `.env.local` beneath it: what is set outside always wins. */
export function readEnvFiles(environment = process.env) {
  const fromFiles = {};
  for (const name of ['.env', '.env.local']) {
    const path = inRoot(name);
    if (existsSync(path)) Object.assign(fromFiles, parseEnv(readFileSync(path, 'utf8')));
  }
  return { ...fromFiles, ...environment };
}
