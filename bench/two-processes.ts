import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { openCsvStore } from '#lib/store/csv/open-store.ts';
import { commitOne, openSqlite } from './rows.ts';

/**
 * Two processes that do nothing but commit to one folder. As a program of its own: `<ours|sqlite> <folder> <commits> <in flight>`; says
 * when it is ready, begins when told, and says how long it took.
 */
export async function bothTogether(side: 'ours' | 'sqlite', dir: string, commits: number, inFlight: number): Promise<number> {
  const children = [1, 2].map(() => spawn(process.execPath, [import.meta.filename, side, dir, String(commits), String(inFlight)], { stdio: ['pipe', 'pipe', 'inherit'] }));
  const lines = children.map((child) => linesOf(child.stdout));
  for (const line of lines) await line.next();
  const from = performance.now();
  for (const child of children) child.stdin.end('go\n');
  for (const line of lines) await line.next();
  return ((2 * commits) / (performance.now() - from)) * 1000;
}

async function* linesOf(stream: NodeJS.ReadableStream): AsyncGenerator<string> {
  let rest = '';
  for await (const chunk of stream) {
    rest += String(chunk);
    for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n')) {
      yield rest.slice(0, end);
      rest = rest.slice(end + 1);
    }
  }
  throw new Error('a process of the bench ended before it was done');
}

async function work([side = '', dir = '', commits = '0', inFlight = '1']: readonly string[]): Promise<void> {
  const store = side === 'ours' ? await openCsvStore({ dataDir: join(dir, 'ours') }) : null;
  const sqlite = side === 'sqlite' ? openSqlite(dir) : null;
  process.stdout.write('ready\n');
  await new Promise((resolve) => process.stdin.once('data', resolve));
  let next = 0;
  const lane = async () => {
    while (next < Number(commits)) {
      if (store) await commitOne(store, next++);
      else sqlite?.commit(next++);
    }
  };
  await Promise.all(Array.from({ length: store ? Number(inFlight) : 1 }, lane));
  process.stdout.write('done\n');
  await store?.close();
  sqlite?.close();
}

if (import.meta.main) await work(process.argv.slice(2));
