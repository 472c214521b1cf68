import { existsSync, globSync, readFileSync } from 'node:fs';
import { inRoot, root } from './project.mjs';
import { say } from './say.mjs';

/** Fails when a document names a path or an npm command that is gone. */
const documents = [...['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'ROADMAP.md'].filter((name) => existsSync(inRoot(name))), ...globSync('docs/**/*.md', { cwd: root })];
const { scripts } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
const wrong = [];

for (const document of documents) {
  const text = readFileSync(inRoot(document), 'utf8');
  for (const [, path] of text.matchAll(/`((?:app|bench|components|lib|workers|e2e|scripts|seeded-faults|torture|docs|public|data\/seed)\/[^`\s*<>…]*)`/g))
    if (!existsSync(inRoot(path))) wrong.push(`${document}: there is no ${path}`);
  for (const [, name] of text.matchAll(/npm run (?:-s )?([a-z:-]+)/g)) if (!(name in scripts)) wrong.push(`${document}: there is no command npm run ${name}`);
}

for (const line of wrong) say(line);
say(`${documents.length} documents read, ${wrong.length} wrong`);
process.exitCode = wrong.length > 0 || documents.length === 0 ? 1 : 0;
