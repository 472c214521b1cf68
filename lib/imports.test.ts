import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';

/** The walls of the house: who may import whom. A file's place says what it may know. */

const root = resolve(import.meta.dirname, '..');
const product = ['app', 'components', 'lib', 'workers'] as const;
const rooms = [...product, 'seeded-faults', 'torture'] as const;

function sources(): string[] {
  return rooms
    .flatMap((room) => readdirSync(join(root, room), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.(test|int\.test)\.tsx?$/.test(entry.name) && !/\/testing$/.test(entry.parentPath))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .sort();
}

interface Import {
  readonly from: string;
  /** Path from the root for our own files, the package's name otherwise. */
  readonly to: string;
  readonly typeOnly: boolean;
}

const textOf = (file: string) => readFileSync(join(root, file), 'utf8');

function importsOf(file: string): Import[] {
  const text = textOf(file);
  const found = text.matchAll(/^\s*(?:import|export)\s+(type\s)?[^'"();]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm);
  return [...found].map((match) => {
    const target = match[2] ?? match[3] ?? match[4] ?? '';
    return { from: file, to: whole(file, target), typeOnly: match[1] !== undefined };
  });
}

function whole(file: string, target: string): string {
  if (target.startsWith('#')) return target.slice(1);
  if (target.startsWith('.')) return relative(root, resolve(root, dirname(file), target));
  return target;
}

const files = sources();
const all = files.flatMap(importsOf);
const broken = (rule: (i: Import) => boolean) => all.filter(rule).map((i) => `${i.from} -> ${i.to}`);
const inside = (path: string, room: string) => path === room || path.startsWith(`${room}/`);

test('the tree is read at all', () => {
  expect(files.length).toBeGreaterThan(30);
  expect(all.length).toBeGreaterThan(60);
});

test('lib never imports next, react, app, components or workers', () => {
  expect(broken((i) => inside(i.from, 'lib') && /^(next|react|react-dom|next-auth)(\/|$)|^(app|components|workers)\//.test(i.to))).toEqual([]);
});

test('workers never import Next, React, app or components', () => {
  expect(broken((i) => inside(i.from, 'workers') && /^(next|react|react-dom|next-auth)(\/|$)|^(app|components)\//.test(i.to))).toEqual([]);
});

test('the product knows nothing of what measures it, harms it or shows that its tests can fail', () => {
  expect(broken((i) => product.some((room) => inside(i.from, room)) && /^(bench|e2e|seeded-faults|torture)\//.test(i.to))).toEqual([]);
});

test('seeded faults are text: nothing of the product is imported to put them in', () => {
  expect(broken((i) => inside(i.from, 'seeded-faults') && product.some((room) => inside(i.to, room)))).toEqual([]);
});

test('app and verbs never touch a store implementation or a channel adapter', () => {
  const outside = (path: string) => !inside(path, 'lib/store') && !inside(path, 'lib/channels') && path !== 'lib/runtime.ts';
  const implementation = /^lib\/store\/(csv|memory)\/|^lib\/channels\/(email|sandbox)\//;
  // The verbs that play the other side read and write where the sandbox channels do.
  const playing = /^app\/(api\/sandbox\/.*|_server\/routes\.ts) -> lib\/channels\/sandbox\/(play-lead|list-outbox|plan-answers|list-answers|forget-answers)\.ts$/;
  expect(
    broken((i) => outside(i.from) && !inside(i.from, 'workers') && !inside(i.from, 'torture') && implementation.test(i.to) && !i.typeOnly).filter((row) => !playing.test(row)),
  ).toEqual([]);
});

test('lib/channels reads no rows and knows no rule of sending', () => {
  const allowed = new Set([
    // The suite that every adapter passes: what it sends as a template where there are some.
    'lib/channels/contract.ts -> lib/policy/message-template.ts',
  ]);
  expect(broken((i) => inside(i.from, 'lib/channels') && /^lib\/(store\/(port|reads)\.ts$|(policy|dispatch|dnc|drafting)\/)/.test(i.to)).filter((row) => !allowed.has(row))).toEqual([]);
});

test('components import types and pure files of lib only', () => {
  const impure = /^lib\/(store|dispatch|channels\/(email|sandbox|adapters)|runtime|log)/;
  expect(broken((i) => inside(i.from, 'components') && !i.typeOnly && impure.test(i.to))).toEqual([]);
});

test('what says it is pure, and every decider, does no IO and knows no clock and no chance', () => {
  const deciders = /^lib\/(approvals\/(approval|content|decide|evolve|stale-text)|leads\/(address|lead|contact)|messages\/(message|threading)|dnc\/(entry|match)|accounts\/(actor|account|permissions)|channels\/(channel|state)|policy\/(evaluate|verdict|quiet-hours|rules\/.*))\.ts$/;
  const pure = new Set(files.filter((file) => inside(file, 'lib') && (deciders.test(file) || /^ ?\*.*\bPure[.;:]|^\/\*\*.*\bPure[.;:]/m.test(textOf(file)))));
  expect(pure.size).toBeGreaterThan(70);
  const io = /^node:(fs|net|http|child_process|worker_threads|tls|dns|os|process|timers)|^(imapflow|nodemailer|pino|next|react)|^lib\/(store\/(csv|memory)|runtime|world|log|config|ids)/;
  expect(broken((i) => pure.has(i.from) && !i.typeOnly && io.test(i.to))).toEqual([]);
  expect([...pure].filter((file) => /\bDate\.now\(|new Date\(\)|\bMath\.random\(|\bprocess\.|performance\.now\(/.test(textOf(file)))).toEqual([]);
});

test('nobody imports torture, and its checker shares no code with what it checks', () => {
  expect(broken((i) => !inside(i.from, 'torture') && inside(i.to, 'torture'))).toEqual([]);
  expect(broken((i) => inside(i.from, 'torture') && /^(app|components)\//.test(i.to))).toEqual([]);
  expect(files.filter((file) => inside(file, 'torture/checker')).length).toBeGreaterThan(4);
  expect(broken((i) => inside(i.from, 'torture/checker') && !inside(i.to, 'torture/checker') && !i.to.startsWith('node:'))).toEqual([]);
});

test('lib has no barrels', () => {
  expect(files.filter((file) => inside(file, 'lib') && /\/index\.tsx?$/.test(file))).toEqual([]);
});

test('no files of lib import each other in a circle, not even their types', () => {
  const next = new Map<string, string[]>();
  for (const { from, to } of all) if (inside(from, 'lib') && inside(to, 'lib')) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const circle = (file: string, path: readonly string[]): string[] | null => {
    if (path.includes(file)) return [...path.slice(path.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const to of next.get(file) ?? []) {
      const found = circle(to, [...path, file]);
      if (found) return found;
    }
    done.add(file);
    return null;
  };
  expect([...next.keys()].map((file) => circle(file, [])).find((found) => found !== null) ?? []).toEqual([]);
});
