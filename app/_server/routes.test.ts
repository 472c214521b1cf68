import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { openApiDocument } from './openapi.ts';
import { routes } from './routes.ts';

/** The table of routes and the handlers say the same: none without a rule, no rule without a handler. */

const api = resolve(import.meta.dirname, '..', 'api');

/** Handlers that are not ours to describe: next-auth's own endpoints, and the assistants' door, which has a protocol of its own. */
const elsewhere = new Set(['/api/auth/[...nextauth]', '/api/mcp/core']);

function handlers(): string[] {
  return readdirSync(api, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name === 'route.ts')
    .flatMap((entry) => {
      const path = `/api/${relative(api, entry.parentPath)}`.replace(/\/$/, '');
      if (elsewhere.has(path)) return [];
      const text = readFileSync(join(entry.parentPath, entry.name), 'utf8');
      const methods = [...text.matchAll(/export (?:const|async function|function) (GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b/g)].map((match) => match[1]);
      return methods.map((method) => `${method} ${path.replace(/\[(\w+)\]/g, ':$1')}`);
    })
    .sort();
}

test('every handler has a line in the table, and every line a handler', () => {
  expect(handlers().length).toBeGreaterThan(30);
  expect(handlers()).toEqual(Object.keys(routes).sort());
});

test('a handler that needs somebody goes through the one door under its own rule', () => {
  for (const [name, rule] of Object.entries(routes)) {
    if (rule.permission === 'public') continue;
    const [, path = ''] = name.split(' ');
    const file = join(dirname(api), path.replace(/:(\w+)/g, '[$1]'), 'route.ts');
    expect(readFileSync(file, 'utf8'), name).toContain(`route(routes['${name}']`);
  }
});

test('the public routes are these and no others', () => {
  const open = Object.entries(routes).filter(([, rule]) => rule.permission === 'public').map(([name]) => name);
  expect(open.sort()).toEqual(['GET /api/health', 'GET /api/health/ready', 'GET /api/openapi.json', 'GET /api/unsubscribe/:token', 'POST /api/unsubscribe/:token']);
});

interface Operation {
  readonly 'x-permission': string;
  readonly parameters: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: { readonly properties?: Record<string, unknown> } }>> };
}

test('the interface document has every route, with its parameters from the same schemas', () => {
  const document = openApiDocument() as { openapi: string; paths: Record<string, Record<string, Operation>> };
  expect(document.openapi).toBe('3.1.0');
  for (const name of Object.keys(routes)) {
    const [method = '', path = ''] = name.split(' ');
    const operation = document.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
    expect(operation, name).toBeDefined();
    for (const [, parameter] of path.matchAll(/:(\w+)/g)) expect(operation?.parameters).toContainEqual(expect.objectContaining({ name: parameter, in: 'path' }));
  }
  const list = document.paths['/api/approvals']?.get;
  expect(list?.parameters.map(({ name }) => name)).toEqual(expect.arrayContaining(['status', 'channel', 'q', 'cursor', 'limit']));
  const approve = document.paths['/api/approvals/{id}/approve']?.post?.requestBody?.content['application/json']?.schema.properties;
  expect(Object.keys(approve ?? {})).toEqual(expect.arrayContaining(['contentHash']));
  expect(JSON.stringify(document)).not.toContain('"#/definitions');
});
