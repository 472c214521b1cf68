import { z } from 'zod';
import { routes, type Rule } from './routes.ts';

/** The interface document (OpenAPI 3.1), made from the table of routes and the same schemas that requests are parsed with. */
export function openApiDocument(): Record<string, unknown> {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [name, rule] of Object.entries<Rule>(routes)) {
    const [method = '', path = ''] = name.split(' ');
    const at = path.replace(/:(\w+)/g, '{$1}');
    paths[at] = { ...paths[at], [method.toLowerCase()]: operation(method, path, rule) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'RE Engine', version: '1', description: 'Only a signed-in person approves; a token is a machine, whatever its role.' },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'A token made by an admin; it begins with re_.' },
        session: { type: 'apiKey', in: 'cookie', name: 'next-auth.session-token' },
      },
      schemas: { Problem: problem },
    },
    paths,
  };
}

const problem = {
  type: 'object', description: 'RFC 9457', required: ['type', 'title', 'status', 'code', 'detail', 'correlationId'],
  properties: { type: { type: 'string' }, title: { type: 'string' }, status: { type: 'integer' }, code: { type: 'string' }, detail: { type: 'string' }, lift: { type: 'string' }, correlationId: { type: 'string' } },
};

const jsonSchema = (schema: z.ZodType, io: 'input' | 'output') => z.toJSONSchema(schema, { io, unrepresentable: 'any' });

function operation(method: string, path: string, rule: Rule): Record<string, unknown> {
  const input = rule.input ? jsonSchema(rule.input, 'input') : null;
  const inPath = [...path.matchAll(/:(\w+)/g)].map((match) => ({ name: match[1], in: 'path', required: true, schema: { type: 'string' } }));
  const inQuery = method === 'GET' && input ? Object.entries(input.properties ?? {}).map(([name, schema]) => ({ name, in: 'query', required: (input.required ?? []).includes(name), schema })) : [];
  return {
    summary: rule.summary,
    'x-permission': rule.permission,
    security: rule.permission === 'public' ? [] : [{ token: [] }, { session: [] }],
    parameters: [...inPath, ...inQuery],
    ...(method !== 'GET' && { requestBody: requestBody(rule, input) }),
    responses: {
      [rule.created ? '201' : '200']: { description: 'Done', ...(rule.output && { content: { 'application/json': { schema: jsonSchema(rule.output, 'output') } } }) },
      default: { description: 'Refused or failed', content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } },
    },
  };
}

function requestBody(rule: Rule, input: unknown): Record<string, unknown> {
  if (rule.body === 'bytes') return { required: true, content: { 'text/csv': { schema: { type: 'string', format: 'binary' } } } };
  return { required: input !== null, content: { 'application/json': { schema: input ?? { type: 'object' } } } };
}
